"""The operators' log; what operators may read across agencies; a suspended agency's messages rest."""

from django.db import migrations, models

from agencies.walls import IS_OPERATOR, append_only
from core.roles import APP

ASKED = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS"
USAGE = f"""
CREATE FUNCTION agency_usage(wanted bigint) RETURNS TABLE (
    active_at bigint, members bigint, creditors bigint, claims bigint, queued bigint, sending bigint, printed bigint,
    sent bigint, failed bigint, parked bigint, cancelled bigint, stored bigint)
{ASKED} $$
SELECT
  extract(epoch FROM greatest(
    (SELECT max(recorded_at) FROM claims_event WHERE agency_id = wanted),
    (SELECT max(recorded_at) FROM agencies_auditentry WHERE agency_id = wanted),
    (SELECT max(u.last_login) FROM agencies_member s JOIN agencies_user u ON u.id = s.user_id
      WHERE s.agency_id = wanted)))::bigint,
  (SELECT count(*) FROM agencies_member WHERE agency_id = wanted AND ended_on IS NULL),
  (SELECT count(*) FROM clients_creditor WHERE agency_id = wanted),
  (SELECT count(*) FROM claims_claim WHERE agency_id = wanted),
  m.queued, m.sending, m.printed, m.sent, m.failed, m.parked, m.cancelled,
  (SELECT coalesce(sum(size), 0)::bigint
     FROM (SELECT DISTINCT sha256, size FROM files_file WHERE agency_id = wanted) once)
FROM (SELECT count(*) FILTER (WHERE state = 'queued') AS queued, count(*) FILTER (WHERE state = 'sending') AS sending,
             count(*) FILTER (WHERE state = 'printed') AS printed, count(*) FILTER (WHERE state = 'sent') AS sent,
             count(*) FILTER (WHERE state = 'failed') AS failed, count(*) FILTER (WHERE state = 'parked') AS parked,
             count(*) FILTER (WHERE state = 'cancelled') AS cancelled
        FROM messaging_message WHERE agency_id = wanted) m
WHERE {IS_OPERATOR} $$
"""
HEALTH = f"""
CREATE FUNCTION agencies_health(moment timestamptz) RETURNS TABLE (
    agency bigint, waiting bigint, oldest bigint, sending bigint, parked bigint, failed bigint, missed bigint)
{ASKED} $$
SELECT a.id, q.waiting, q.oldest, s.sending, s.parked, s.failed, c.missed
FROM agencies_agency a
CROSS JOIN LATERAL (
  SELECT count(*) AS waiting, coalesce(extract(epoch FROM moment - min(not_before)), 0)::bigint AS oldest
    FROM messaging_message WHERE agency_id = a.id AND state = 'queued' AND not_before <= moment) q
CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE state = 'sending') AS sending, count(*) FILTER (WHERE state = 'parked') AS parked,
         count(*) FILTER (WHERE state = 'failed') AS failed
    FROM messaging_message WHERE agency_id = a.id AND state IN ('sending', 'parked', 'failed')) s
CROSS JOIN LATERAL (
  SELECT count(*) AS missed FROM jobs_clock
   WHERE agency_id = a.id AND due_at <= moment AND met_at IS NULL AND stopped_at IS NULL) c
WHERE {IS_OPERATOR} AND q.waiting + s.sending + s.parked + s.failed + c.missed > 0
ORDER BY a.slug $$
"""
WAITING = """
CREATE OR REPLACE FUNCTION agencies_with_messages(moment timestamptz) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT id FROM agencies_agency WHERE suspended_on IS NULL AND id IN (
     SELECT agency_id FROM messaging_message WHERE state = 'queued' AND not_before <= moment
     UNION SELECT agency_id FROM messaging_message WHERE state = 'sending'
     UNION SELECT agency_id FROM messaging_printrun WHERE closed_at IS NOT NULL AND manifest_id IS NULL) $$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("agencies", "0004_idempotentrequest"),
        ("claims", "0003_lists"),
        ("clients", "0002_walls"),
        ("files", "0002_walls"),
        ("jobs", "0002_walls"),
        ("messaging", "0005_printing"),
    ]

    operations = [
        migrations.CreateModel(
            name="OperatorEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("user_id", models.BigIntegerField(null=True)),
                ("agency_id", models.BigIntegerField(null=True)),
                ("kind", models.CharField(max_length=60)),
                ("detail", models.JSONField(default=dict)),
            ],
            options={"indexes": [models.Index(fields=["at", "id"], name="creansys_operatorentry_at")]},
        ),
        *append_only("creansys_operatorentry"),
        migrations.RunSQL(
            f"CREATE POLICY for_operators ON agencies_agency FOR SELECT USING ({IS_OPERATOR})",
            "DROP POLICY for_operators ON agencies_agency",
        ),
        migrations.RunSQL(USAGE, "DROP FUNCTION agency_usage(bigint)"),
        migrations.RunSQL(HEALTH, "DROP FUNCTION agencies_health(timestamptz)"),
        migrations.RunSQL(WAITING, migrations.RunSQL.noop),
        migrations.RunSQL(
            f"GRANT EXECUTE ON FUNCTION agency_usage(bigint), agencies_health(timestamptz) TO {APP}",
            migrations.RunSQL.noop,
        ),
    ]

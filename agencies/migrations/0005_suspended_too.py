"""Questions that see suspended agencies as well; failed sign-ins are forgotten once old."""

from django.db import migrations

from core.roles import APP

ASKED = "SECURITY DEFINER SET search_path = public, pg_temp AS"
ANY_BY_SLUG = f"""
CREATE FUNCTION any_agency_by_slug(wanted text) RETURNS bigint LANGUAGE sql STABLE {ASKED}
$$ SELECT id FROM agencies_agency WHERE slug = wanted $$
"""
ALL = f"""
CREATE FUNCTION agencies_all() RETURNS SETOF bigint LANGUAGE sql STABLE {ASKED}
$$ SELECT id FROM agencies_agency ORDER BY id $$
"""
# The service only adds to this table: nobody who takes it over can hide a recent attack.
FORGET = f"""
CREATE FUNCTION forget_sign_in_failures(before timestamptz) RETURNS bigint LANGUAGE sql VOLATILE {ASKED} $$
WITH gone AS (
    DELETE FROM agencies_signinfailure WHERE recorded_at < least(before, now() - interval '90 days') RETURNING 1
) SELECT count(*) FROM gone $$
"""
FUNCTIONS = "any_agency_by_slug(text), agencies_all(), forget_sign_in_failures(timestamptz)"


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_idempotentrequest")]

    operations = [
        migrations.RunSQL(ANY_BY_SLUG, "DROP FUNCTION any_agency_by_slug(text)"),
        migrations.RunSQL(ALL, "DROP FUNCTION agencies_all()"),
        migrations.RunSQL(FORGET, "DROP FUNCTION forget_sign_in_failures(timestamptz)"),
        migrations.RunSQL(f"GRANT EXECUTE ON FUNCTION {FUNCTIONS} TO {APP}", migrations.RunSQL.noop),
    ]

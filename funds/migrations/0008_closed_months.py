"""Months that are closed: the database books nothing in them any more."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models

from agencies.walls import Wall, append_only, same_agency
from core.roles import APP

# Whoever books shares the lock of the books (core.locks.Lock.BOOKS) until its transaction ends; whoever closes holds it.
# Each statement of a volatile function sees what was committed before it: a month closed while we waited, too.
OPEN_FROM = """
CREATE FUNCTION funds_open_from(of_agency bigint, of_entity bigint) RETURNS date LANGUAGE plpgsql VOLATILE
SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(of_agency::int, 6);
    RETURN (SELECT (max(month) + interval '1 month')::date FROM funds_closedmonth
             WHERE agency_id = of_agency AND entity_id = of_entity);
END $$
"""
OPEN_ONLY = """
CREATE FUNCTION funds_open_only() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    first record;
BEGIN
    FOR first IN SELECT agency_id, entity_id, min("on") AS day FROM added GROUP BY agency_id, entity_id
    LOOP
        IF first.day < funds_open_from(first.agency_id, first.entity_id) THEN
            RAISE EXCEPTION 'the books of entity % are closed on %', first.entity_id, first.day
                USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    RETURN NULL;
END $$
"""
KEY = {"db_constraint": False, "on_delete": django.db.models.deletion.PROTECT, "related_name": "+"}


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_team"),
        ("funds", "0007_lines_together"),
    ]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="meant_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="ClosedMonth",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("closed_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                ("entity", models.ForeignKey(to="agencies.entity", **KEY)),
                ("member", models.ForeignKey(blank=True, null=True, to="agencies.member", **KEY)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "entity", "month"), name="funds_closedmonth_once"),
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="funds_closedmonth_first_day"),
                ],
            },
            managers=[
                ("everywhere", django.db.models.manager.Manager()),
            ],
        ),
        Wall("funds_closedmonth"),
        *same_agency("funds_closedmonth", entity_id="agencies_entity", member_id="agencies_member"),
        *append_only("funds_closedmonth"),
        migrations.RunSQL(OPEN_FROM, "DROP FUNCTION funds_open_from(bigint, bigint)"),
        migrations.RunSQL(OPEN_ONLY, "DROP FUNCTION funds_open_only()"),
        migrations.RunSQL(
            f"GRANT EXECUTE ON FUNCTION funds_open_from(bigint, bigint), funds_open_only() TO {APP}",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "CREATE TRIGGER funds_entry_open AFTER INSERT ON funds_entry REFERENCING NEW TABLE AS added"
            " FOR EACH STATEMENT EXECUTE FUNCTION funds_open_only()",
            "DROP TRIGGER funds_entry_open ON funds_entry",
        ),
    ]

"""Walls that were raised with UTC's date take the local one: a grant ends at midnight here (agencies/walls.py)."""

from django.db import migrations

from agencies.walls import LOCAL_DATE

LOCAL = f"""
DO $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT tablename, policyname, qual FROM pg_policies
         WHERE schemaname = current_schema() AND qual LIKE '%CURRENT_DATE%'
    LOOP
        EXECUTE format('ALTER POLICY %I ON %I USING (%s)', found.policyname, found.tablename,
                       replace(found.qual, 'CURRENT_DATE', $sql${LOCAL_DATE}$sql$));
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("creansys", "0001_initial"),
        ("amicable", "0002_arrangements"),
        ("claims", "0006_search"),
        ("paynow", "0002_walls"),
    ]

    operations = [migrations.RunSQL(LOCAL, migrations.RunSQL.noop)]

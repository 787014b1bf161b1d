"""Operators see where mail to an agency cannot be fetched."""

from django.db import migrations

from agencies.walls import IS_OPERATOR
from core.roles import APP

FAILING = f"""
CREATE FUNCTION agencies_mailboxes_failing() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
SELECT DISTINCT agency_id FROM messaging_mailbox WHERE failing_since IS NOT NULL AND {IS_OPERATOR} $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("creansys", "0002_local_dates"),
        ("messaging", "0009_inbound_mail"),
    ]

    operations = [
        migrations.RunSQL(FAILING, "DROP FUNCTION agencies_mailboxes_failing()"),
        migrations.RunSQL(f"GRANT EXECUTE ON FUNCTION agencies_mailboxes_failing() TO {APP}", migrations.RunSQL.noop),
    ]

"""Walls around messages; what was sent cannot be changed, only its state."""

from django.db import migrations

from agencies.walls import Wall, append_only, key_with_agency, same_agency
from core.roles import APP

STATE = "state, attempts, not_before, taken_at, settled_at, sent_on, answer, provider_id, print_run_id"
WAITING = """
CREATE FUNCTION agencies_with_messages(moment timestamptz) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS
$$ SELECT agency_id FROM messaging_message WHERE state = 'queued' AND not_before <= moment
   UNION SELECT agency_id FROM messaging_message WHERE state = 'sending' $$
"""


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial"), ("agencies", "0002_walls"), ("files", "0002_walls")]

    operations = [
        *key_with_agency("messaging_message", "messaging_printrun"),
        Wall("messaging_message", party="party_id = {me}"),
        Wall("messaging_messagefile", party="party_id = {me}"),
        Wall("messaging_printrun"),
        *same_agency("messaging_message", party_id="agencies_party", print_run_id="messaging_printrun"),
        *same_agency(
            "messaging_messagefile", message_id="messaging_message", file_id="files_file", party_id="agencies_party"
        ),
        *same_agency("messaging_printrun", handed_over_by_id="agencies_member", manifest_id="files_file"),
        *append_only("messaging_message", "messaging_messagefile"),
        migrations.RunSQL(
            f"GRANT UPDATE ({STATE}) ON messaging_message TO {APP}",
            f"REVOKE UPDATE ({STATE}) ON messaging_message FROM {APP}",
        ),
        migrations.RunSQL(WAITING, "DROP FUNCTION agencies_with_messages(timestamptz)"),
        migrations.RunSQL(
            f"GRANT EXECUTE ON FUNCTION agencies_with_messages(timestamptz) TO {APP}", migrations.RunSQL.noop
        ),
    ]

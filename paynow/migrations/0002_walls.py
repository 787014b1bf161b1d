"""Walls around notices; once made, only the day on which one left is added."""

from django.db import migrations

from agencies.walls import Wall, append_only, same_agency
from core.roles import APP

GRANTED = "SELECT claim_id FROM claims_grant WHERE party_id = {me} AND until >= current_date"


class Migration(migrations.Migration):
    dependencies = [("paynow", "0001_initial"), ("claims", "0002_walls")]

    operations = [
        Wall("paynow_notice", party=f"(party_id = {{me}} OR claim_id IN ({GRANTED}))", claim="claim_id = {me}"),
        *same_agency(
            "paynow_notice",
            party_id="agencies_party",
            claim_id="claims_claim",
            file_id="files_file",
            message_id="messaging_message",
        ),
        *append_only("paynow_notice"),
        migrations.RunSQL(
            f"GRANT UPDATE (sent_on, withdrawn_on, copied_at) ON paynow_notice TO {APP}",
            f"REVOKE UPDATE (sent_on, withdrawn_on, copied_at) ON paynow_notice FROM {APP}",
        ),
    ]

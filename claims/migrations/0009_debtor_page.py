"""A debtor who passed the second check reads who asks for the money: the claim's own creditor, contract and terms."""

from django.db import migrations

from agencies.walls import NewWall

OWN = "party_id = {me}"
OF_THE_CLAIM = {"creditor": "creditor_id", "contract": "contract_id", "terms": "terms_id"}


class Migration(migrations.Migration):
    dependencies = [("claims", "0008_insurer"), ("clients", "0003_accounts")]

    operations = [
        NewWall(
            f"clients_{table}", party=OWN, claim=f"id = (SELECT c.{column} FROM claims_claim c WHERE c.id = {{me}})"
        )
        for table, column in OF_THE_CLAIM.items()
    ]

"""Walls around creditors, partners and what was agreed with them."""

from django.db import migrations

from agencies.walls import Wall, append_only, key_with_agency, same_agency

OWN = "party_id = {me}"


class Migration(migrations.Migration):
    dependencies = [("clients", "0001_initial"), ("agencies", "0002_walls"), ("files", "0002_walls")]

    operations = [
        *key_with_agency("clients_creditor", "clients_contract", "clients_terms"),
        *[Wall(f"clients_{table}", party=OWN) for table in ("creditor", "partner", "contract", "terms", "stockentry")],
        *same_agency("clients_creditor", party_id="agencies_party"),
        *same_agency("clients_partner", party_id="agencies_party"),
        *same_agency(
            "clients_contract",
            party_id="agencies_party",
            creditor_id="clients_creditor",
            entity_id="agencies_entity",
            document_id="files_file",
        ),
        *same_agency(
            "clients_terms", party_id="agencies_party", creditor_id="clients_creditor", document_id="files_file"
        ),
        *same_agency("clients_stockentry", party_id="agencies_party"),
        *append_only("clients_stockentry"),
    ]

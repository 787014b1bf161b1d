"""Lists and searches on indexes: what policies let the planner expect, the debtor's name on the claim, invoice numbers.

A claim carries its debtor's name as it is looked for, so that one index both finds and narrows; triggers keep it.
"""

from django.db import migrations, models
from django.db.models import Q

from agencies.walls import NewWall
from core.roles import APP

GRANTED = "SELECT claim_id FROM claims_grant WHERE party_id = {me} AND until >= current_date"
OF_CLAIM = f"(party_id = {{me}} OR claim_id IN ({GRANTED}))"
CLAIM_TABLES = ("claimitem", "credit", "liable", "document", "hold", "decision", "event", "eventdetail", "refused")


def answers(table: str, key: str) -> str:
    """A debtor that the scope's claims name; asked by key where few rows ask, at once where many do."""
    return f"EXISTS (SELECT FROM claims_liable l WHERE l.agency_id = {table}.agency_id AND l.debtor_id = {table}.{key})"


OF_DEBTOR = answers("claims_debtor", "id")
OF_REPRESENTED = answers("claims_representative", "debtor_id")

SOUGHT = """
CREATE FUNCTION claims_sought() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    NEW.sought := coalesce(
        (SELECT sought FROM claims_debtor WHERE agency_id = NEW.agency_id AND id = NEW.debtor_id), '');
    RETURN NEW;
END $$
"""
RENAMED = """
CREATE FUNCTION claims_renamed() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE claims_claim SET sought = NEW.sought WHERE agency_id = NEW.agency_id AND debtor_id = NEW.id;
    RETURN NULL;
END $$
"""
TRIGGERS = {  # name and table → when, and what; whoever writes `sought` itself is corrected
    ("claims_claim_sought_made", "claims_claim"): "BEFORE INSERT {each} EXECUTE FUNCTION claims_sought()",
    ("claims_claim_sought_kept", "claims_claim"): (
        "BEFORE UPDATE OF sought, debtor_id {each} WHEN (OLD.sought IS DISTINCT FROM NEW.sought"
        " OR OLD.debtor_id IS DISTINCT FROM NEW.debtor_id) EXECUTE FUNCTION claims_sought()"
    ),
    ("claims_debtor_renamed", "claims_debtor"): (
        "AFTER UPDATE OF name {each} WHEN (OLD.sought IS DISTINCT FROM NEW.sought) EXECUTE FUNCTION claims_renamed()"
    ),
}


def index(model: str, name: str, *fields: str, condition: Q | None = None) -> migrations.AddIndex:
    """An index that begins with the agency, as the policies do."""
    return migrations.AddIndex(model, models.Index(fields=["agency", *fields], name=name, condition=condition))


class Migration(migrations.Migration):
    dependencies = [("claims", "0005_notes")]

    operations = [
        NewWall("claims_grant", party="party_id = {me}", claim="claim_id = {me}"),
        NewWall("claims_claim", party=f"(party_id = {{me}} OR id IN ({GRANTED}))", claim="id = {me}"),
        *[NewWall(f"claims_{table}", party=OF_CLAIM, claim="claim_id = {me}") for table in CLAIM_TABLES],
        NewWall("claims_debtor", party=f"(party_id = {{me}} OR {OF_DEBTOR})", claim=OF_DEBTOR),
        NewWall("claims_representative", party=f"(party_id = {{me}} OR {OF_REPRESENTED})", claim=OF_REPRESENTED),
        NewWall("claims_claimmessage", party="party_id = {me}"),
        NewWall("claims_import", party="party_id = {me}"),
        NewWall("claims_importrow", party="party_id = {me}"),
        migrations.AddField(
            "claim", "sought", models.TextField(db_collation="C", db_default="", default="", editable=False)
        ),
        migrations.RunSQL(
            "UPDATE claims_claim c SET sought = d.sought FROM claims_debtor d"
            " WHERE d.agency_id = c.agency_id AND d.id = c.debtor_id",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(SOUGHT, "DROP FUNCTION claims_sought()"),
        migrations.RunSQL(RENAMED, "DROP FUNCTION claims_renamed()"),
        *[
            migrations.RunSQL(
                f"CREATE TRIGGER {name} " + does.format(each=f"ON {table} FOR EACH ROW"),
                f"DROP TRIGGER {name} ON {table}",
            )
            for (name, table), does in TRIGGERS.items()
        ],
        migrations.RunSQL(
            f"GRANT EXECUTE ON FUNCTION claims_sought(), claims_renamed() TO {APP}", migrations.RunSQL.noop
        ),
        index("claim", "claims_claim_sought", "sought", "id"),
        index("claim", "claims_claim_party_sought", "party", "sought", "id"),
        index("claim", "claims_claim_kind_unknown", "party", "id", condition=Q(debtor_kind="unknown")),
        migrations.RemoveIndex("debtor", "claims_debtor_sought"),
        migrations.RemoveIndex("debtor", "claims_debtor_of_party_sought"),
        migrations.AlterField("claimitem", "number_key", models.CharField(max_length=60, db_collation="C")),
        index("claimitem", "claims_item_sought", "number_key", condition=Q(withdrawn_on=None)),
        migrations.RemoveIndex("decision", "claims_decision_waiting"),
        index("decision", "claims_decision_waiting", "party", "asked_on", "id", condition=Q(decided_at=None)),
    ]

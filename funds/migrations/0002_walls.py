"""Walls around the money; entries that balance, and what is left of each receipt, kept by the database."""

from django.db import migrations

from agencies.walls import Wall, append_only, key_with_agency, same_agency
from core.roles import APP

# Deferred, so that lines come one by one; it must see them, or a scope that was left would let anything pass.
BALANCED = """
CREATE FUNCTION funds_balanced() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    found record;
    seen bigint := 0;
BEGIN
    FOR found IN
        SELECT l.receipt_id, sum(l.amount) AS total, count(*) AS lines,
               bool_and(split_part(l.account, '.', 1) = e.ledger) AS own_ledger
          FROM funds_line l JOIN funds_entry e ON e.agency_id = l.agency_id AND e.id = l.entry_id
         WHERE l.agency_id = NEW.agency_id AND l.entry_id = NEW.entry_id
         GROUP BY l.receipt_id
    LOOP
        seen := seen + found.lines;
        IF found.total <> 0 THEN
            RAISE EXCEPTION 'entry % is out of balance by %', NEW.entry_id, found.total
                USING ERRCODE = 'check_violation';
        END IF;
        IF NOT found.own_ledger THEN
            RAISE EXCEPTION 'entry % reaches into the other ledger', NEW.entry_id USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    IF seen = 0 THEN
        RAISE EXCEPTION 'the lines of entry % are out of sight', NEW.entry_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""
# The row of the receipt (or part) is locked by its own update: two who take from it at once come one after the other.
LEFT = """
CREATE FUNCTION funds_left() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.account = 'trust.unmatched' THEN
        UPDATE funds_receipt SET unmatched = unmatched - NEW.amount
         WHERE agency_id = NEW.agency_id AND id = NEW.receipt_id;
    ELSIF NEW.account = 'trust.to_return' THEN
        UPDATE funds_receipt SET to_return = to_return - NEW.amount
         WHERE agency_id = NEW.agency_id AND id = NEW.receipt_id;
    ELSIF NEW.account = 'trust.held' THEN
        UPDATE funds_receiptpart SET held = held - NEW.amount
         WHERE agency_id = NEW.agency_id AND id = NEW.part_id AND receipt_id = NEW.receipt_id AND party_id = NEW.party_id;
    ELSIF NEW.account = 'trust.withheld' THEN
        UPDATE funds_receiptpart SET withheld = withheld - NEW.amount
         WHERE agency_id = NEW.agency_id AND id = NEW.part_id AND receipt_id = NEW.receipt_id AND party_id = NEW.party_id;
    ELSE
        RETURN NULL;
    END IF;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a line is of no receipt or part that can be seen' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""
MAY_CHANGE = {
    "bankfile": ("movements", "repeated", "pending", "code", "detail"),
    "receipt": ("unmatched", "to_return", "owner_id", "due_at", "returned_on", "return_reason"),
    "receiptpart": ("held", "withheld", "ended_on", "ended_as"),
}


def may_change(table: str, columns: tuple[str, ...]) -> migrations.RunSQL:
    """What of an append-only table still moves."""
    named = ", ".join(columns)
    return migrations.RunSQL(
        f"GRANT UPDATE ({named}) ON funds_{table} TO {APP}", f"REVOKE UPDATE ({named}) ON funds_{table} FROM {APP}"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_walls"),
        ("claims", "0011_reversals"),
        ("files", "0002_walls"),
        ("funds", "0001_initial"),
    ]

    operations = [
        *key_with_agency(
            "funds_bankfile",
            "funds_bankstatement",
            "funds_movement",
            "funds_receipt",
            "funds_receiptpart",
            "funds_entry",
        ),
        *[Wall(f"funds_{table}") for table in ("bankfile", "bankstatement", "movement", "receipt", "entry", "line")],
        Wall("funds_receiptpart", party="party_id = {me}"),
        *same_agency("funds_bankfile", file_id="files_file", member_id="agencies_member"),
        *same_agency("funds_bankstatement", source_id="funds_bankfile", entity_id="agencies_entity"),
        *same_agency("funds_movement", statement_id="funds_bankstatement"),
        *same_agency(
            "funds_receipt", entity_id="agencies_entity", movement_id="funds_movement", owner_id="agencies_member"
        ),
        *same_agency(
            "funds_receiptpart",
            receipt_id="funds_receipt",
            party_id="agencies_party",
            claim_id="claims_claim",
            credit_id="claims_credit",
            member_id="agencies_member",
        ),
        *same_agency("funds_entry", entity_id="agencies_entity", member_id="agencies_member"),
        *same_agency(
            "funds_line",
            entry_id="funds_entry",
            party_id="agencies_party",
            receipt_id="funds_receipt",
            part_id="funds_receiptpart",
        ),
        *append_only(
            "funds_bankfile",
            "funds_bankstatement",
            "funds_movement",
            "funds_receipt",
            "funds_receiptpart",
            "funds_entry",
            "funds_line",
        ),
        *[may_change(table, columns) for table, columns in MAY_CHANGE.items()],
        migrations.RunSQL(BALANCED, "DROP FUNCTION funds_balanced()"),
        migrations.RunSQL(LEFT, "DROP FUNCTION funds_left()"),
        migrations.RunSQL(
            "CREATE CONSTRAINT TRIGGER funds_line_balanced AFTER INSERT ON funds_line DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION funds_balanced()",
            "DROP TRIGGER funds_line_balanced ON funds_line",
        ),
        migrations.RunSQL(
            "CREATE TRIGGER funds_line_left AFTER INSERT ON funds_line FOR EACH ROW EXECUTE FUNCTION funds_left()",
            "DROP TRIGGER funds_line_left ON funds_line",
        ),
        migrations.RunSQL(f"GRANT EXECUTE ON FUNCTION funds_balanced(), funds_left() TO {APP}", migrations.RunSQL.noop),
    ]

"""The ledger looks at the lines of a statement together, not at one after the other: a long bank file is booked as one.

Lines of an entry come in one statement, so they have to balance there and then, for each receipt; a scope that was left
before its end can hide nothing, because the statement's own lines are always in sight.
"""

from django.db import migrations

from core.roles import APP

BALANCED = """
CREATE FUNCTION funds_lines_balanced() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    found record;
BEGIN
    FOR found IN
        SELECT l.entry_id, sum(l.amount) AS total,
               bool_and(split_part(l.account, '.', 1) = e.ledger) AS own_ledger
          FROM added l LEFT JOIN funds_entry e ON e.agency_id = l.agency_id AND e.id = l.entry_id
         GROUP BY l.agency_id, l.entry_id, l.receipt_id
    LOOP
        IF found.total <> 0 THEN
            RAISE EXCEPTION 'entry % is out of balance by %', found.entry_id, found.total
                USING ERRCODE = 'check_violation';
        END IF;
        IF found.own_ledger IS DISTINCT FROM true THEN
            RAISE EXCEPTION 'entry % reaches into the other ledger, or is out of sight', found.entry_id
                USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    RETURN NULL;
END $$
"""
# Each row is locked by its own update: two who take from a receipt (or part) at once come one after the other. They are
# taken in key order, so that two never wait for each other, and one by one: a plan over both tables, made while they were
# empty, would compare each line with each receipt.
LEFT = """
CREATE FUNCTION funds_lines_left() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    l record;
BEGIN
    FOR l IN
        SELECT agency_id, receipt_id,
               sum(CASE WHEN account = 'trust.unmatched' THEN amount ELSE 0 END) AS unmatched,
               sum(CASE WHEN account = 'trust.to_return' THEN amount ELSE 0 END) AS to_return
          FROM added WHERE account IN ('trust.unmatched', 'trust.to_return')
         GROUP BY agency_id, receipt_id ORDER BY agency_id, receipt_id
    LOOP
        UPDATE funds_receipt SET unmatched = unmatched - l.unmatched, to_return = to_return - l.to_return
         WHERE agency_id = l.agency_id AND id = l.receipt_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a line is of no receipt that can be seen' USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    FOR l IN
        SELECT agency_id, part_id, receipt_id, party_id,
               sum(CASE WHEN account = 'trust.held' THEN amount ELSE 0 END) AS held,
               sum(CASE WHEN account = 'trust.withheld' THEN amount ELSE 0 END) AS withheld
          FROM added WHERE account IN ('trust.held', 'trust.withheld')
         GROUP BY agency_id, part_id, receipt_id, party_id ORDER BY agency_id, part_id
    LOOP
        UPDATE funds_receiptpart SET held = held - l.held, withheld = withheld - l.withheld
         WHERE agency_id = l.agency_id AND id = l.part_id AND receipt_id = l.receipt_id AND party_id = l.party_id;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'a line is of no part that can be seen' USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    RETURN NULL;
END $$
"""


def trigger(name: str, function: str) -> migrations.RunSQL:
    """After each statement that adds lines, over all of them."""
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER INSERT ON funds_line REFERENCING NEW TABLE AS added"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
        f"DROP TRIGGER {name} ON funds_line",
    )


class Migration(migrations.Migration):
    dependencies = [("funds", "0006_own_ledger")]

    operations = [
        migrations.RunSQL(
            "DROP TRIGGER funds_line_balanced ON funds_line",
            "CREATE CONSTRAINT TRIGGER funds_line_balanced AFTER INSERT ON funds_line DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION funds_balanced()",
        ),
        migrations.RunSQL(
            "DROP TRIGGER funds_line_left ON funds_line",
            "CREATE TRIGGER funds_line_left AFTER INSERT ON funds_line FOR EACH ROW EXECUTE FUNCTION funds_left()",
        ),
        migrations.RunSQL(BALANCED, "DROP FUNCTION funds_lines_balanced()"),
        migrations.RunSQL(LEFT, "DROP FUNCTION funds_lines_left()"),
        migrations.RunSQL(
            f"GRANT EXECUTE ON FUNCTION funds_lines_balanced(), funds_lines_left() TO {APP}", migrations.RunSQL.noop
        ),
        trigger("funds_line_balanced", "funds_lines_balanced"),
        trigger("funds_line_left", "funds_lines_left"),
    ]

"""Walls around claims, the sealed timeline, and the moves a claim may make."""

from django.db import migrations

from agencies.walls import Wall, append_only, cents_column, key_with_agency, same_agency
from core.roles import APP

GRANTED = "SELECT claim_id FROM claims_grant WHERE party_id = {me} AND until >= current_date"
OF_CLAIM = f"(party_id = {{me}} OR claim_id IN ({GRANTED}))"
CLAIM_TABLES = ("claimitem", "credit", "liable", "document", "hold", "decision", "event", "eventdetail", "refused")

# The hash covers ids, kind, times and the salted hash of the detail, so a link still verifies once its detail is erased.
# No sequential scan: a table that was just emptied or never analysed would make the plan of the first rows quadratic.
SEAL = """
CREATE FUNCTION claims_seal() RETURNS trigger LANGUAGE plpgsql
    SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    head record;
BEGIN
    SELECT seq, hash INTO head FROM claims_event
     WHERE agency_id = NEW.agency_id AND claim_id = NEW.claim_id ORDER BY seq DESC LIMIT 1;
    NEW.seq := coalesce(head.seq, 0) + 1;
    NEW.prev_hash := coalesce(head.hash, '');
    NEW.recorded_at := clock_timestamp();
    NEW.hash := claims_link(NEW);
    RETURN NEW;
END $$
"""
LINK = """
CREATE FUNCTION claims_link(link claims_event) RETURNS text LANGUAGE sql STABLE SET timezone = 'UTC' AS $$
    SELECT encode(sha256(convert_to(concat_ws('|', link.agency_id, link.party_id, link.claim_id, link.seq, link.kind,
        to_char(link.at, 'YYYY-MM-DD HH24:MI:SS.US'), to_char(link.recorded_at, 'YYYY-MM-DD HH24:MI:SS.US'),
        link.actor, link.detail_hash, link.prev_hash), 'UTF8')), 'hex')
$$
"""
KNOWN_MOVE = """
CREATE FUNCTION claims_known_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.stage, NEW.stage) NOT IN (
        ('paynow', 'amicable'), ('paynow', 'judicial'), ('paynow', 'closed'),
        ('amicable', 'judicial'), ('amicable', 'closed'), ('judicial', 'closed'),
        ('closed', 'paynow'), ('closed', 'amicable'), ('closed', 'judicial')
    ) THEN
        RAISE EXCEPTION 'claim % does not move from % to %', OLD.number, OLD.stage, NEW.stage
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0001_initial"),
        ("clients", "0002_walls"),
        ("messaging", "0002_walls"),
        ("files", "0002_walls"),
    ]

    operations = [
        *key_with_agency("claims_claim", "claims_debtor", "claims_event", "claims_import"),
        Wall("claims_grant", party="party_id = {me}", claim="claim_id = {me}"),
        Wall("claims_claim", party=f"(party_id = {{me}} OR id IN ({GRANTED}))", claim="id = {me}"),
        *[Wall(f"claims_{table}", party=OF_CLAIM, claim="claim_id = {me}") for table in CLAIM_TABLES],
        Wall(
            "claims_debtor",
            party="(party_id = {me} OR id IN (SELECT debtor_id FROM claims_liable))",
            claim="id IN (SELECT debtor_id FROM claims_liable)",
        ),
        Wall(
            "claims_representative",
            party="(party_id = {me} OR debtor_id IN (SELECT debtor_id FROM claims_liable))",
            claim="debtor_id IN (SELECT debtor_id FROM claims_liable)",
        ),
        # Letters and mails to the debtor are the creditor's to see; a granted partner gets documents, not the outbox.
        Wall("claims_claimmessage", party="party_id = {me}"),
        Wall("claims_import", party="party_id = {me}"),
        Wall("claims_importrow", party="party_id = {me}"),
        Wall("claims_anchor"),
        *same_agency("claims_debtor", party_id="agencies_party"),
        *same_agency(
            "claims_claim",
            party_id="agencies_party",
            creditor_id="clients_creditor",
            contract_id="clients_contract",
            entity_id="agencies_entity",
            terms_id="clients_terms",
            debtor_id="claims_debtor",
            source_id="claims_import",
        ),
        *[
            operation
            for table in (*CLAIM_TABLES, "grant", "claimmessage")
            for operation in same_agency(f"claims_{table}", party_id="agencies_party", claim_id="claims_claim")
        ],
        *same_agency("claims_liable", debtor_id="claims_debtor"),
        *same_agency(
            "claims_representative", party_id="agencies_party", debtor_id="claims_debtor", proof_id="files_file"
        ),
        *same_agency("claims_document", file_id="files_file"),
        *same_agency("claims_decision", decided_by_id="agencies_member"),
        *same_agency("claims_claimmessage", message_id="messaging_message"),
        *same_agency("claims_eventdetail", event_id="claims_event"),
        *same_agency(
            "claims_import",
            party_id="agencies_party",
            creditor_id="clients_creditor",
            contract_id="clients_contract",
            member_id="agencies_member",
            file_id="files_file",
            bordereau_id="files_file",
            accepted_by_id="agencies_member",
        ),
        *same_agency("claims_importrow", party_id="agencies_party", source_id="claims_import"),
        *append_only("claims_event", "claims_anchor", "claims_credit"),
        # What people wrote beside a credit is erasable; the credit itself never changes.
        migrations.RunSQL(
            f"GRANT UPDATE (note) ON claims_credit TO {APP}", f"REVOKE UPDATE (note) ON claims_credit FROM {APP}"
        ),
        # Details are erasable, never editable.
        migrations.RunSQL(
            f"REVOKE UPDATE, TRUNCATE ON claims_eventdetail FROM {APP}", f"GRANT UPDATE ON claims_eventdetail TO {APP}"
        ),
        migrations.RunSQL(LINK, "DROP FUNCTION claims_link(claims_event)"),
        migrations.RunSQL(SEAL, "DROP FUNCTION claims_seal()"),
        migrations.RunSQL(
            "CREATE TRIGGER claims_event_seal BEFORE INSERT ON claims_event FOR EACH ROW EXECUTE FUNCTION claims_seal()",
            "DROP TRIGGER claims_event_seal ON claims_event",
        ),
        migrations.RunSQL(KNOWN_MOVE, "DROP FUNCTION claims_known_move()"),
        migrations.RunSQL(
            "CREATE TRIGGER claims_claim_known_move BEFORE UPDATE OF stage ON claims_claim FOR EACH ROW"
            " WHEN (OLD.stage IS DISTINCT FROM NEW.stage) EXECUTE FUNCTION claims_known_move()",
            "DROP TRIGGER claims_claim_known_move ON claims_claim",
        ),
        migrations.RunSQL(
            f"GRANT EXECUTE ON FUNCTION claims_link(claims_event), claims_seal(), claims_known_move() TO {APP}",
            migrations.RunSQL.noop,
        ),
        cents_column("claims_claim", "principal"),
        migrations.RunSQL(
            "CREATE INDEX claims_claim_by_principal ON claims_claim (agency_id, principal_cents DESC, id DESC)",
            "DROP INDEX claims_claim_by_principal",
        ),
    ]

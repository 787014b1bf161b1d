"""Nothing is earned or invoiced in a month of the books that is closed."""

from django.db import migrations

from core.roles import APP

# funds_open_from shares the lock of the books, as whoever books does.
FEES = """
CREATE FUNCTION billing_fees_open() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    first record;
BEGIN
    FOR first IN SELECT agency_id, entity_id, min("on") AS day FROM added GROUP BY agency_id, entity_id
    LOOP
        IF first.day < funds_open_from(first.agency_id, first.entity_id) THEN
            RAISE EXCEPTION 'the books of entity % are closed on %', first.entity_id, first.day
                USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    RETURN NULL;
END $$
"""
INVOICES = """
CREATE FUNCTION billing_invoice_open() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.issued_on < funds_open_from(NEW.agency_id, NEW.entity_id) THEN
        RAISE EXCEPTION 'the books of entity % are closed on %', NEW.entity_id, NEW.issued_on
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0002_paid_so_far"),
        ("funds", "0008_closed_months"),
    ]

    operations = [
        migrations.RunSQL(FEES, "DROP FUNCTION billing_fees_open()"),
        migrations.RunSQL(INVOICES, "DROP FUNCTION billing_invoice_open()"),
        migrations.RunSQL(
            f"GRANT EXECUTE ON FUNCTION billing_fees_open(), billing_invoice_open() TO {APP}", migrations.RunSQL.noop
        ),
        migrations.RunSQL(
            "CREATE TRIGGER billing_fee_open AFTER INSERT ON billing_fee REFERENCING NEW TABLE AS added"
            " FOR EACH STATEMENT EXECUTE FUNCTION billing_fees_open()",
            "DROP TRIGGER billing_fee_open ON billing_fee",
        ),
        migrations.RunSQL(
            "CREATE TRIGGER billing_invoice_open AFTER INSERT ON billing_invoice FOR EACH ROW"
            " WHEN (NEW.issued_on IS NOT NULL) EXECUTE FUNCTION billing_invoice_open()",
            "DROP TRIGGER billing_invoice_open ON billing_invoice",
        ),
        # Once only: what is paid of it and when it is sent changes later, the day of its number never does.
        migrations.RunSQL(
            "CREATE TRIGGER billing_invoice_issued AFTER UPDATE OF issued_on ON billing_invoice FOR EACH ROW"
            " WHEN (NEW.issued_on IS DISTINCT FROM OLD.issued_on) EXECUTE FUNCTION billing_invoice_open()",
            "DROP TRIGGER billing_invoice_issued ON billing_invoice",
        ),
    ]

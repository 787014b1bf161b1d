"""What was sent may be erased, as the law asks for a person; it still never becomes anything else."""

from django.db import migrations

from core.roles import APP

WORDS = {
    "messaging_message": "address, subject, text, html",
    "messaging_inboundmessage": "sender, text",
    "messaging_deliveryreport": "detail",
}
# An address alone may stay: what an agency wrote to a creditor about a person loses its words, not where it went.
STAYS = {"address": "NEW.address IN ('', OLD.address)"}
REFUSED = """
CREATE FUNCTION messaging_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was sent never changes: it may only be erased' USING ERRCODE = 'check_violation';
END $$
"""


def guard(table: str, words: str) -> str:
    """A trigger that lets these columns become empty and nothing else."""
    names = words.split(", ")
    changed = " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in names)
    erased = " AND ".join(STAYS.get(name, f"NEW.{name} = ''") for name in names)
    return f"""CREATE TRIGGER {table}_only_erased BEFORE UPDATE OF {words} ON {table} FOR EACH ROW
               WHEN (({changed}) AND NOT ({erased})) EXECUTE FUNCTION messaging_only_erased()"""


class Migration(migrations.Migration):
    dependencies = [("messaging", "0007_returned")]

    operations = [
        migrations.RunSQL(REFUSED, "DROP FUNCTION messaging_only_erased()"),
        *[
            migrations.RunSQL(guard(table, words), f"DROP TRIGGER {table}_only_erased ON {table}")
            for table, words in WORDS.items()
        ],
        *[
            migrations.RunSQL(
                f"GRANT UPDATE ({words}) ON {table} TO {APP}", f"REVOKE UPDATE ({words}) ON {table} FROM {APP}"
            )
            for table, words in WORDS.items()
        ],
    ]

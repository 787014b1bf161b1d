"""The triggers of the ledger find their rows by index even before the tables have statistics.

A plan made while a table was empty would read all of it for every line of a long file.
"""

from django.db import migrations

FUNCTIONS = ("funds_balanced()", "funds_left()")


class Migration(migrations.Migration):
    dependencies = [("funds", "0004_remittances")]

    operations = [
        migrations.RunSQL(
            f"ALTER FUNCTION {name} SET enable_seqscan = off", f"ALTER FUNCTION {name} RESET enable_seqscan"
        )
        for name in FUNCTIONS
    ]

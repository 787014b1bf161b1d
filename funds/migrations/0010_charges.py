"""Movements say whether the bank's own code makes them a charge; the functions that looked at lines one by one go, which
nothing has used since 0007.
"""

from importlib import import_module

from django.db import migrations, models

from core.roles import APP

FIRST = import_module("funds.migrations.0002_walls")


def gone(name: str, body: str) -> migrations.RunSQL:
    """A function that no trigger calls any more; backwards, as 0005 left it."""
    back = [body, f"ALTER FUNCTION {name}() SET enable_seqscan = off", f"GRANT EXECUTE ON FUNCTION {name}() TO {APP}"]
    return migrations.RunSQL(f"DROP FUNCTION {name}()", back)


class Migration(migrations.Migration):
    dependencies = [("funds", "0009_provider")]

    operations = [
        migrations.AddField(
            model_name="movement",
            name="charge",
            field=models.BooleanField(db_default=False, default=False),
        ),
        gone("funds_balanced", FIRST.BALANCED),
        gone("funds_left", FIRST.LEFT),
    ]

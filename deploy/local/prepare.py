"""`python -m deploy.local.prepare`: database, migrations, static files and translations, in one process for speed."""

import sys

import django
from django.core.management import call_command, get_commands
from django.db import connection


def main() -> None:
    """Safe to repeat; says on standard error what it does."""
    django.setup()
    call_command("prepare_database", stdout=sys.stderr)
    service = dict(connection.settings_dict)
    call_command("migrate", stdout=sys.stderr, verbosity=1)
    connection.close()
    connection.settings_dict.update(service)
    if "translations" in get_commands():
        call_command("translations", "compile", stdout=sys.stderr)
    call_command("collectstatic", interactive=False, verbosity=0)


main()

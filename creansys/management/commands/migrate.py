"""`manage.py migrate` speaks to the database as its owner; every other command speaks as the service."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections

from creansys import env


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> str | None:
        become_owner(options["database"])
        return super().handle(*args, **options)


def become_owner(alias: str) -> None:
    """Point `alias` at the owner's login (same database), so that a migration's Python code is the owner too."""
    owner = env.optional_database("DATABASE_OWNER_URL")
    if owner is None:
        raise CommandError("DATABASE_OWNER_URL is not set: only the owner of the database may migrate it.")
    connection = connections[alias]
    connection.close()
    connection.settings_dict.update({key: owner[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "OPTIONS")})

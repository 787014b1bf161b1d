"""`manage.py prepare_database`: the roles, the database and what each role may do in it. Safe to repeat."""

from contextlib import closing
from typing import Any, NoReturn

import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.roles import OWNER
from creansys import database, env


class Command(BaseCommand):
    help = "Make the database, its four roles and their rights; print the SQL when DATABASE_ADMIN_URL may not do it."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        owner = env.database("DATABASE_OWNER_URL")
        self._as_admin(owner["NAME"], _passwords(owner))
        with closing(database.open_connection(owner)) as connection:
            database.run(connection, database.DEFAULT_PRIVILEGES)
        self.stderr.write(f"Database {owner['NAME']} is ready.")

    def _as_admin(self, name: str, passwords: dict[str, str]) -> None:
        admin = env.optional_database("DATABASE_ADMIN_URL")
        if admin is None:
            self._ask_for(name, "DATABASE_ADMIN_URL is not set")
        with closing(database.open_connection(admin)) as connection:
            try:
                database.run(connection, database.missing_statements(connection, name, passwords))
            except psycopg2.errors.InsufficientPrivilege as refusal:
                self._ask_for(name, str(refusal).strip())
            if strong := database.too_strong(connection):
                raise CommandError(f"These roles would see through the walls: {', '.join(strong)}")

    def _ask_for(self, name: str, why: str) -> NoReturn:
        statements = [
            *database.role_statements(set(), {}),
            *(f"\\password {role}" for role in database.ROLES),
            *database.database_statements(name, exists=False),
            f'\\connect "{name}"',
            f"SET ROLE {OWNER}",
            *database.DEFAULT_PRIVILEGES,
        ]
        self.stdout.write("\n".join(line if line.startswith("\\") else f"{line};" for line in statements))
        raise CommandError(f"{why}: have an administrator run the SQL above, in psql.")


def _passwords(owner: dict[str, Any]) -> dict[str, str]:
    """Role → password, from the addresses the environment gives."""
    others = (env.optional_database(f"DATABASE_{kind}_URL") for kind in ("ERASER", "BACKUP"))
    logins = [owner, settings.DATABASES["default"], *(other for other in others if other)]
    return {login["USER"]: login["PASSWORD"] for login in logins}

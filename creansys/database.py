"""The four roles and the database, as SQL (docs/operations.md says what each role may do).

Default privileges give the service its rights on every table the owner makes; a migration takes away what a table must
not allow. So nothing here touches a table that already exists.
"""

from collections.abc import Iterator, Mapping

import psycopg2
from psycopg2.extensions import connection as Connection
from psycopg2.extensions import encrypt_password

from core.roles import APP, BACKUP, ERASER, OWNER

ROLES = (OWNER, APP, ERASER, BACKUP)

DEFAULT_PRIVILEGES = (
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP}",
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, DELETE ON TABLES TO {ERASER}",
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO {BACKUP}",
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APP}",
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON SEQUENCES TO {BACKUP}",
    "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
)
NO_DEFAULT_PRIVILEGES = tuple(
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON {kind} FROM {APP}, {ERASER}, {BACKUP}"
    for kind in ("TABLES", "SEQUENCES")
)


def open_connection(settings: Mapping[str, object], name: str | None = None) -> Connection:
    """A connection in autocommit to the database of `settings` (an entry of DATABASES), or to `name` beside it."""
    options = settings.get("OPTIONS") or {}
    found = psycopg2.connect(
        dbname=name or settings["NAME"],
        user=settings["USER"],
        password=settings["PASSWORD"],
        host=settings["HOST"],
        port=settings["PORT"] or 5432,
        **options,  # type: ignore[arg-type]
    )
    found.autocommit = True
    return found


def role_statements(existing: set[str], hashes: Mapping[str, str]) -> Iterator[str]:
    """Make the missing roles and set the passwords given (role → SCRAM hash).

    A role in `existing` keeps its attributes: only a superuser may even mention some of them.
    """
    for role in ROLES:
        password = f" PASSWORD '{hashes[role]}'" if role in hashes else ""
        if role not in existing:
            yield f"CREATE ROLE {role} LOGIN{password}"
        elif password:
            yield f"ALTER ROLE {role} LOGIN{password}"


def database_statements(name: str, *, exists: bool) -> Iterator[str]:
    """Make the database, owned by the owner; nobody but the four roles may connect."""
    if not exists:
        yield f"GRANT {OWNER} TO CURRENT_USER"
        yield (
            f"CREATE DATABASE \"{name}\" OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8'"
            " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"
        )
    yield f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC'
    yield f'GRANT CONNECT, TEMPORARY ON DATABASE "{name}" TO {APP}'
    yield f'GRANT CONNECT ON DATABASE "{name}" TO {ERASER}, {BACKUP}'


def too_strong(admin: Connection) -> list[str]:
    """Roles of ours that could see through the walls: superusers, or allowed to bypass row security."""
    with admin.cursor() as cursor:
        cursor.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND (rolsuper OR rolbypassrls) ORDER BY 1",
            [list(ROLES)],
        )
        return [name for (name,) in cursor.fetchall()]


def missing_statements(admin: Connection, name: str, passwords: Mapping[str, str]) -> list[str]:
    """What `admin` must run so that roles (with these `passwords`) and database `name` are there."""
    hashes = {role: encrypt_password(word, role, admin, "scram-sha-256") for role, word in passwords.items() if word}
    with admin.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(ROLES)])
        existing = {role for (role,) in cursor.fetchall()}
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        exists = cursor.fetchone() is not None
    return [*role_statements(existing, hashes), *database_statements(name, exists=exists)]


def run(connection: Connection, statements: list[str] | tuple[str, ...]) -> None:
    """Each statement in order, on a connection in autocommit (CREATE DATABASE allows no transaction)."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)

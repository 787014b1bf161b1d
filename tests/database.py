"""The tests' own PostgreSQL: a template database built by the owner, one clone per process, thrown away at the end."""

import ast
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connections
from psycopg2.errors import ObjectInUse

from core.roles import OWNER
from creansys import database, env
from deploy.local import places

KEPT = ("django_migrations", "django_content_type", "auth_permission")


def migrations_hash() -> str:
    """Changes when a migration, or a module of ours that one imports, changes."""
    migrations = sorted(places.ROOT.glob("*/migrations/*.py"))
    files = {*migrations, *(file for path in migrations for file in _imported(path)), Path(database.__file__)}
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(str(path.relative_to(places.ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def _imported(path: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            file = places.ROOT / (node.module.replace(".", "/") + ".py")
            if file.exists():
                yield file


def template() -> str:
    """The name of the migrated template, built when there is none for these migrations."""
    name = f"creansys_template_{migrations_hash()}"
    with places.locked(places.VAR / ".template.lock"), closing(_admin()) as admin:
        if name not in _databases(admin, "creansys_template_%"):
            _drop_all(admin, _databases(admin, "creansys_template_%"))
            _build(admin, name)
    return name


def _build(admin: database.Connection, name: str) -> None:
    half = f"{name}_half"
    _drop_all(admin, [half])
    owner = env.database("DATABASE_OWNER_URL")
    logins = [env.database(f"DATABASE_{kind}URL") for kind in ("", "OWNER_", "BACKUP_", "ERASER_")]
    passwords = {login["USER"]: login["PASSWORD"] for login in logins}
    database.run(admin, database.missing_statements(admin, half, passwords))
    with closing(database.open_connection(owner, half)) as connection:
        database.run(connection, database.DEFAULT_PRIVILEGES)
    with connected_to(half):
        call_command("migrate", verbosity=0)
    database.run(admin, [f'ALTER DATABASE "{half}" RENAME TO "{name}"'])


@contextmanager
def clone(label: str) -> Iterator[str]:
    """A database of this process alone, copied from the template."""
    name = f"creansys_test_{os.getpid()}_{label}"
    source = template()
    with closing(_admin()) as admin:
        _drop_all(admin, _abandoned(admin))
        made = f'CREATE DATABASE "{name}" OWNER {OWNER} TEMPLATE "{source}"'
        database.run(admin, [made, *database.database_statements(name, exists=True)])
    try:
        with connected_to(name):
            yield name
    finally:
        with closing(_admin()) as admin:
            _drop_all(admin, [name])


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Django's default connection speaks to database `name` while inside, and is itself again after."""
    connection = connections["default"]
    before = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def empty_tables(connection: database.Connection) -> None:
    """Remove every row a test committed, as the owner: the service may not, and the walls would hide some."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL(%s)",
            [list(KEPT)],
        )
        tables = [table for (table,) in cursor.fetchall()]
        cursor.execute(" UNION ALL ".join(f"(SELECT '{table}' FROM {table} LIMIT 1)" for table in tables))
        if full := [table for (table,) in cursor.fetchall()]:
            cursor.execute(f"TRUNCATE {', '.join(full)} RESTART IDENTITY CASCADE")


def _admin() -> database.Connection:
    return database.open_connection(env.database("DATABASE_ADMIN_URL"))


def _databases(admin: database.Connection, pattern: str) -> list[str]:
    with admin.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [pattern])
        return [name for (name,) in cursor.fetchall()]


def _abandoned(admin: database.Connection) -> list[str]:
    clones = _databases(admin, "creansys_test_%")
    return [name for name in clones if not Path(f"/proc/{name.split('_')[2]}").exists()]


def _drop_all(admin: database.Connection, names: Iterable[str]) -> None:
    for name in names:
        try:
            database.run(admin, [f'DROP DATABASE IF EXISTS "{name}"'])
        except ObjectInUse:
            continue  # another run is copying it; the next one drops it

"""The database as one file and back, by PostgreSQL's own tools; PG_BIN names their folder when it is not on the PATH.

The backup role reads through a policy of its own on every walled table. A table without that policy would be dumped
empty, without an error: `unreadable` finds it first.
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from psycopg2.extensions import ISOLATION_LEVEL_REPEATABLE_READ
from psycopg2.extensions import connection as Connection

from core.roles import BACKUP
from creansys import database, env


class DumpFailed(Exception):
    """The database cannot be dumped or restored; the text says why."""


def dump(login: Mapping[str, Any], target: Path) -> dict[str, int]:
    """Write the database to `target`; the number of rows of each table in the same instant."""
    connection = database.open_connection(login)
    try:
        connection.set_session(isolation_level=ISOLATION_LEVEL_REPEATABLE_READ, readonly=True, autocommit=False)
        if tables := unreadable(connection):
            raise DumpFailed(f"{BACKUP} may not read every row of: {', '.join(tables)}")
        snapshot = str(_column(connection, "SELECT pg_export_snapshot()")[0])
        options = ["--format=custom", "--enable-row-security", "--lock-wait-timeout=60s", f"--snapshot={snapshot}"]
        _tool("pg_dump", [*options, "--file", str(target)], login)
        return counts(connection)
    finally:
        connection.close()


def restore(owner: Mapping[str, Any], source: Path) -> None:
    """Fill the empty database of `owner` from `source`, all or nothing; raises DumpFailed when it is not empty."""
    connection = database.open_connection(owner)
    try:
        if _tables(connection):
            raise DumpFailed(f"database {owner['NAME']} is not empty")
        # Rights come from the dump: default ones would give back what a migration took away.
        database.run(connection, database.NO_DEFAULT_PRIVILEGES)
        options = ["--no-owner", "--exit-on-error", "--single-transaction", "--dbname", str(owner["NAME"])]
        _tool("pg_restore", [*options, str(source)], owner)
        database.run(connection, database.DEFAULT_PRIVILEGES)
    finally:
        connection.close()


def contents(source: Path) -> list[str]:
    """What the dump says it holds; raises DumpFailed when it cannot be read."""
    return _tool("pg_restore", ["--list", str(source)], {}).splitlines()


def unreadable(connection: Connection) -> list[str]:
    """Walled tables whose rows the backup role may not all read."""
    return _column(
        connection,
        """SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relrowsecurity AND NOT EXISTS (
             SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd IN ('r', '*')
               AND pg_get_expr(p.polqual, p.polrelid) = 'true' AND %s::regrole = ANY (p.polroles))
           ORDER BY 1""",
        [BACKUP],
    )


def counts(connection: Connection) -> dict[str, int]:
    """Rows of each table, as this connection sees them."""
    return {table: int(_column(connection, f"SELECT count(*) FROM {table}")[0]) for table in _tables(connection)}  # noqa: S608


def _tables(connection: Connection) -> list[str]:
    return _column(
        connection, "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    )  # fmt: skip


def _column(connection: Connection, sql: str, params: Sequence[Any] | None = None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [row[0] for row in cursor.fetchall()]


def _tool(program: str, arguments: list[str], login: Mapping[str, Any]) -> str:
    folder = env.text("PG_BIN", "")
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {variable: str(login[key]) for variable, key in names.items() if login.get(key)}
    given |= {f"PG{key.upper()}": str(value) for key, value in (login.get("OPTIONS") or {}).items()}
    path = str(Path(folder) / program) if folder else program
    done = subprocess.run([path, *arguments], env=os.environ | given, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise DumpFailed(f"{program}: {done.stderr.strip()[-2000:]}")
    return done.stdout

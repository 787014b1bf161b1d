"""Migration operations that build the walls: row security, keys that carry the agency, append-only tables.

Three classes of table (ARCHITECTURE, *Walls*): `shared` belongs to an agency; `party` also to a creditor or partner,
who sees its own rows; `inner` is invisible under a narrow scope. Writing needs a scope that is not narrow.
"""

from typing import Any

from django.db.migrations.operations import RunSQL

from core.roles import APP, BACKUP, OWNER

AGENCY = "(SELECT nullif(current_setting('creansys.agency', true), '')::bigint)"
PARTY = "(SELECT nullif(current_setting('creansys.party', true), '')::bigint)"
CLAIM = "(SELECT nullif(current_setting('creansys.claim', true), '')::bigint)"
USER = "(SELECT nullif(current_setting('creansys.user', true), '')::bigint)"
OPERATOR = "(SELECT nullif(current_setting('creansys.operator', true), '')::bigint)"
IS_OPERATOR = f"EXISTS (SELECT FROM agencies_user u WHERE u.id = {OPERATOR} AND u.is_staff AND u.is_active)"

# The planner takes `setting IS NULL` for rare (0.5 %) and `IS NOT NULL` for usual; what it expects of a policy decides
# whether it follows an index in order or sorts the whole table. So a scope that is not narrowed is asked for as usual.
ANY_PARTY = "(SELECT CASE WHEN nullif(current_setting('creansys.party', true), '') IS NULL THEN 1 END) IS NOT NULL"
ANY_CLAIM = "(SELECT CASE WHEN nullif(current_setting('creansys.claim', true), '') IS NULL THEN 1 END) IS NOT NULL"
WIDE = f"{ANY_PARTY} AND {ANY_CLAIM}"

# A session's clock shows UTC, where `current_date` ends a day one or two hours late: conditions that say it get this.
LOCAL_DATE = "((now() AT TIME ZONE 'Europe/Brussels')::date)"


class Wall(RunSQL):
    """Forced row security on `table`.

    `party` and `claim` are the SQL conditions under which a narrow scope reads a row; absent, it reads none.
    `own` is the condition that the row is the agency's.
    """

    def __init__(self, table: str, *, party: str = "", claim: str = "", shared: bool = False, own: str = "") -> None:
        self._given = {"party": party, "claim": claim, "shared": shared, "own": own}
        self.table = table
        own = own or f"agency_id = {AGENCY}"
        by_party = "true" if shared else _local(party.format(me=PARTY)) or "false"
        by_claim = "true" if shared else _local(claim.format(me=CLAIM)) or "false"
        read = f"{own} AND ({ANY_PARTY} OR {by_party}) AND ({ANY_CLAIM} OR {by_claim})"
        super().__init__(*self._statements(table, read, f"{own} AND {WIDE}"))

    def _statements(self, table: str, read: str, write: str) -> tuple[Any, Any]:
        """What raises the wall, and what lowers it."""
        return _raise_wall(table, read, write), _lower_wall(table)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.table], self._given

    def describe(self) -> str:
        return f"{type(self).__name__} around {self.table}"


class NewWall(Wall):
    """A wall that stands already, with other conditions; they must let the same rows through, for nothing undoes it."""

    def _statements(self, table: str, read: str, write: str) -> tuple[Any, Any]:
        return [
            f"ALTER POLICY wall_read ON {table} USING ({read})",
            f"ALTER POLICY wall_insert ON {table} WITH CHECK ({write})",
            f"ALTER POLICY wall_update ON {table} USING ({write}) WITH CHECK ({write})",
            f"ALTER POLICY wall_delete ON {table} USING ({write})",
        ], RunSQL.noop


def _local(condition: str) -> str:
    return condition.replace("current_date", LOCAL_DATE)


def _raise_wall(table: str, read: str, write: str) -> list[Any]:
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY wall_read ON {table} FOR SELECT USING ({read})",
        f"CREATE POLICY wall_insert ON {table} FOR INSERT WITH CHECK ({write})",
        f"CREATE POLICY wall_update ON {table} FOR UPDATE USING ({write}) WITH CHECK ({write})",
        f"CREATE POLICY wall_delete ON {table} FOR DELETE USING ({write})",
        f"CREATE POLICY wall_owner ON {table} TO {OWNER} USING (true) WITH CHECK (true)",
        f"CREATE POLICY wall_backup ON {table} FOR SELECT TO {BACKUP} USING (true)",
    ]


def _lower_wall(table: str) -> list[Any]:
    names = ("read", "insert", "update", "delete", "owner", "backup")
    return [f"DROP POLICY wall_{name} ON {table}" for name in names] + [
        f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    ]


def same_agency(table: str, **parents: str) -> list[RunSQL]:
    """Composite keys, `column="parent_table"`: foreign keys ignore row security, so they must carry the agency."""
    return [_same_agency(table, column, parent) for column, parent in parents.items()]


def _same_agency(table: str, column: str, parent: str) -> RunSQL:
    name = f"{table}_{column}_same_agency"
    key = f"FOREIGN KEY (agency_id, {column}) REFERENCES {parent} (agency_id, id)"
    return RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} {key}",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


def key_with_agency(*tables: str) -> list[RunSQL]:
    """`UNIQUE (agency_id, id)`, which the composite keys of other tables point at."""
    return [
        RunSQL(
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_agency_id_key UNIQUE (agency_id, id)",
            f"ALTER TABLE {table} DROP CONSTRAINT {table}_agency_id_key",
        )
        for table in tables
    ]


def append_only(*tables: str) -> list[RunSQL]:
    """The service may add rows and never change or remove one; the eraser still deletes at retention's end."""
    return [
        RunSQL(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP}", f"GRANT UPDATE, DELETE ON {table} TO {APP}")
        for table in tables
    ]


def cents_column(table: str, column: str) -> RunSQL:
    """A generated bigint twin of a Decimal column: its comparisons keep their index under row security."""
    return RunSQL(
        f"ALTER TABLE {table} ADD COLUMN {column}_cents bigint GENERATED ALWAYS AS (({column} * 100)::bigint) STORED",
        f"ALTER TABLE {table} DROP COLUMN {column}_cents",
    )

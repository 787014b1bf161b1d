"""Many rows to the database at once: COPY into a temporary table, from where one statement takes them further."""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

ROWS_A_READ = 500


def copy_rows(cursor: Any, table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    """Make a temporary table of these columns, gone with the transaction, and fill it; ANALYZE it for the joins.

    COPY is refused straight into a table with row security. No cell can mean NULL: an empty one is an empty text.
    """
    cursor.execute(f"CREATE TEMPORARY TABLE {table} ({columns}) ON COMMIT DROP")  # table and columns are ours
    cursor.copy_expert(f"COPY {table} FROM STDIN WITH (FORMAT csv)", _Lines(rows))
    cursor.execute(f"ANALYZE {table}")


class _Lines:
    """Rows as a file of CSV, written while it is read. Every cell is quoted, so that none can mean NULL."""

    def __init__(self, rows: Iterable[Sequence[Any]]) -> None:
        self._rows = iter(rows)

    def read(self, _size: int) -> str:
        """The lines of the next rows, whatever size was asked; empty at the end."""
        text = io.StringIO()
        csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(islice(self._rows, ROWS_A_READ))
        return text.getvalue()

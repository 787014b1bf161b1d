"""The rows of a handed-over list that did not pass without a remark."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.intake import findings
from claims.models import ImportRow
from web import marks
from web.parts import Cell, Row
from web.tables import Column, Filter, Listing

CELLS = 4  # of what a row holds: enough to know it again
ROWS = Listing(
    name="rows",
    columns=[
        Column("row", gettext_lazy("Row"), "key", sort="row"),
        Column("cells", gettext_lazy("What it holds")),
        Column("said", gettext_lazy("Reason and cure")),
        Column("verdict", gettext_lazy("Verdict"), "badge"),
    ],
    default="row",
    filters=[
        Filter(
            "verdict",
            gettext_lazy("Verdict"),
            "verdict",
            [("error", gettext_lazy("Refused")), ("warning", gettext_lazy("Remark"))],
        )
    ],
)


def kept(row: ImportRow) -> Row:
    """A row of a loaded list."""
    return remark(row.row, row.values, row.findings, row.verdict)


def remark(number: int, cells: Iterable[object], said: Sequence[Mapping[str, str]], verdict: str) -> Row:
    """A row with what was said of it, in the reader's language."""
    words = " ".join(findings.said(one["field"], one["code"], one.get("detail", "")) for one in said)
    tone, sign = ("danger", _("Refused")) if verdict == "error" else ("attention", _("Remark"))
    held = " · ".join([str(cell) for cell in cells if cell not in ("", None)][:CELLS])
    told = [Cell(str(number), "key"), Cell(held), Cell(words), Cell(marks.badge(sign, tone), "badge")]
    return Row(str(number), "", told)

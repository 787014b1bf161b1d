"""How a letter is set so that it makes one page: wide, dense, or with its invoices on an annex.

Heights are estimated from the texts, in millimetres of the dense setting: laying a letter out twice to find out would
cost as much as writing another one. The limits were measured on letters of every kind; a test holds them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from messaging.letters.letter import InvoiceRow, Letter, StatementRow

INVOICES_ON_FIRST_PAGE = 8
ROW, SMALL_LINE = 4.3, 3.9
# Characters that surely fit one line: of the invoice's number and description, a statement row, the small print, the
# creditor's details and its name.
NUMBER, DESCRIPTION, STATEMENT, SMALL, DETAIL, NAME = 17, 36, 84, 132, 34, 36
DETAIL_LINES = 8  # beside the window, before the text below is pushed down
SUPERVISOR_LABEL = " " * 34  # the words before it, in the longest language
LIMITS = {  # the fullest wide page, the fullest dense page
    ("paynow", "be_consumer"): (46.0, 67.0),
    ("paynow", "be_business"): (48.0, 72.0),
    ("paynow", "fr_consumer"): (33.0, 64.0),
    ("paynow", "fr_business"): (33.0, 60.0),
    ("first_reminder", "be_consumer"): (45.0, 66.0),
}


@dataclass(frozen=True, slots=True)
class Fit:
    """`annex`: the invoices leave the first page, which says so. `dense`: less air between the lines."""

    annex: bool
    dense: bool


def fit(letter: Letter) -> Fit:
    """The widest setting in which the letter makes one page; eight invoices at most stay on it."""
    wide, dense = LIMITS[letter.notice, letter.audience]
    height = fullness(letter, annex=False)
    annex = len(letter.invoices) > INVOICES_ON_FIRST_PAGE or height > dense
    return Fit(annex, (fullness(letter, annex=True) if annex else height) > wide)


def fullness(letter: Letter, *, annex: bool) -> float:
    """Millimetres taken by what differs from letter to letter, the invoices being a single row if on an annex."""
    invoices = 1 if annex else sum(map(_invoice_lines, letter.invoices))
    rows = invoices + _statement_lines(letter.statement) + _charge_lines(letter.later_charges) + _extra_lines(letter)
    notes = [note.text for note in letter.notes] + [
        letter.sender.supervisor and SUPERVISOR_LABEL + letter.sender.supervisor
    ]
    return rows * ROW + sum(_lines(text, SMALL) for text in notes if text) * SMALL_LINE


def _lines(text: str, width: int) -> int:
    return max(1, -(-len(text) // width))


def _invoice_lines(row: InvoiceRow) -> int:
    return max(_lines(row.number, NUMBER), _lines(row.description, DESCRIPTION))


def _statement_lines(rows: Iterable[StatementRow]) -> int:
    """A single row is told in the line of the total."""
    lines = [_lines(row.label + row.why, STATEMENT) for row in rows]
    return sum(lines) if len(lines) > 1 else 0


def _charge_lines(rows: tuple[StatementRow, ...]) -> int:
    """A first reminder's charges to come, with the sentence before and the sum after them."""
    return sum(_lines(row.label + row.why, STATEMENT) for row in rows) + 3 if rows else 0


def _extra_lines(letter: Letter) -> int:
    """What a creditor with long details adds: beside the window, in the subject, at a glance and in the box."""
    it = letter.creditor
    details = [it.name, ", ".join(it.address), *filter(None, (it.capacity, it.email)), it.enterprise_number]
    beside = 2 + bool(it.customer_number) + sum(_lines(text, DETAIL) for text in details)
    return max(0, beside - DETAIL_LINES) + 4 * (_lines(it.name, NAME) - 1)

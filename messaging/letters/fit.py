"""How a letter is set so that it makes one page: wide, dense, tight, or with its invoices on an annex.

Heights are estimated from the texts, in millimetres of the dense setting: laying each letter out twice to find out
would cost as much as writing another one. The limits were measured on letters of every kind and language. Where the
estimate was too kind (a creditor with a long name stands in every sentence), the next setting is tried. The tight one
is for those: the creditor's name stands once above the text, and the small print runs on.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from messaging.letters.letter import InvoiceRow, Letter, StatementRow

INVOICES_ON_FIRST_PAGE = 8
ROW, SMALL_LINE = 4.3, 3.9
# Characters that surely fit one line: of a statement row, the small print, the creditor's details and its name.
STATEMENT, SMALL, DETAIL, NAME = 84, 132, 34, 36
DETAIL_LINES = 8  # beside the window, before the text below is pushed down
SUPERVISOR_LABEL = " " * 34  # the words before it, in the longest language
# Widths of the invoice's number, in millimetres, with the characters that surely fit it and the description beside it.
COLUMNS = ((34, 17, 36), (50, 25, 27), (62, 31, 20))
TIGHTER = 40.0  # more than the tight setting ever gains over the dense one
LIMITS = {  # by notice, audience and language: the fullest wide page (0: never wide), the fullest dense page
    ("paynow", "be_consumer"): {"fr": (45.0, 75.0), "nl": (41.0, 75.0), "de": (41.0, 75.0), "en": (41.0, 75.0)},
    ("paynow", "be_business"): {"fr": (52.0, 88.0), "nl": (53.0, 92.0), "de": (53.0, 92.0), "en": (53.0, 92.0)},
    ("paynow", "fr_consumer"): {"fr": (33.2, 71.5), "nl": (0.0, 63.3), "de": (0.0, 63.3), "en": (0.0, 63.3)},
    ("paynow", "fr_business"): {"fr": (33.2, 67.5), "nl": (0.0, 63.3), "de": (0.0, 63.3), "en": (0.0, 63.3)},
    ("first_reminder", "be_consumer"): {"fr": (45.0, 75.0), "nl": (41.0, 71.2), "de": (41.0, 75.0), "en": (41.0, 75.0)},
}
USUAL = dict.fromkeys(("fr", "nl", "de", "en"), (40.0, 70.0))  # of a letter of the amicable stage


@dataclass(frozen=True, slots=True)
class Fit:
    """`annex`: the invoices leave the first page, which says so. `dense`: less air between the lines; `tight`: none to
    spare, and the creditor's name is not repeated in the heading."""

    annex: bool
    dense: bool
    tight: bool = False


def fit(letter: Letter) -> Fit:
    """The widest setting in which the letter surely makes one page; eight invoices at most stay on it."""
    wide, dense = LIMITS.get((letter.notice, letter.audience), USUAL)[letter.language]
    many, height = len(letter.invoices), fullness(letter, annex=False)
    annex = many > INVOICES_ON_FIRST_PAGE or (many > 1 and height > dense + TIGHTER)
    height = fullness(letter, annex=True) if annex else height
    return Fit(annex, dense=height > wide, tight=height > dense)


def settings(letter: Letter) -> tuple[Fit, ...]:
    """The settings to try in turn, from the estimated one to the closest; an annex for one invoice saves nothing."""
    first = fit(letter)
    settings = [Fit(first.annex, dense=True), Fit(first.annex, dense=True, tight=True)]
    if not first.annex and len(letter.invoices) > 1:
        settings += [Fit(annex=True, dense=True, tight=True)]
    return (first, *(setting for setting in settings[first.dense + first.tight :]))


def number_width(letter: Letter) -> int:
    """The width of the invoices' numbers, in millimetres, that folds the fewest lines; the description has the rest."""
    return _columns(letter)[0]


def _columns(letter: Letter) -> tuple[int, int, int]:
    return min(COLUMNS, key=lambda columns: sum(_invoice_lines(row, columns) for row in letter.invoices))


def fullness(letter: Letter, *, annex: bool) -> float:
    """Millimetres taken by what differs from letter to letter, the invoices being a single row if on an annex."""
    invoices = 1 if annex else _all_invoice_lines(letter)
    rows = invoices + _statement_lines(letter.statement) + _charge_lines(letter.later_charges) + _extra_lines(letter)
    rows += len(letter.others) + 3 if letter.others else 0
    notes = [note.text for note in letter.notes] + [
        letter.sender.supervisor and SUPERVISOR_LABEL + letter.sender.supervisor
    ]
    return rows * ROW + sum(_lines(text, SMALL) for text in notes if text) * SMALL_LINE


def _lines(text: str, width: int) -> int:
    return max(1, -(-len(text) // width))


def _all_invoice_lines(letter: Letter) -> int:
    columns = _columns(letter)
    return sum(_invoice_lines(row, columns) for row in letter.invoices)


def _invoice_lines(row: InvoiceRow, columns: tuple[int, int, int]) -> int:
    _width, number, description = columns
    return max(_lines(row.number, number), _lines(row.description, description))


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
    return max(0, beside - DETAIL_LINES) + 2 * (_lines(it.name, NAME) - 1)

"""When an invoice between businesses falls due, and from when it bears interest."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.dates import add_days, month_end, next_day
from law.options import DEFAULTS, Options
from law.workdays import moved_to_working

Flag = Literal["", "term-unwritten", "term-too-long"]
DEFAULT_TERM, LONGEST_TERM = 30, 60
MONTH_END_TERM = 45


@dataclass(frozen=True)
class DueDate:
    """The due date, the first day that bears interest, and what is wrong with the term agreed."""

    due: date
    interest_from: date
    source: str
    flag: Flag = ""


def belgian_due_date(received: date, term: int | None = None, options: Options = DEFAULTS) -> DueDate:
    """The due date of an invoice received on `received`; `term` is the agreed number of calendar days.

    30 days by default; a term above 60 is unwritten, which leaves 30. Source: loi du 2 août 2002, art. 4.
    """
    unwritten = term is not None and term > LONGEST_TERM
    days = DEFAULT_TERM if term is None or unwritten else term
    due = add_days(received, days)
    if options.shift_due_date:
        due = moved_to_working("be", due, options)
    return DueDate(due, next_day(due), "Loi du 2 août 2002, art. 4", "term-unwritten" if unwritten else "")


def french_due_date(invoiced: date, received: date | None = None, term: int | None = None) -> DueDate:
    """The due date of a French invoice: 30 days from `received` (the goods or service) without an agreed `term`.

    An agreed term counts from the invoice's date; beyond 60 days it is flagged. Source: C. com. art. L441-10, I.
    """
    due = add_days(received or invoiced, DEFAULT_TERM) if term is None else add_days(invoiced, term)
    flag: Flag = "term-too-long" if term is not None and term > LONGEST_TERM else ""
    return DueDate(due, next_day(due), "C. com. art. L441-10, I", flag)


def french_month_end_due_date(invoiced: date, options: Options = DEFAULTS) -> DueDate:
    """The due date of a clause "45 days end of month", in the reading that the options choose."""
    if options.month_end_reading == "add-then-end":
        due = month_end(add_days(invoiced, MONTH_END_TERM))
    else:
        due = add_days(month_end(invoiced), MONTH_END_TERM)
    return DueDate(due, next_day(due), "C. com. art. L441-10, I")

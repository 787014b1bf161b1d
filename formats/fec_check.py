"""Every rule that a FEC has to keep, held against the file itself: each breach with its line, its field and a cure.

Source: LPF art. A47 A-1; BOI-CF-IOR-60-40-20.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from formats.fec import COLUMNS, SEPARATOR

MANDATORY = tuple(
    name
    for name in COLUMNS
    if name not in ("CompAuxNum", "CompAuxLib", "EcritureLet", "DateLet", "Montantdevise", "Idevise", "Debit", "Credit")
)
DAYS = ("EcritureDate", "PieceDate", "ValidDate", "DateLet")
TOGETHER = (("CompAuxNum", "CompAuxLib"), ("EcritureLet", "DateLet"), ("Montantdevise", "Idevise"))
CURES: Mapping[str, Any] = {
    "columns": _("Write the eighteen columns of the text, in their order."),
    "width": _("Give each line as many fields as there are columns."),
    "empty": _("Fill this field: the text asks for it on every line."),
    "day": _("Write the day as eight digits: year, month, day."),
    "outside": _("Leave out what is not of this period, or widen it."),
    "amount": _("Write euros and two decimals after a comma, without a sign."),
    "sides": _("Give each line a debit or a credit, not both, not none."),
    "account": _("Begin the account's number with three digits of the chart."),
    "renamed": _("Keep one label for each account and each sub-account."),
    "together": _("Fill both fields of the pair, or none."),
    "entry": _("Keep the lines of an entry together: one journal, one day, one number."),
    "balance": _("Make the debits of each entry equal its credits."),
    "sequence": _("Number the entries one after the other, without a gap."),
    "order": _("Put the entries in the order of their days."),
}
_AMOUNT = re.compile(r"[0-9]+,[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One breach: the line of the file (the heading is 1), the field, and a code that `cure` puts into words."""

    line: int
    field: str
    code: str

    @property
    def cure(self) -> str:
        """What to do about it."""
        return str(CURES[self.code])


def check_fec(lines: Sequence[str], *, first: date, last: date) -> list[Fault]:
    """Every breach in the lines of a file, heading among them, whose entries are of `first` to `last`, inclusive.

    From the first day of a year on, the numbers begin with 1.
    """
    if not lines or lines[0].rstrip("\r\n").split(SEPARATOR) != list(COLUMNS):
        return [Fault(1, COLUMNS[0], "columns")]
    book = _Book(first, last)
    faults = [fault for n, line in enumerate(lines[1:], 2) for fault in book.faults(n, line.rstrip("\r\n"))]
    return [*faults, *book.balanced()]


@dataclass
class _Book:
    """What was read so far: the entry that is open, the last number of each series, the label of each account."""

    first: date
    last: date
    entry: tuple[str, str, str] = ("", "", "")
    began: int = 0
    sum: Decimal = Decimal(0)
    numbers: dict[str, int] = field(default_factory=dict)
    days: dict[str, str] = field(default_factory=dict)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)

    def faults(self, n: int, line: str) -> Iterator[Fault]:
        """Whatever is wrong with line `n`."""
        fields = line.split(SEPARATOR)
        if len(fields) != len(COLUMNS):
            yield Fault(n, COLUMNS[min(len(fields), len(COLUMNS)) - 1], "width")
            return
        row = dict(zip(COLUMNS, fields, strict=True))
        yield from (Fault(n, name, "empty") for name in MANDATORY if not row[name].strip())
        yield from (Fault(n, b, "together") for a, b in TOGETHER if bool(row[a]) != bool(row[b]))
        yield from self._days(n, row)
        yield from self._accounts(n, row)
        amounts = list(_amounts(n, row))
        yield from amounts
        yield from self._entry(n, row)
        if not amounts:
            self.sum += _euros(row["Debit"]) - _euros(row["Credit"])

    def _days(self, n: int, row: Mapping[str, str]) -> Iterator[Fault]:
        for name in DAYS:
            if row[name] and _day(row[name]) is None:
                yield Fault(n, name, "day")
        on = _day(row["EcritureDate"])
        if on and not self.first <= on <= self.last:
            yield Fault(n, "EcritureDate", "outside")

    def _accounts(self, n: int, row: Mapping[str, str]) -> Iterator[Fault]:
        if row["CompteNum"] and not re.match(r"[0-9]{3}", row["CompteNum"]):
            yield Fault(n, "CompteNum", "account")
        for number, label in (("CompteNum", "CompteLib"), ("CompAuxNum", "CompAuxLib")):
            if self.labels.setdefault((number, row[number]), row[label]) != row[label]:
                yield Fault(n, label, "renamed")

    def _entry(self, n: int, row: Mapping[str, str]) -> Iterator[Fault]:
        found = (row["EcritureNum"], row["JournalCode"], row["EcritureDate"])
        if found == self.entry:
            return
        if found[0] == self.entry[0]:
            yield Fault(n, "EcritureNum", "entry")
        else:
            yield from self.balanced()
            yield from self._next(n, row)
            self.sum, self.began = Decimal(0), n
        self.entry = found

    def _next(self, n: int, row: Mapping[str, str]) -> Iterator[Fault]:
        """The number follows the one before in its series: its digits count, what stands before them is the series."""
        number, on = row["EcritureNum"], row["EcritureDate"]
        series = number.rstrip("0123456789")
        rank = int(number[len(series) :] or 0)
        starts = 1 if (self.first.month, self.first.day) == (1, 1) else rank
        if rank != self.numbers.get(series, starts - 1) + 1:
            yield Fault(n, "EcritureNum", "sequence")
        if on < self.days.get(series, ""):
            yield Fault(n, "EcritureDate", "order")
        self.numbers[series], self.days[series] = rank, on

    def balanced(self) -> Iterator[Fault]:
        """The entry that is open adds up to zero."""
        if self.sum:
            yield Fault(self.began, "Debit", "balance")


def _amounts(n: int, row: Mapping[str, str]) -> Iterator[Fault]:
    odd = [name for name in ("Debit", "Credit") if not _AMOUNT.fullmatch(row[name])]
    yield from (Fault(n, name, "amount") for name in odd)
    if not odd and (_euros(row["Debit"]) > 0) == (_euros(row["Credit"]) > 0):
        yield Fault(n, "Debit", "sides")


def _euros(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _day(text: str) -> date | None:
    if not re.fullmatch(r"[0-9]{8}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

"""The month of the books: what must tie before it is closed, what is only told, and which month is next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.dates import add_months, month_end
from core.money import ZERO


@dataclass(frozen=True, slots=True)
class Check:
    """Two sums that must be the same, reached in two ways; `code` names them."""

    code: str
    left: Decimal
    right: Decimal

    @property
    def ties(self) -> bool:
        """Whether they are, to the cent."""
        return self.left == self.right


@dataclass(frozen=True, slots=True)
class StillOpen:
    """What is open and does not keep a month from being closed: how many, and how much in euros."""

    code: str
    count: int
    amount: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Movement:
    """An account over a month: debits above zero, credits below; what was debited and credited both above zero."""

    opening: Decimal
    debits: Decimal
    credits: Decimal
    closing: Decimal

    @property
    def odd(self) -> Decimal:
        """What the closing balance has too much; zero where opening and movements make it."""
        return self.closing - self.opening - self.debits + self.credits


@dataclass(frozen=True, slots=True)
class Bank:
    """An account at the bank at the end of a day: `booked`, and what the bank told.

    `on_the_way` was booked as paid and is not debited yet; `late` belongs to the day and came after its month was
    closed. `told` is None where no statement tells of any day up to this one.
    """

    iban: str
    account: str
    booked: Decimal
    on_the_way: Decimal
    late: Decimal
    told: Decimal | None
    told_on: date | None

    @property
    def gap(self) -> Decimal:
        """What the bank has more than the books explain; zero where it told nothing."""
        return ZERO if self.told is None else self.told - self.booked - self.on_the_way - self.late


def begins(text: str) -> date | None:
    """The first day of the month written as 2026-03; None for anything else."""
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == len("2026-03") else None
    except ValueError:
        return None


def written(month: date) -> str:
    """The month as addresses have it: 2026-03."""
    return f"{month:%Y-%m}"


def days(month: date) -> tuple[date, date]:
    """The first and the last day of a month, both inclusive."""
    return month, month_end(month)


def months_between(first: date, last: date) -> list[date]:
    """The first days of all months from that of `first` to that of `last`, both inclusive, the latest first."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [add_months(last.replace(day=1), -n) for n in range(count)]


def is_next(month: date, *, first: date | None, closed: date | None) -> bool:
    """Whether `month` is the one to close: the month after the last one closed, else the first with any entry."""
    if closed is not None:
        return month == add_months(closed, 1)
    return first is None or month <= first.replace(day=1)


def blocking(checks: Sequence[Check]) -> list[Check]:
    """The checks that keep a month open."""
    return [check for check in checks if not check.ties]


def apart(before: Mapping[str, Decimal], now: Mapping[str, Decimal]) -> Decimal:
    """By how much two sets of balances differ, account by account, in all; an account left out has nothing."""
    return sum((abs(before.get(name, ZERO) - now.get(name, ZERO)) for name in before.keys() | now.keys()), ZERO)

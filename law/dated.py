"""Law as data: dated entries with a source, and the look-up that never guesses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, TypeVar

from core.dates import ONE_DAY, add_months, semester_name, semester_start

Confidence = Literal["sourced", "certain", "derived", "unsure"]
Rhythm = Literal["semester", "year", "open"]
T = TypeVar("T")


@dataclass(frozen=True)
class Since(Generic[T]):
    """A value that holds from `day` on, inclusive."""

    day: date
    value: T
    source: str
    confidence: Confidence = "sourced"


@dataclass(frozen=True)
class Table(Generic[T]):
    """A dated table. In an `open` one a value holds until the next; else each half-year or year has its own entry."""

    name: str
    rhythm: Rhythm
    entries: tuple[Since[T], ...] = field(repr=False)


Overrides = Mapping[str, Sequence[Since]]
"""Entries of an agency by table name; one on the day of a shipped entry takes its place."""

NO_OVERRIDES: Overrides = {}


class MissingPeriod(LookupError):
    """The table has no entry for a period; nothing is ever extrapolated."""

    def __init__(self, table: str, period: str) -> None:
        super().__init__(f"no {table} value for {period}")
        self.table = table
        self.period = period


@dataclass(frozen=True)
class Span(Generic[T]):
    """The days `first` to `last`, both inclusive, on which one entry holds."""

    first: date
    last: date
    entry: Since[T]


def in_force(table: Table[T], day: date, overrides: Overrides = NO_OVERRIDES) -> Since[T]:
    """The entry that holds on `day`. Raises MissingPeriod, which names the period."""
    known = _by_day(table, overrides)
    if table.rhythm != "open":
        start = period_start(table.rhythm, day)
        if start not in known:
            raise MissingPeriod(table.name, period_name(table.rhythm, day))
        return known[start]
    if not (past := [since for since in known if since <= day]):
        raise MissingPeriod(table.name, day.isoformat())
    return known[max(past)]


def spans(table: Table[T], first: date, last: date, overrides: Overrides = NO_OVERRIDES) -> Iterator[Span[T]]:
    """The entries of a table by half-year or year over the days `first` to `last`, both inclusive, in order."""
    months = 6 if table.rhythm == "semester" else 12
    while first <= last:
        end = min(last, add_months(period_start(table.rhythm, first), months) - ONE_DAY)
        yield Span(first, end, in_force(table, first, overrides))
        first = end + ONE_DAY


def period_start(rhythm: Rhythm, day: date) -> date:
    """The first day of the half-year or year of `day`."""
    return semester_start(day) if rhythm == "semester" else date(day.year, 1, 1)


def period_name(rhythm: Rhythm, day: date) -> str:
    """`2027H1` or `2027`."""
    return semester_name(day) if rhythm == "semester" else str(day.year)


def _by_day(table: Table[T], overrides: Overrides) -> dict[date, Since[T]]:
    mine = overrides.get(table.name, ())
    for entry in mine:
        if table.rhythm != "open" and entry.day != period_start(table.rhythm, entry.day):
            raise ValueError(
                f"an override of {table.name} must start on the first day of a {table.rhythm}: {entry.day}"
            )
    return {entry.day: entry for entry in (*table.entries, *mine)}

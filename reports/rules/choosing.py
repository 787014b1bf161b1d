"""What a creditor may choose for a report of its own: columns, sections, which files, how they are parted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

COLUMNS = (
    "number", "reference", "debtor", "customer", "invoices", "city", "country", "kind", "opened", "due", "age",
    "stage", "state", "next", "next_on", "principal", "paid_now", "credited", "left", "closed",
)  # fmt: skip
USUAL = (
    "number", "debtor", "customer", "due", "stage", "state", "next", "next_on", "principal", "paid_now", "credited",
    "left",
)  # fmt: skip
SECTIONS = ("stages", "done", "money", "decisions", "next", "charter")
GROUPINGS = ("none", "stage", "kind", "debtor", "country", "year")
SHEETS = ("stage", "kind")  # groupings of few parts: each has a sheet of its own
AMOUNTS = ("least", "most")
TUPLES = ("columns", "sections", "stages")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A report as it was chosen. Amounts are principal in euros, ages days since the oldest due date; all inclusive.

    An empty tuple of `stages`, an empty `kind` or `customer`, a bound that is None leave nobody out; empty `columns`
    are the usual ones.
    """

    columns: tuple[str, ...] = ()
    sections: tuple[str, ...] = SECTIONS
    grouping: str = "none"
    stages: tuple[str, ...] = ()
    kind: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    youngest: int | None = None
    oldest: int | None = None
    customer: str = ""  # how the creditor's own number of the debtor begins
    open_only: bool = False

    @property
    def shown(self) -> tuple[str, ...]:
        """The columns of the list of files, in order."""
        return tuple(key for key in self.columns if key in COLUMNS) or USUAL

    @property
    def narrow(self) -> bool:
        """Whether any file may be left out."""
        bounds = (self.least, self.most, self.youngest, self.oldest)
        return bool(self.stages or self.kind or self.customer or self.open_only) or any(b is not None for b in bounds)


def stored(choice: Choice) -> dict[str, Any]:
    """A choice as JSON holds it; `read` gives it back."""
    told: dict[str, Any] = {field.name: getattr(choice, field.name) for field in fields(choice)}
    told |= {name: list(told[name]) for name in TUPLES}
    return told | {name: None if told[name] is None else str(told[name]) for name in AMOUNTS}


def read(told: Mapping[str, Any]) -> Choice:
    """The choice that was stored; what is unknown is left out, what is missing is as by default."""
    known = {field.name for field in fields(Choice)}
    given = {name: value for name, value in told.items() if name in known}
    given |= {name: tuple(given[name]) for name in TUPLES if name in given}
    given |= {name: Decimal(given[name]) for name in AMOUNTS if given.get(name) is not None}
    return Choice(**given)


def faults(choice: Choice) -> list[str]:
    """The fields of a choice that cannot be: unknown words, a lower bound over the upper one, a column named twice."""
    found = [] if set(choice.columns) <= set(COLUMNS) and _once(choice.columns) else ["columns"]
    found += [] if set(choice.sections) <= set(SECTIONS) and _once(choice.sections) else ["sections"]
    found += [] if choice.grouping in GROUPINGS else ["grouping"]
    found += [high for low, high in (("least", "most"), ("youngest", "oldest")) if _crossed(choice, low, high)]
    return found


def _crossed(choice: Choice, low: str, high: str) -> bool:
    lower, upper = getattr(choice, low), getattr(choice, high)
    return lower is not None and upper is not None and lower > upper


def _once(names: Sequence[str]) -> bool:
    return len(names) == len(set(names))

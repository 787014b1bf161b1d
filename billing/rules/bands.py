"""Bands of a success percentage as they are written down: rows from, to, percent; what is wrong with each, named."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from billing.rules.prices import HUNDRED, Band
from core.money import ZERO
from law.refusals import gettext_noop as _

Side = Literal["start", "end", "percent"]


@dataclass(frozen=True, slots=True)
class Written:
    """One row: of the sums received beyond `start` and up to `end` (inclusive, euros), `percent` is the fee.

    An empty `start` is where the row before ends; an empty `end`, in the last row alone, is without end.
    """

    start: Decimal | None = None
    end: Decimal | None = None
    percent: Decimal | None = None

    @property
    def is_blank(self) -> bool:
        """Nothing was written: the row does not count."""
        return self.start is None and self.end is None and self.percent is None


@dataclass(frozen=True, slots=True)
class BandFault:
    """What is wrong: the row (1, 2, 3… as written), its field, why and what to do (English message ids)."""

    row: int
    field: Side
    reason: str
    cure: str


def bands_written(rows: Sequence[Written]) -> tuple[Band, ...] | list[BandFault]:
    """The bands that these rows say, none for no row; or everything that is wrong with them."""
    told = [(place, row) for place, row in enumerate(rows, 1) if not row.is_blank]
    wrong = [fault for place, row in told for fault in _alone(place, row)]
    wrong += [fault for at in range(len(told)) for fault in _beside(told, at)]
    if wrong:
        return sorted(wrong, key=lambda fault: fault.row)
    return tuple(Band(row.end, row.percent or ZERO) for _place, row in told)


def _alone(place: int, row: Written) -> list[BandFault]:
    if row.percent is None:
        return [BandFault(place, "percent", _("The percentage is missing."), _("Write it, 0 for nothing."))]
    if not ZERO <= row.percent <= HUNDRED:
        cure = _("Write a number from 0 to 100.")
        return [BandFault(place, "percent", _("A percentage lies between 0 and 100."), cure)]
    return []


def _beside(told: Sequence[tuple[int, Written]], at: int) -> list[BandFault]:
    """How a row goes on where the one before ends, and ends itself."""
    place, row = told[at]
    before = told[at - 1][1].end if at else ZERO
    is_last = at == len(told) - 1
    if row.end is None and not is_last:
        cure = _("Write where it ends, or remove the rows after it.")
        return [BandFault(place, "end", _("Only the last band is without end."), cure)]
    if row.end is not None and is_last:
        cure = _("Leave its end empty, or add a row for what lies beyond.")
        return [BandFault(place, "end", _("Nothing is said of what lies beyond the last band."), cure)]
    start = row.start if row.start is not None else before
    if before is None or start is None:
        return []  # the row before has its own fault
    return [*_joined(place, start, before), *_ends_later(place, start, row.end)]


def _joined(place: int, start: Decimal, before: Decimal) -> list[BandFault]:
    cure = _("Let it start where the one before ends; the first one starts at 0.")
    if start > before:
        return [BandFault(place, "start", _("There is a gap before this band."), cure)]
    if start < before:
        return [BandFault(place, "start", _("This band overlaps the one before."), cure)]
    return []


def _ends_later(place: int, start: Decimal, end: Decimal | None) -> list[BandFault]:
    if end is None or end > start:
        return []
    return [BandFault(place, "end", _("A band ends beyond its start."), _("Write a larger amount."))]


def rows_of(bands: Sequence[Band]) -> list[Written]:
    """Bands as they are written down, each from where the one before ends."""
    starts = [ZERO, *(band.until for band in bands)]
    return [Written(start, band.until, band.percent) for start, band in zip(starts, bands, strict=False)]

"""The months of each entity's books: which are closed, which is to be closed next, and work found by data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Min

from agencies.models import Entity
from billing.models import Fee
from core.dates import month_end
from funds.models import Entry
from reports.models import Closing
from reports.rules.month import is_next, months_between

AT_A_TIME = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """A month in the list: closed, over and next to be closed, or neither yet."""

    month: date
    closing: Closing | None
    is_over: bool
    is_next: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """An entity with the months of one year, the latest first, and the years there are."""

    entity: Entity
    months: Sequence[Listed]
    years: Sequence[int]


def first_day(entity_id: int) -> date | None:
    """The first day with anything in the books of an entity; None without. Two queries."""
    days = [
        rows.filter(entity_id=entity_id).order_by().aggregate(first=Min("on"))["first"]
        for rows in (Entry.objects, Fee.objects)
    ]
    return min((day for day in days if day), default=None)


def last_closed(entity_id: int) -> date | None:
    """The month of an entity that was closed last; None before the first."""
    return Closing.objects.filter(entity_id=entity_id).order_by("-month").values_list("month", flat=True).first()


def shelves(on: date, year: int) -> list[Shelf]:
    """The months of a year of every entity, until that of `on`; five queries an agency's entity at most."""
    closings = Closing.objects.select_related("closed_by__user").filter(month__year=year)
    known = {(one.entity_id, one.month): one for one in closings}
    return [_shelf(entity, on, year, known) for entity in Entity.objects.order_by("pk")]


def _shelf(entity: Entity, on: date, year: int, known: dict[tuple[int, date], Closing]) -> Shelf:
    first, closed = first_day(entity.pk), last_closed(entity.pk)
    found = months_between(first or on, on)
    months = [
        Listed(
            month,
            known.get((entity.pk, month)),
            is_over=month_end(month) < on,
            is_next=is_next(month, first=first, closed=closed),
        )
        for month in found
        if month.year == year
    ]
    return Shelf(entity, months, sorted({month.year for month in found}, reverse=True))


def closing_of(entity_id: int, month: date) -> Closing | None:
    """How a month was closed; None while it is open. One query."""
    rows = Closing.objects.select_related("closed_by__user", "file")
    return rows.filter(entity_id=entity_id, month=month).first()


def to_write(on: date, after: int = 0, limit: int = AT_A_TIME) -> list[int]:
    """The months that were closed and whose papers are not written yet."""
    rows = Closing.objects.filter(file=None, pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])

"""Which months are closed, and the first day on which something may be booked."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Max

from agencies.scope import current_agency_id, once
from core.dates import add_months
from core.locks import Lock, share
from funds.models import ClosedMonth


def open_day(entity_id: int, on: date) -> date:
    """`on`, or the first open day of the entity's books where its month is closed."""
    return max(on, _first_days().get(entity_id, on))


def first_open_day(entity_id: int) -> date | None:
    """The day from which on the books of an entity are open; None where no month was ever closed."""
    return _first_days().get(entity_id)


def _first_days() -> Mapping[int, date]:
    """Asked for once in a transaction, which shares the lock of the books: no month is closed before its end."""
    return once(ClosedMonth, _read)


def _read() -> Mapping[int, date]:
    share(Lock.BOOKS, current_agency_id())
    rows = ClosedMonth.objects.order_by().values_list("entity_id").annotate(Max("month"))
    return {entity_id: add_months(month, 1) for entity_id, month in rows}

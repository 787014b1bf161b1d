"""A month of the books is closed: what comes later is booked on the first open day."""

from datetime import date, datetime

from agencies import audit
from agencies.scope import current_agency_id, current_scope, read_again, widened
from core.locks import Lock, hold
from funds.models import ClosedMonth


def still_books() -> None:
    """Nobody books anything in the agency until this transaction ends: what is looked at now is what will be closed."""
    hold(Lock.BOOKS, current_agency_id())
    read_again(ClosedMonth)


def close_books(*, entity_id: int, month: date, at: datetime) -> ClosedMonth:
    """Close `month` (its first day) and all before it in the books of an entity, for good.

    IntegrityError when it is closed already; ValueError for a day that is not the first of its month.
    """
    if month.day != 1:
        raise ValueError(f"{month} begins no month")
    with widened("close_books"):
        still_books()
        given = {"entity_id": entity_id, "month": month, "closed_at": at, "member_id": current_scope().member_id}
        made: ClosedMonth = ClosedMonth.objects.create(**given)
        read_again(ClosedMonth)
        audit.record("books.closed", at=at, entity=entity_id, value=f"{month:%Y-%m}")
    return made

"""Saying of a number or an address that it is good, bad, or no longer known to be either."""

from datetime import datetime

from agencies.scope import current_scope, widened
from claims.models import Claim, ContactMark, Debtor
from claims.queries.points import Way, value_of
from claims.rules import Stage
from claims.services.timeline import tell
from core.errors import Stale
from messaging.services.wishes import trust


def mark_contact(
    *, debtor_id: int, way: str, mark: str, source: str, at: datetime, value: str = ""
) -> ContactMark | None:
    """Mark how the debtor is reached by `way` now; its open claims tell it. None when that was known before.

    `source` is "hand" or "call". `value` is what the reader saw: Stale when it changed meanwhile, or there is none. An
    e-mail address marked as good is written to again, whatever came back from it before.
    """
    with widened("mark_contact"):
        debtor = Debtor.objects.select_for_update(of=("self",)).get(pk=debtor_id)
        now = value_of(debtor, way)
        if not now or (value and value != now):
            raise Stale(f"debtor {debtor_id} is not reached by {way} {value!r}")
        if way == Way.EMAIL and mark == ContactMark.Mark.GOOD:
            trust(channel="email", address=now, at=at)
        given = {"mark": mark, "source": source, "at": at, "set_by_id": current_scope().member_id}
        row, new = ContactMark.objects.get_or_create(debtor=debtor, way=way, value=now, defaults=given)
        if not new and row.mark == mark:
            return None
        ContactMark.objects.filter(pk=row.pk).update(**given)
        for claim in (
            Claim.objects.filter(debtor=debtor)
            .exclude(stage=Stage.CLOSED)
            .order_by("pk")
            .select_for_update(of=("self",))
        ):
            tell(claim, "contact_marked", at=at, way=way, mark=mark, value=now, source=source)
        row.refresh_from_db()
    return row

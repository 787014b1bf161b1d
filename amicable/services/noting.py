"""What the other services of arrangements share: words to be written to a debtor, holds that end."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from agencies.work import later
from amicable.models import Confirmation
from claims.models import Claim, Hold
from claims.services import lifecycle


def confirm_later(claim: Claim, kind: str, subject: str, /, *, on: date, **about: Any) -> Confirmation:
    """Have a worker write to the debtor; the same kind and subject twice is once. A lost task is found by data."""
    given = {"party_id": claim.party_id, "claim": claim, "due_on": on, **about}
    row, new = Confirmation.objects.get_or_create(kind=kind, subject=subject, defaults=given)
    if new:
        later("amicable.confirm", queue="letters", swept=True, confirmation_id=row.pk)
    return row


def confirm_all_later(claims: Mapping[str, Claim], kind: str, /, *, on: date) -> None:
    """Have a worker write to many debtors, of each subject for the first time, in one query."""
    rows = [
        Confirmation(party_id=claim.party_id, claim=claim, kind=kind, subject=subject, due_on=on)
        for subject, claim in claims.items()
    ]
    for row in Confirmation.objects.bulk_create(rows):
        later("amicable.confirm", queue="letters", swept=True, confirmation_id=row.pk)


def end_hold(hold: Hold | None, *, on: date, at: datetime) -> None:
    """End a hold unless it has ended: an agent may have done so."""
    if hold is not None and Hold.objects.filter(pk=hold.pk, ended_on=None).exists():
        lifecycle.release(hold_id=hold.pk, on=on, at=at)

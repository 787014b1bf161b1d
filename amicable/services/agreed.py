"""Everything that is due about arrangements, done by kind; and what follows when a claim is paid or ends."""

from collections.abc import Callable
from datetime import datetime

from django.utils.timezone import localdate

from amicable.models import Confirmation, Plan, Promise
from amicable.services import disputing, insuring, planning, promising, supporting
from amicable.services.noting import confirm_all_later, confirm_later
from claims.events import ClaimClosed, ClaimCredited, ClaimsCredited
from claims.models import Claim, Credit
from claims.rules import ClosedAs
from funds.events import ReceiptAllocated, ReceiptsAllocated


def credited(event: ClaimCredited) -> None:
    """Money came: promises and instalments it fulfils are kept."""
    promising.credited(event)
    planning.credited(event)


def credited_together(event: ClaimsCredited) -> None:
    """The same for many claims: those alone with an open promise or a plan are looked at."""
    ids = [one.claim_id for one in event.credits]
    promised = Promise.objects.filter(claim_id__in=ids, state=Promise.State.OPEN).values_list("claim_id", flat=True)
    planned = Plan.objects.filter(claim_id__in=ids, state=Plan.State.AGREED).values_list("claim_id", flat=True)
    agreed = {*promised, *planned}
    for one in event.credits:
        if one.claim_id in agreed:
            credited(one)


def closed(event: ClaimClosed) -> None:
    """The claim ended: nothing agreed or asked about it is left open; a debtor who settled it is told (CDE XIX.12).

    Whoever never was written to about it is not written to now.
    """
    for end in (promising.closed, planning.closed, disputing.closed, supporting.closed, insuring.closed):
        end(event)
    claim = Claim.objects.get(pk=event.claim_id)
    if event.closed_as == ClosedAs.PAID and _worth_telling(claim):
        on = localdate(event.at)
        confirm_later(claim, Confirmation.Kind.EXTINGUISHED, f"claim:{claim.pk}:{on.isoformat()}", on=on)


def _worth_telling(claim: Claim) -> bool:
    known = claim.notified_on is not None or (
        claim.first_reminder_on is not None and claim.first_reminder_by == "agency"
    )
    return known and Credit.objects.filter(claim=claim, kind=Credit.Kind.PAYMENT).exists()


Do = Callable[[int, datetime], object | None]
DUE: dict[str, Do] = {
    "promises": lambda pk, at: promising.judge(promise_id=pk, at=at),
    "plans": lambda pk, at: planning.follow(plan_id=pk, at=at),
    "disputes": lambda pk, at: disputing.chase(dispute_id=pk, at=at),
    "papers": lambda pk, at: supporting.chase(request_id=pk, at=at),
    "insured": lambda pk, at: insuring.look(insured_id=pk, at=at),
}


def look(*, what: str, pk: int, at: datetime) -> bool:
    """Do what is due for one promise, plan, dispute or request ("promises", "plans"…); whether anything was."""
    return DUE[what](pk, at) is not None


def received(event: ReceiptAllocated) -> None:
    """Money came for a claim: the debtor gets a receipt, free of charge.

    French law asks for it (CPCE art. R124-1 to R124-7); the house does it for all.
    """
    claim = Claim.objects.get(pk=event.claim_id)
    confirm_later(claim, Confirmation.Kind.PAYMENT_RECEIVED, f"part:{event.part_id}", on=localdate(event.at))


def received_together(event: ReceiptsAllocated) -> None:
    """The same for many claims, in two queries."""
    claims = Claim.objects.in_bulk([one.claim_id for one in event.parts])
    told = {f"part:{one.part_id}": claims[one.claim_id] for one in event.parts}
    confirm_all_later(told, Confirmation.Kind.PAYMENT_RECEIVED, on=localdate(event.at))

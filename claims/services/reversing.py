"""Undoing a credit: the bank took a payment back, or it was booked on the wrong claim."""

import json
from datetime import date, datetime

from django.utils.timezone import localdate

from agencies.scope import widened
from claims.events import ClaimCredited, ClaimResumed, CreditReversed
from claims.models import Claim, Credit, EventDetail
from claims.queries.statement import statement_of
from claims.rules import ClosedAs, Stage
from claims.services import lifecycle
from claims.services.timeline import tell
from core.events import publish
from core.money import ZERO


def reverse(*, credit_id: int, value_on: date, source: str, at: datetime, note: str = "") -> Credit:
    """Take a whole credit back from `value_on` (inclusive) on; its own value date for what never was.

    The same credit is undone once: the first reversal is returned. A claim that was closed as paid, and is owed again,
    goes back to the stage where it stood. Raises ValueError for a row that is itself a reversal.
    """
    with widened("reverse"):
        credit = Credit.objects.get(pk=credit_id)
        if credit.reverses_id:
            raise ValueError(f"credit {credit_id} is a reversal")
        claim = lifecycle.locked(credit.claim_id)
        value_on = max(value_on, credit.value_on)
        given = {"party_id": credit.party_id, "claim": claim, "kind": credit.kind, "value_on": value_on}
        given |= {"amount": -credit.amount, "source": source, "note": note}
        row, new = Credit.objects.get_or_create(reverses=credit, defaults=given)
        if new:
            told = {"kind": credit.kind, "amount": str(credit.amount), "value_on": value_on.isoformat(), "note": note}
            tell(claim, "uncredited", at=at, **told)
            _reopen(claim, value_on, at)
            publish(CreditReversed(claim.pk, credit.pk, row.pk, value_on, at))
            publish(ClaimCredited(claim.pk, value_on, at))
    return row


def _reopen(claim: Claim, value_on: date, at: datetime) -> None:
    """A claim closed as paid that owes again goes on where it stood; one that its creditor ended stays closed.

    It goes on from the day on which that is known: the payment may have been taken back days before.
    """
    if claim.closed_as != ClosedAs.PAID or statement_of(claim, value_on).total <= ZERO:
        return
    lifecycle.move(claim, _stood(claim), at=at, closed_on=None, closed_as="")
    publish(ClaimResumed(claim.pk, max(value_on, localdate(at)), at))


def _stood(claim: Claim) -> Stage:
    """The stage that the claim was closed in, from its story; amicable where that was erased."""
    moves = EventDetail.objects.filter(claim=claim, event__kind="moved").order_by("-event__seq")
    last = moves.values_list("detail", flat=True).first()
    was = json.loads(last).get("was", "") if last else ""
    return Stage(was) if was in set(Stage) - {Stage.CLOSED} else Stage.AMICABLE

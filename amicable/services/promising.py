"""Promises: taken, kept, broken. An open promise lets the claim rest until its grace is over."""

from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum
from django.utils.timezone import localdate

from agencies.options import option
from agencies.scope import current_scope, widened
from amicable.models import Dispute, Plan, Promise
from claims.events import ClaimClosed, ClaimCredited
from claims.models import Claim, Credit
from claims.queries.statement import statement_of
from claims.rules import HoldKind, Stage
from claims.services import lifecycle
from claims.services.evidence import note_writing
from claims.services.timeline import tell
from core.dates import add_days, next_day
from core.errors import Stale
from core.money import ZERO
from law.refusals import Refusal
from law.refusals import gettext_noop as _

HOUSE = _("House rule")
CLOSED = Refusal("closed", HOUSE, _("The claim is closed."))
RUNNING = Refusal("promise-running", HOUSE, _("A promise, a plan or a dispute is running on this claim already."))
TOO_FAR = Refusal("promise-far", HOUSE, _("The day promised lies too far ahead."), cure=_("Agree on a payment plan."))
IN_THE_PAST = Refusal("promise-past", HOUSE, _("The day promised lies in the past."))
TOO_MUCH = Refusal("promise-amount", HOUSE, _("The amount promised is not between one cent and what is owed."))


def promise(*, claim_id: int, amount: Decimal, due_on: date, way: str, on: date, at: datetime) -> Promise | Refusal:
    """Take the debtor's word: `amount` euros by `due_on` (inclusive); or why it cannot be taken.

    The claim rests until the grace after that day is over. A promise made in writing is kept as evidence.
    """
    with widened("promise"):
        claim = lifecycle.locked(claim_id)
        if refusal := _refused(claim, amount, due_on, on):
            return refusal
        grace_on = add_days(due_on, option("promises.grace_days", on))
        note_writing(claim_id=claim.pk, what="promise", way=way, at=at, amount=str(amount), due_on=due_on.isoformat())
        tell(claim, "promised", at=at, amount=str(amount), due_on=due_on.isoformat(), way=way)
        rest = lifecycle.hold(claim_id=claim.pk, kind=HoldKind.PROMISE, since=on, until=grace_on, reason="", at=at)
        return Promise.objects.create(
            party_id=claim.party_id,
            claim=claim,
            amount=amount,
            due_on=due_on,
            grace_on=grace_on,
            made_on=on,
            way=way,
            recorded_by_id=current_scope().member_id,
            hold=rest,
            next_on=next_day(grace_on),
        )


def _refused(claim: Claim, amount: Decimal, due_on: date, on: date) -> Refusal | None:
    if claim.stage == Stage.CLOSED:
        return CLOSED
    if due_on < on:
        return IN_THE_PAST
    if due_on > add_days(on, option("promises.longest_days", on)):
        return TOO_FAR
    if not ZERO < amount <= statement_of(claim, on).total:
        return TOO_MUCH
    running = (
        Promise.objects.filter(claim=claim, state=Promise.State.OPEN).exists()
        or Plan.objects.filter(claim=claim, state__in=Plan.LIVE).exists()
        or Dispute.objects.filter(claim=claim, state__in=Dispute.RUNNING).exists()
    )
    return RUNNING if running else None


def judge(*, promise_id: int, at: datetime) -> Promise | None:
    """Say whether a promise was kept, once its grace is over; None while it is not, or when that was said before."""
    row = Promise.objects.get(pk=promise_id)
    claim = lifecycle.locked(row.claim_id)
    row.refresh_from_db()
    on = localdate(at)
    if row.state != Promise.State.OPEN or on <= row.grace_on:
        return None
    return _end(claim, row, Promise.State.KEPT if _paid(row) >= row.amount else Promise.State.BROKEN, on, at)


def cancel(*, promise_id: int, on: date, at: datetime) -> Promise:
    """Take a promise out of the way: it was recorded by mistake, or something else was agreed. Raises Stale."""
    row = Promise.objects.get(pk=promise_id)
    claim = lifecycle.locked(row.claim_id)
    if not Promise.objects.filter(pk=promise_id, state=Promise.State.OPEN).exists():
        raise Stale(f"promise {promise_id} is no longer open")
    return _end(claim, row, Promise.State.CANCELLED, on, at)


def credited(event: ClaimCredited) -> None:
    """Money came: a promise that it fulfils is kept at once."""
    row = Promise.objects.filter(claim_id=event.claim_id, state=Promise.State.OPEN).first()
    if row and _paid(row) >= row.amount:
        on = max(event.value_on, localdate(event.at))
        _end(Claim.objects.get(pk=event.claim_id), row, Promise.State.KEPT, on, event.at)


def closed(event: ClaimClosed) -> None:
    """The claim ended, and its promise with it."""
    for row in Promise.objects.filter(claim_id=event.claim_id, state=Promise.State.OPEN):
        kept = _paid(row) >= row.amount
        state = Promise.State.KEPT if kept else Promise.State.CANCELLED
        _end(Claim.objects.get(pk=event.claim_id), row, state, localdate(event.at), event.at)


def _paid(row: Promise) -> Decimal:
    """What the debtor paid from the day of its word to the end of the grace."""
    paid = Credit.objects.filter(
        claim_id=row.claim_id, kind=Credit.Kind.PAYMENT, value_on__range=(row.made_on, row.grace_on)
    )
    return paid.aggregate(all=Sum("amount"))["all"] or ZERO


def _end(claim: Claim, row: Promise, state: str, on: date, at: datetime) -> Promise:
    row.state, row.ended_on, row.next_on = state, on, None
    row.save(update_fields=["state", "ended_on", "next_on"])
    tell(claim, f"promise_{state}", at=at, amount=str(row.amount), due_on=row.due_on.isoformat())
    if row.hold_id and row.hold.ended_on is None:
        lifecycle.release(hold_id=row.hold_id, on=on, at=at)
    return row

"""Disputes: everything stops, the creditor answers, the agency decides and says why, the claim goes on or ends."""

from datetime import date, datetime, time
from decimal import Decimal

from django.utils.timezone import localdate, make_aware

from agencies.options import option
from agencies.scope import current_scope, widened
from amicable.models import Confirmation, Dispute, Promise
from amicable.services.asking import ask_creditor
from amicable.services.noting import confirm_later, end_hold
from amicable.services.promising import CLOSED, cancel
from amicable.services.queueing import touch
from claims.events import ClaimClosed
from claims.models import Claim, Credit
from claims.queries.statement import statement_of
from claims.rules import HoldKind, Stage
from claims.services import lifecycle
from claims.services.timeline import tell
from core.dates import add_days, next_day
from core.errors import Stale
from core.money import ZERO
from jobs.services import meet_clock, start_clock, stop_clock
from law.refusals import Refusal
from law.refusals import gettext_noop as _

State = Dispute.State
Kind = Confirmation.Kind
HOUSE = _("House rule")
CHASE_DAYS = 3  # between two reminders of a creditor that does not answer
RUNNING = Refusal("dispute-running", HOUSE, _("A dispute is running on this claim already."))
NO_REASONS = Refusal("dispute-reasons", HOUSE, _("The debtor must be told the reasons of the decision."))
REDUCTION = Refusal("dispute-reduction", HOUSE, _("The reduction is not between one cent and what is owed."))


def raise_dispute(
    *,
    claim_id: int,
    by: str,
    ground: str,
    said: str,
    on: date,
    at: datetime,
    way: str = "",
    amount: Decimal | None = None,
) -> Dispute | Refusal:
    """Somebody objects: outward acts stop now, and the creditor is asked to answer by a day.

    `amount` is the part that is disputed, None for the whole; `way` how the debtor told us.
    """
    with widened("raise_dispute"):
        claim = lifecycle.locked(claim_id)
        if claim.stage == Stage.CLOSED:
            return CLOSED
        if Dispute.objects.filter(claim=claim, state__in=Dispute.RUNNING).exists():
            return RUNNING
        tell(claim, "disputed", at=at, by=by, ground=ground, said=said, way=way)
        rest = lifecycle.hold(claim_id=claim.pk, kind=HoldKind.DISPUTE, since=on, reason=said[:250], at=at)
        answer_by = add_days(on, option("disputes.answer_days", on))
        made = Dispute.objects.create(
            party_id=claim.party_id, claim=claim, raised_on=on, raised_by=by, way=way, ground=ground, said=said,
            amount=amount, hold=rest, answer_by=answer_by, next_on=next_day(answer_by),
        )  # fmt: skip
        for open_one in Promise.objects.filter(claim=claim, state=Promise.State.OPEN):
            cancel(promise_id=open_one.pk, on=on, at=at)
        start_clock(kind=_clock(made), subject=f"claim:{claim.pk}", at=at, due_at=_end_of(answer_by))
        ask_creditor(claim, what="dispute", answer_by=answer_by, key=f"dispute:{made.pk}", at=at)
        if by == "debtor":
            confirm_later(claim, Kind.DISPUTE_RECEIVED, f"dispute:{made.pk}", on=on, dispute=made)
    return made


def answer(*, dispute_id: int, position: str, text: str, at: datetime) -> Dispute:
    """What the creditor says of a dispute; the agency decides then. Raises Stale when it was answered or decided."""
    with widened("answer"):
        made = Dispute.objects.get(pk=dispute_id)
        claim = lifecycle.locked(made.claim_id)
        given = {"position": position, "answer": text, "answered_at": at, "answered_by_id": current_scope().member_id}
        waiting = Dispute.objects.filter(pk=dispute_id, state=State.OPEN)
        if not waiting.update(state=State.ANSWERED, next_on=None, **given):
            raise Stale(f"dispute {dispute_id} waits for no answer")
        meet_clock(kind=_clock(made), subject=f"claim:{claim.pk}", at=at)
        tell(claim, "dispute_answered", at=at, position=position, text=text)
        touch([claim.pk], on=localdate(at))
    return Dispute.objects.get(pk=dispute_id)


def decide(
    *, dispute_id: int, outcome: str, reasons: str, on: date, at: datetime, reduced_by: Decimal = ZERO
) -> Dispute | Refusal:
    """Decide on a dispute: "upheld", "partly" or "rejected", with reasons that the debtor is told; the claim goes on.

    `reduced_by` euros are taken off what is owed by a credit note, the whole of it when nothing is left to pay. The
    creditor's answer is not waited for. Raises Stale when the dispute is over.
    """
    with widened("decide"):
        made = Dispute.objects.get(pk=dispute_id)
        claim = lifecycle.locked(made.claim_id)
        made.refresh_from_db()
        if made.state not in Dispute.RUNNING:
            raise Stale(f"dispute {dispute_id} is {made.state}")
        if refusal := _undecidable(claim, outcome, reasons, reduced_by, on):
            return refusal
        given = {"reasons": reasons, "reduced_by": reduced_by, "decided_by_id": current_scope().member_id}
        Dispute.objects.filter(pk=made.pk).update(**given)
        tell(claim, "dispute_decided", at=at, outcome=outcome, reasons=reasons, reduced_by=str(reduced_by))
        confirm_later(claim, Kind.DISPUTE_DECIDED, f"dispute:{made.pk}", on=on, dispute=made)
        _over(made, outcome, on, at)
        if reduced_by:
            lifecycle.credit(
                claim_id=claim.pk, kind=Credit.Kind.CREDIT_NOTE, value_on=on, amount=reduced_by,
                source=f"dispute:{made.pk}", at=at,
            )  # fmt: skip
    return Dispute.objects.get(pk=dispute_id)


def _undecidable(claim: Claim, outcome: str, reasons: str, reduced_by: Decimal, on: date) -> Refusal | None:
    if not reasons.strip():
        return NO_REASONS
    owed = statement_of(claim, on).total
    needs = outcome in (State.UPHELD, State.PARTLY)
    if (needs and not ZERO < reduced_by <= owed) or (not needs and reduced_by):
        return REDUCTION
    return None


def withdraw(*, dispute_id: int, on: date, at: datetime) -> Dispute:
    """Whoever objected takes it back; the claim goes on. Raises Stale when the dispute is over."""
    with widened("withdraw"):
        made = Dispute.objects.get(pk=dispute_id)
        claim = lifecycle.locked(made.claim_id)
        made.refresh_from_db()
        if made.state not in Dispute.RUNNING:
            raise Stale(f"dispute {dispute_id} is {made.state}")
        tell(claim, "dispute_withdrawn", at=at)
        _over(made, State.WITHDRAWN, on, at)
    return made


def chase(*, dispute_id: int, at: datetime) -> Dispute | None:
    """Remind a creditor that has not answered in time; None when nothing is due. Silence never decides a dispute."""
    made = Dispute.objects.get(pk=dispute_id)
    claim, on = lifecycle.locked(made.claim_id), localdate(at)
    made.refresh_from_db()
    if made.state != State.OPEN or made.next_on is None or made.next_on > on:
        return None
    ask_creditor(
        claim, what="dispute", answer_by=made.answer_by, key=f"dispute:{made.pk}:{on.isoformat()}", at=at, again=True
    )
    made.reminded_on, made.next_on = on, add_days(on, CHASE_DAYS)
    made.save(update_fields=["reminded_on", "next_on"])
    tell(claim, "dispute_reminded", at=at)
    return made


def closed(event: ClaimClosed) -> None:
    """The claim ended: nothing is left to dispute."""
    for made in Dispute.objects.filter(claim_id=event.claim_id, state__in=Dispute.RUNNING):
        _over(made, State.WITHDRAWN, localdate(event.at), event.at)


def _over(made: Dispute, state: str, on: date, at: datetime) -> None:
    Dispute.objects.filter(pk=made.pk).update(state=state, decided_on=on, next_on=None)
    made.state = state
    stop_clock(kind=_clock(made), subject=f"claim:{made.claim_id}", at=at)
    end_hold(made.hold, on=on, at=at)


def _clock(made: Dispute) -> str:
    return f"amicable.dispute:{made.pk}"


def _end_of(day: date) -> datetime:
    return make_aware(datetime.combine(day, time(23, 59)))

"""A call by its outcome: the task is done, the story told, and what comes next is set at once."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from agencies.scope import current_scope, widened
from amicable.models import Action, Dispute, Promise
from amicable.queries.cycles import running
from amicable.rules.calls import SPOKE, Call, try_again
from amicable.services import queueing
from amicable.services.disputing import raise_dispute
from amicable.services.promising import CLOSED, promise
from amicable.services.working import complete
from claims.models import Claim
from claims.queries.contact import CALLED
from claims.queries.law import country_of, law_options
from claims.rules import HoldKind, Stage
from claims.services import lifecycle
from claims.services.marking import mark_contact
from claims.services.notes import write_note
from claims.services.timeline import tell
from core.dates import add_days
from law.refusals import Refusal
from law.workdays import nth_working_day_after

State = Action.State
PROOF_DAYS = 7  # how long a claim rests while its creditor looks for a payment that the debtor speaks of


def log_call(*, claim_id: int, call: Call, on: date, at: datetime) -> Refusal | None:
    """Record a call made (or taken) on `on`, and what follows: a task, a promise, a dispute, a hold.

    None when it is recorded; a Refusal of what should follow leaves nothing recorded. The call is told even where it
    should not have been made: what was done is done.
    """
    with widened("log_call"), transaction.atomic():
        claim = lifecycle.locked(claim_id)
        if claim.stage == Stage.CLOSED:
            return CLOSED
        _told(claim, call, at)
        _mark(claim, call, at)
        _task_done(claim, call, on, at)
        refused = _follow(claim, call, on, at)
        if refused:
            transaction.set_rollback(True)
            return refused
        queueing.refresh(claim.pk, at=at)
    return None


def _told(claim: Claim, call: Call, at: datetime) -> None:
    if call.incoming:
        tell(claim, "replied", at=at, channel="call", sender=claim.debtor.phone, text=call.note)
    else:
        tell(claim, CALLED, at=at, outcome=call.outcome, note=call.note)


def _task_done(claim: Claim, call: Call, on: date, at: datetime) -> None:
    """The call that was to be made; without one, the call is written down as an action of its own."""
    tasks = Action.objects.filter(claim=claim, act="call", state=State.OPEN).order_by("on", "pk")
    for task in tasks:
        complete(action_id=task.pk, outcome=call.outcome, on=on, at=at)
    if not tasks:
        given = {"state": State.DONE, "outcome": call.outcome, "done_at": at, "done_by_id": current_scope().member_id}
        _action(claim, on, at, **given)


def _action(claim: Claim, on: date, at: datetime, **columns: Any) -> Action:
    given = {"party_id": claim.party_id, "debtor_id": claim.debtor_id, "act": "call", "planned_on": on, "on": on}
    return Action.objects.create(claim=claim, run=running(claim.pk), made_at=at, **given | columns)


def _follow(claim: Claim, call: Call, on: date, at: datetime) -> Refusal | None:
    """What the outcome asks for."""
    if call.outcome == "promises" and call.amount and call.due_on:
        made: Any = promise(claim_id=claim.pk, amount=call.amount, due_on=call.due_on, way="call", on=on, at=at)
        return None if isinstance(made, Promise) else made
    if call.outcome == "disputes":
        heard = {"by": "debtor", "ground": call.ground, "said": call.note, "way": "call"}
        made = raise_dispute(claim_id=claim.pk, on=on, at=at, **heard)  # type: ignore[arg-type]
        return None if isinstance(made, Dispute) else made
    if call.outcome == "says_paid":
        _look_for_payment(claim, call, on, at)
    elif call.outcome == "call_back" and call.again_at:
        _action(claim, localdate(call.again_at), at)
        queueing.call_back(claim_id=claim.pk, moment=call.again_at, at=at)
    elif call.outcome == "no_answer":
        _try_again(claim, on, at)
    return None


def _look_for_payment(claim: Claim, call: Call, on: date, at: datetime) -> None:
    """Nothing goes out while the creditor looks."""
    until = add_days(on, PROOF_DAYS)
    lifecycle.hold(claim_id=claim.pk, kind=HoldKind.PAID_ALREADY, since=on, until=until, reason=call.note, at=at)
    asked = _("The debtor says it has paid already. Did you receive it, and when?")
    write_note(claim_id=claim.pk, side="agency", text=f"{asked} {call.note}".strip(), at=at)


def _mark(claim: Claim, call: Call, at: datetime) -> None:
    """What a call of ours says of the number: whoever has a wrong one is not the debtor, and is left alone."""
    if call.incoming or not claim.debtor.phone:
        return
    if call.outcome == "wrong_number":
        mark_contact(debtor_id=claim.debtor_id, way="phone", mark="bad", source="call", at=at)
    elif call.outcome in SPOKE:
        mark_contact(debtor_id=claim.debtor_id, way="phone", mark="good", source="call", at=at)


def _try_again(claim: Claim, on: date, at: datetime) -> None:
    before = Action.objects.filter(claim=claim, act="call", state=State.DONE).order_by("-on", "-pk")
    outcomes = list(before.values_list("outcome", flat=True)[1:4])
    if try_again(outcomes):
        _action(claim, nth_working_day_after(country_of(claim), on, 1, law_options(on)), at)

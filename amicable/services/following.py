"""What happens to a run when something happens: it rests, resumes where it stood, waits for a notice, ends."""

from collections.abc import Iterable
from dataclasses import replace as replaced
from datetime import date, datetime

from django.utils.timezone import localdate

from agencies.options import option
from amicable.models import Action, Run
from amicable.queries.cycles import CYCLE, running, standing_holds, start_of, steps_of, without_paynow
from amicable.rules.timetable import moved_base
from amicable.services.scheduling import replan
from amicable.services.starting import first_free
from claims.events import ClaimClosed, ClaimCredited, ClaimHeld, ClaimResumed, ClaimsCredited, StageBegun
from claims.models import Claim, Credit
from claims.queries.statement import statement_of, with_statement_rows
from claims.rules import ClosedAs, Stage
from claims.services import lifecycle
from claims.services.timeline import tell
from core.dates import next_day
from core.money import ZERO, from_cents
from messaging.events import LettersHandedOver, LettersWithdrawn, MessageFailed
from messaging.models import Message, PrintRun
from messaging.services import cancel

State = Action.State


def held(event: ClaimHeld) -> None:
    """A claim rests: what has not left stays here, tasks are taken back, and the run keeps its place."""
    run, on = running(event.claim_id), localdate(event.at)
    _recall(event.claim_id, event.at, "hold")
    if run is None or run.waits == Run.Waits.NOTICE:
        return
    Run.objects.filter(pk=run.pk).update(
        waits=Run.Waits.HOLD, rests_since=run.rests_since or on, next_on=_hold_ends(run, on)
    )
    lifecycle.plan(Claim.objects.get(pk=run.claim_id), "", None)


def _hold_ends(run: Run, on: date) -> date | None:
    """The day on which the claim's holds will all be over by themselves, None when one of them has no end."""
    holds = standing_holds(run.claim_id, on)
    ends = [hold.until for hold in holds if hold.until]
    return next_day(max(ends)) if ends and len(ends) == len(holds) else None


def resumed(event: ClaimResumed) -> None:
    """Nothing holds the claim any more, or it became complete: the run goes on where it stood."""
    run = running(event.claim_id)
    if run is None:
        _ask_again(event)
    elif run.waits != Run.Waits.NOTICE:
        wake(run, on=event.on)


def wake(run: Run, *, on: date) -> bool:
    """Go on, unless a hold still stands: then rest until those that stand are over; whether the run goes on."""
    if standing_holds(run.claim_id, on):
        Run.objects.filter(pk=run.pk, waits=Run.Waits.HOLD).update(next_on=_hold_ends(run, on))
        return False
    resume(run, on=on)
    return True


def resume(run: Run, *, on: date) -> None:
    """Go on: the days of rest move every step left."""
    claim = Claim.objects.get(pk=run.claim_id)
    if run.rests_since:
        run.base_on += max(on, run.rests_since) - run.rests_since
    replan(run, claim=claim, on=on)


def _ask_again(event: ClaimResumed) -> None:
    """A claim without a run: where the amicable stage comes first, one whose debtor's kind is now known begins."""
    claim = Claim.objects.get(pk=event.claim_id)
    first = claim.stage == Stage.PAYNOW and without_paynow(event.on) and claim.debtor_kind != "unknown"
    if first or (claim.stage == Stage.AMICABLE and claim.next_act in ("", CYCLE)):
        lifecycle.plan(claim, CYCLE, event.on)


def credited(event: ClaimCredited) -> None:
    """Money came: the claim ends paid, its small residue waived; or what asks for too much is taken back."""
    claim = Claim.objects.get(pk=event.claim_id)
    if claim.stage == Stage.AMICABLE:
        _paid(claim, event)


def credited_together(event: ClaimsCredited) -> None:
    """The same for many claims: a few queries besides what those take that are paid, or asked for too much."""
    ids = [one.claim_id for one in event.credits]
    rows = Claim.objects.filter(pk__in=ids, stage=Stage.AMICABLE).select_related("creditor", "terms")
    claims = {claim.pk: claim for claim in rows.prefetch_related(*with_statement_rows())}
    for one in event.credits:
        if one.claim_id in claims:
            _paid(claims[one.claim_id], one)


def _paid(claim: Claim, event: ClaimCredited) -> None:
    owed = statement_of(claim, max(event.value_on, localdate(event.at))).total
    if owed <= ZERO:
        lifecycle.close(claim, ClosedAs.PAID, on=event.value_on, at=event.at)
    elif owed <= from_cents(option("paynow.small_residue_cents", event.value_on)):
        waived = {"kind": Credit.Kind.WAIVER, "value_on": event.value_on, "amount": owed}
        lifecycle.credit(claim_id=claim.pk, source=f"residue:{claim.pk}", at=event.at, **waived)  # type: ignore[arg-type]
    elif (run := running(claim.pk)) and _recall(claim.pk, event.at, "payment", messages_only=True) and not run.waits:
        replan(run, claim=claim, on=localdate(event.at))


def ended(event: ClaimClosed) -> None:
    """The claim ended: so does its run, and nothing of it leaves any more."""
    _end(event.claim_id, event.closed_as, event.at)


def stage_left(event: StageBegun) -> None:
    """The claim went on to the judicial stage."""
    if event.stage == Stage.JUDICIAL:
        _end(event.claim_id, "moved", event.at)


def _end(claim_id: int, outcome: str, at: datetime) -> None:
    _recall(claim_id, at, outcome, all_tasks=True)
    if run := running(claim_id):
        Run.objects.filter(pk=run.pk).update(ended_on=localdate(at), outcome=outcome, next_on=None, waits="")


def _recall(claim_id: int, at: datetime, reason: str, *, messages_only: bool = False, all_tasks: bool = False) -> int:
    """Take back what has not left: messages in the outbox or an open print run, tasks not done; how many it was.

    A task that no step asked for stays, since none would ask for it again, unless `all_tasks`. A message that told
    other claims too is written again for them.
    """
    states = [State.SENT] if messages_only else [State.SENT, State.OPEN]
    actions = Action.objects.filter(claim_id=claim_id, state__in=states).select_related("message")
    if not all_tasks:
        actions = actions.filter(step__isnull=False)
    back = [one for one in actions if one.message is None or cancel(message=one.message, at=at)]
    Action.objects.filter(pk__in=[one.pk for one in back]).update(state=State.CANCELLED, reason=reason, done_at=at)
    messages = [one.message_id for one in back if one.message_id]
    for told in Action.objects.filter(message_id__in=messages, state=State.SENT).order_by("claim_id", "pk"):
        _again(told, at, "withdrawn")
    return len(back)


def handed_over(event: LettersHandedOver) -> None:
    """Letters left: those of steps are told, and runs that waited for the agency's notice count from its wait."""
    for action in _of_messages(event.message_ids):
        Action.objects.filter(pk=action.pk).update(on=event.on)
        claim = lifecycle.locked(action.claim_id)
        tell(claim, "posted", at=_ended_at(action.message), on=event.on, kind=f"amicable.{action.act}")
        if (run := running(claim.pk)) and not run.waits:
            replan(run, claim=claim, on=event.on)
    waiting = Run.objects.filter(waits=Run.Waits.NOTICE, ended_on=None)
    for run in waiting.filter(claim__messages__message_id__in=event.message_ids).distinct().order_by("claim_id"):
        _noticed(run, event.on)


def _noticed(run: Run, on: date) -> None:
    claim = lifecycle.locked(run.claim_id)
    if claim.notified_on is None:
        return  # it was the first reminder
    start = replaced(start_of(claim, version=run.version, on=run.started_on), counts_from=run.starts_on)
    run.base_on = moved_base(run.starts_on, steps_of(run.version_id)[0].day, first_free(start, on=run.started_on))
    if standing_holds(claim.pk, on):
        Run.objects.filter(pk=run.pk).update(base_on=run.base_on, waits=Run.Waits.HOLD, rests_since=on)
    else:
        replan(run, claim=claim, on=on)


def withdrawn(event: LettersWithdrawn) -> None:
    """Letters that were not posted in time are written again."""
    at = PrintRun.objects.get(pk=event.print_run_id).closed_at
    for action in _of_messages(event.message_ids):
        _again(action, at or _ended_at(action.message), "withdrawn")


def failed(event: MessageFailed) -> None:
    """A message was refused for good: its step is over; one whose leave lapsed is asked for again."""
    for action in _of_messages([event.message_id]):
        at = _ended_at(action.message)
        if event.lapsed:
            _again(action, at, "lapsed")
        else:
            Action.objects.filter(pk=action.pk).update(state=State.SKIPPED, reason="failed", done_at=at)


def _again(action: Action, at: datetime, reason: str) -> None:
    Action.objects.filter(pk=action.pk).update(state=State.CANCELLED, reason=reason, done_at=at)
    run = running(action.claim_id)
    if run and not run.waits:
        replan(run, claim=lifecycle.locked(action.claim_id), on=localdate(at))


def _of_messages(message_ids: Iterable[int]) -> list[Action]:
    found = Action.objects.filter(message_id__in=list(message_ids), state=State.SENT)
    return list(found.select_related("message").order_by("claim_id", "pk"))


def _ended_at(message: Message | None) -> datetime:
    if message is None or message.settled_at is None:
        raise ValueError("a message that ended has no moment of its end")
    return message.settled_at

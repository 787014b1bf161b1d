"""Doing the step that is due. Imports the layout engine (a second): only workers and commands import this."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.timezone import localdate

from amicable.models import Action, Run
from amicable.queries.cycles import case_of
from amicable.rules.steps import BY_PEOPLE, LAST, LAW_ACTS, Step, left_out
from amicable.services import queueing
from amicable.services.following import wake
from amicable.services.scheduling import put_off
from amicable.services.taking import Due, go_on, record, take
from amicable.services.writing import write
from claims import guard
from claims.events import StageEnded
from claims.queries.law import country_of, law_options
from claims.services import lifecycle
from claims.services.timeline import tell
from core.events import publish
from law.clearance import Clearance
from law.refusals import Refusal
from law.workdays import is_working, moved_to_working

State = Action.State
OF_THE_CHANNEL = frozenset(("opted-out", "channel-refused", "channel-revoked"))  # the next channel may do better


@dataclass(slots=True)
class Done:
    """What came of acting: the actions made (messages, tasks, steps left out), and the refusals met."""

    actions: list[Action] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def act(*, run_id: int, at: datetime) -> Done | None:
    """Do what is due for one run, and tell the debtor's other claims in the same message; None when nothing is due.

    The claims' rows are locked, and those that another worker holds are left to it: each step is done once.
    """
    on = localdate(at)
    due = take(run_id, until=on)
    if due is None:
        return None
    if due.run.waits == Run.Waits.HOLD:
        return act(run_id=run_id, at=at) if wake(due.run, on=on) else None
    if not is_working(country_of(due.claim), on, law_options(on)):
        _another_day(due, on)
        return None
    if not due.steps or due.steps[0].act in LAST:
        return _ended(due, on, at)
    if put_off(due.run, claim=due.claim, steps=due.steps, on=on):
        return None
    done = Done()
    for step in due.steps:
        _do(due, step, on, at, done)
    go_on(due, refusals=done.refusals, on=on)
    return done


def _another_day(due: Due, on: date) -> None:
    """Nothing is done on a day of rest, whatever was missed before it."""
    day = moved_to_working(country_of(due.claim), on, law_options(on))
    Run.objects.filter(pk=due.run.pk).update(next_on=day)
    lifecycle.plan(due.claim, due.steps[0].act if due.steps else "end", day)


def _ended(due: Due, on: date, at: datetime) -> Done:
    """The last step: the creditor is asked what comes next."""
    made = [record(due, step=step, state=State.DONE, on=on, at=at) for step in due.steps]
    Run.objects.filter(pk=due.run.pk).update(ended_on=on, outcome="exhausted", next_on=None)
    tell(due.claim, "cycle_ended", at=at)
    publish(StageEnded(due.claim.pk, on, at))
    return Done(made)


def _do(due: Due, step: Step, on: date, at: datetime, done: Done) -> None:
    reason = left_out(step, case_of(due.claim, on))
    if reason or step.act == "wait":
        state = State.SKIPPED if reason else State.DONE
        done.actions.append(record(due, step=step, state=state, on=on, at=at, reason=reason))
        return
    leave = _leave(due, step, at)
    if isinstance(leave, Clearance):
        done.actions += _done(due, step, leave, on, at)
    elif {refusal.rule for refusal in leave} <= OF_THE_CHANNEL:
        reason = leave[0].rule
        done.actions.append(record(due, step=step, state=State.SKIPPED, on=on, at=at, reason=reason))
    else:
        done.refusals += leave


def _leave(due: Due, step: Step, at: datetime) -> Clearance | tuple[Refusal, ...]:
    """What the guard says, its refusals remembered."""
    act = LAW_ACTS[step.act]
    leave = guard.ask(due.claim, act, recipient=due.recipient, at=at)
    if isinstance(leave, tuple):
        guard.remember(due.claim, act, leave, at=at)
    else:
        guard.clear(due.claim, act, at=at)
    return leave


def _done(due: Due, step: Step, leave: Clearance, on: date, at: datetime) -> list[Action]:
    if step.act in BY_PEOPLE or step.by == "bailiff":
        queueing.touch([due.claim.pk], on=on)
        return [record(due, step=step, state=State.OPEN, on=on, at=at)]
    return write(due, step=step, leave=leave, on=on, at=at)

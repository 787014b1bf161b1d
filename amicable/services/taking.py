"""Taking what is due: a run with its claim locked, and the rows that say what was done of its steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from amicable.models import Action, Run
from amicable.rules.steps import Step
from amicable.services.scheduling import left, replan
from claims import guard
from claims.models import Claim
from claims.rules import Stage
from core.dates import add_days, next_day
from law.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Due:
    """A run whose claim is locked, with the steps of its next day."""

    run: Run
    claim: Claim
    steps: tuple[Step, ...]

    @property
    def recipient(self) -> str:
        """How messages and the guard name the debtor."""
        return f"debtor:{self.claim.debtor_id}"


def take(run_id: int, *, until: date) -> Due | None:
    """The run, if a step of it is due on `until` or before and no other worker holds its claim."""
    due = Run.objects.filter(pk=run_id, next_on__lte=until, ended_on=None)
    locked = Claim.objects.select_for_update(skip_locked=True, of=("self",))
    claim = locked.filter(pk__in=due.values("claim_id"), stage=Stage.AMICABLE).first()
    run = due.select_related("version").first() if claim else None  # read again: it may have moved before the lock
    return Due(run, claim, first_day(left(run))) if run and claim else None


def first_day(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The first steps, which are done on one day."""
    return next((tuple(group) for _, group in groupby(steps, key=lambda step: step.day)), ())


def record(due: Due, *, step: Step, state: str, on: date, at: datetime, **more: Any) -> Action:
    """Write down what is made of a step: a message, a task, or nothing with its reason."""
    settled = state in (Action.State.DONE, Action.State.SKIPPED)
    return Action.objects.create(
        party_id=due.claim.party_id,
        claim=due.claim,
        debtor_id=due.run.debtor_id,
        run=due.run,
        step_id=step.key,
        act=step.act,
        state=state,
        planned_on=add_days(due.run.base_on, step.day),
        on=on,
        template=step.template,
        tone=step.tone,
        fee=step.fee,
        made_at=at,
        done_at=at if settled else None,
        **more,
    )


def go_on(due: Due, *, refusals: Sequence[Refusal], on: date) -> None:
    """Plan what is left: from tomorrow, or from when the refusals met today say."""
    again = guard.retry_on(refusals, on) if refusals else next_day(on)
    replan(due.run, claim=due.claim, on=on, not_before=again)

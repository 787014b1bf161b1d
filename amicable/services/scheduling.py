"""Where a run stands: its next step and day, shown on the claim."""

from collections.abc import Sequence
from datetime import date

from agencies.options import option
from amicable.models import Action, Run
from amicable.queries.cycles import done_steps, history_of, steps_of
from amicable.rules.steps import Step
from amicable.rules.timetable import Line, question_on, rest
from claims.models import Claim
from claims.queries.law import country_of, kind_of, law_options
from claims.services import lifecycle
from core.dates import add_days

LOOK_BACK = 60  # days of acts towards a debtor that may still keep a next one away


def gap_on(on: date) -> int:
    """The agency's least number of days between two messages to a debtor."""
    return int(option("amicable.minimum_gap_days", on))


def left(run: Run) -> tuple[Step, ...]:
    """The steps of a run that are still to do."""
    done = done_steps(run.pk)
    return tuple(step for step in steps_of(run.version_id) if step.key not in done)


def replan(run: Run, *, claim: Claim, on: date, not_before: date | None = None) -> None:
    """Write down the next step of a run that neither rests nor waits, as it is on `on`: nothing earlier than that.

    After the last step it is the creditor's question.
    """
    act, day = _next(run, claim, on, max(on, not_before or on))
    Run.objects.filter(pk=run.pk).update(
        next_on=day, waits="", rests_since=None, base_on=run.base_on, starts_on=run.starts_on
    )
    lifecycle.plan(claim, act, day)


def put_off(run: Run, *, claim: Claim, steps: Sequence[Step], on: date) -> bool:
    """Plan steps anew that come too soon on `on`, their day: the debtor was told of another claim since they were
    planned; whether it was so."""
    if _line(run, claim, steps, on, on).on <= on:
        return False
    replan(run, claim=claim, on=on)
    return True


def _next(run: Run, claim: Claim, on: date, not_before: date) -> tuple[str, date]:
    steps = left(run)
    if not steps:
        return "end", max(not_before, _question(run, claim, on))
    first = _line(run, claim, steps, on, not_before)
    return first.act, first.on


def _line(run: Run, claim: Claim, steps: Sequence[Step], on: date, not_before: date) -> Line:
    """The first line of what is left, as things stand on `on`."""
    lines = rest(
        steps,
        counts_from=run.starts_on,
        base=run.base_on,
        country=country_of(claim),
        debtor=kind_of(claim.debtor_kind),
        gap=gap_on(on),
        history=history_of(run.debtor_id, add_days(on, -LOOK_BACK)),
        not_before=not_before,
        options=law_options(on),
    )
    return lines[0]


def _question(run: Run, claim: Claim, on: date) -> date:
    last = Action.objects.filter(run=run).exclude(state=Action.State.CANCELLED).order_by("-on", "-pk").first()
    if last is None:
        return on
    act = "" if last.state == Action.State.SKIPPED else last.act
    return question_on(act, last.on, country_of(claim), kind_of(claim.debtor_kind), law_options(on))

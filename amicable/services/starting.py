"""How a claim comes into a cycle: the version that it takes, and the agency's own notice first where it lacks."""

from datetime import date, datetime

from django.utils.timezone import localdate

from amicable.models import PolicyVersion, Run
from amicable.queries.cycles import CYCLE, case_of, in_force, large_from, running, standing_holds, start_of, steps_of
from amicable.rules.steps import chosen
from amicable.rules.timetable import Start, free_from, moved_base, needs_notice
from amicable.rules.trial import takes_challenger
from amicable.services.scheduling import replan
from claims import guard
from claims.events import FirstAct, FirstActs, NoticeWanted, StageBegun
from claims.models import Claim
from claims.queries.law import law_options
from claims.rules import Stage
from claims.services import lifecycle
from claims.services.timeline import tell
from core.dates import next_day
from core.events import publish
from law.refusals import Refusal
from law.refusals import gettext_noop as _
from law.workdays import moved_to_working

NO_POLICY = Refusal(
    "cycle-missing",
    _("House rule"),
    _("No cycle of reminders fits this claim."),
    cure=_("Publish a cycle for claims like this one."),
)


def first_acts(question: FirstActs) -> FirstAct:
    """Where the amicable stage comes first, a new claim waits for its cycle; one of unknown kind, to be told."""

    def first_act(kind: str, country: str, reminded_on: date | None, channel: str) -> tuple[str, date | None]:
        return ("", None) if kind == "unknown" else (CYCLE, question.on)

    return first_act


def stage_begun(event: StageBegun) -> None:
    """The creditor chose the amicable stage: the claim's cycle begins by data, on the same day."""
    if event.stage == Stage.AMICABLE:
        lifecycle.plan(Claim.objects.get(pk=event.claim_id), CYCLE, event.on)


def begin(*, claim_id: int, at: datetime) -> Run | Refusal | None:
    """Put a claim whose cycle is due on its way; the refusal when no policy fits, None when nothing is due."""
    claim, on = lifecycle.locked(claim_id), localdate(at)
    if claim.next_act != CYCLE or claim.next_on is None or claim.next_on > on or running(claim.pk):
        return None
    version = version_for(claim, on=on)
    if version is None:
        guard.remember(claim, CYCLE, (NO_POLICY,), at=at)  # type: ignore[arg-type]
        lifecycle.plan(claim, CYCLE, next_day(on))
        return NO_POLICY
    guard.clear(claim, CYCLE, at=at)  # type: ignore[arg-type]
    if claim.stage == Stage.PAYNOW:
        lifecycle.move(claim, Stage.AMICABLE, at=at)
    return _begun(claim, version, on, at)


def version_for(claim: Claim, *, on: date) -> PolicyVersion | None:
    """The version that a claim takes now: of the policy that fits first, the challenger for its share of debtors."""
    found = in_force()
    cycle = chosen([one.cycle for one in found], case_of(claim, on), large_from(on))
    if cycle is None:
        return None
    taken = next(one for one in found if one.cycle == cycle)
    trial = taken.challenger
    if trial and takes_challenger(cycle.key, str(claim.debtor.uid), trial.share):
        return trial
    return taken.champion


def _begun(claim: Claim, version: PolicyVersion, on: date, at: datetime) -> Run:
    start = start_of(claim, version=version, on=on)
    free = first_free(start, on=on)
    run = Run.objects.create(
        party_id=claim.party_id,
        claim=claim,
        debtor_id=claim.debtor_id,
        version=version,
        starts_on=start.counts_from,
        base_on=moved_base(start.counts_from, steps_of(version.pk)[0].day, free),
        started_on=on,
    )
    tell(claim, "cycle_begun", at=at, cycle=version.policy.name, version=version.number)
    if needs_notice(start.country, start.debtor) and not start.notice:
        Run.objects.filter(pk=run.pk).update(waits=Run.Waits.NOTICE)
        lifecycle.plan(claim, "", None)
        publish(NoticeWanted(claim.pk, on, at))
    elif standing_holds(claim.pk, on):
        Run.objects.filter(pk=run.pk).update(waits=Run.Waits.HOLD, rests_since=on)
        lifecycle.plan(claim, "", None)
    else:
        replan(run, claim=claim, on=on)
    return run


def first_free(start: Start, *, on: date) -> date:
    """The first day on which the first step may be, as far as it is known: not the wait of a notice still to come."""
    options = law_options(on)
    begun = moved_to_working(start.country, on, options)
    if start.notice and needs_notice(start.country, start.debtor):
        return max(begun, free_from(start.country, start.debtor, start.notice, options))
    return begun

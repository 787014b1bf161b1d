"""What the pages of the cycles show: policies with their versions, what a version would do to a claim, trials."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from agencies.options import option
from amicable.models import Policy, PolicyVersion, Run
from amicable.queries.cycles import case_of, start_of, steps_of
from amicable.rules.steps import left_out
from amicable.rules.timetable import Line, timetable
from amicable.rules.trial import Arm, Comparison, compared
from claims.models import Claim
from claims.queries.law import law_options
from claims.rules import ClosedAs

State = PolicyVersion.State


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A policy as the list shows it; `running` counts the claims on their way, whatever their version."""

    policy: Policy
    champion: PolicyVersion | None
    challenger: PolicyVersion | None
    draft: PolicyVersion | None
    running: int


def policies() -> list[PolicyRow]:
    """The policies in the order in which they are tried, those archived last; three queries."""
    rows = list(Policy.objects.order_by("archived_on", "rank", "pk"))
    versions = PolicyVersion.objects.exclude(state=State.RETIRED)
    by_state = {(version.policy_id, version.state): version for version in versions}
    counted = Run.objects.filter(ended_on=None).order_by().values_list("version__policy_id").annotate(Count("pk"))
    running = dict(counted)
    return [
        PolicyRow(
            policy,
            by_state.get((policy.pk, State.CHAMPION)),
            by_state.get((policy.pk, State.CHALLENGER)),
            by_state.get((policy.pk, State.DRAFT)),
            running.get(policy.pk, 0),
        )
        for policy in sorted(rows, key=lambda one: (one.archived_on is not None, one.rank, one.pk))
    ]


def versions_of(policy: Policy) -> QuerySet[PolicyVersion]:
    """Every version of a policy, latest first, with who made it."""
    found = PolicyVersion.objects.filter(policy=policy).select_related("policy", "made_by__user")
    return found.order_by("-number")


def following(policy: Policy) -> dict[int, int]:
    """How many claims are on their way through each version; one query."""
    runs = Run.objects.filter(version__policy=policy, ended_on=None).order_by()
    return dict(runs.values_list("version_id").annotate(Count("pk")))


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One line of a preview; `left_out` names why a step would be left out today, "" when it would be done."""

    line: Line
    left_out: str


def preview(version: PolicyVersion, claim: Claim, on: date) -> list[Foreseen]:
    """What a version would do to a claim that began it on `on`: each act with its days and the rules that move it."""
    steps = steps_of(version.pk)
    if not steps:
        return []
    start, case = start_of(claim, version=version, on=on), case_of(claim, on)
    reasons = {step.key: reason for step in steps if (reason := left_out(step, case))}
    gap = option("amicable.minimum_gap_days", on)
    lines = timetable(steps, start, gap=gap, skipped=reasons.keys(), options=law_options(on))
    return [Foreseen(line, reasons.get(line.step.key, "") if line.step else "") for line in lines]


def arm_of(version: PolicyVersion) -> Arm:
    """The runs of a version that ended, and those that ended paid; one query."""
    ended = Run.objects.filter(version=version, ended_on__isnull=False)
    counts = ended.aggregate(all=Count("pk"), paid=Count("pk", filter=Q(outcome=ClosedAs.PAID)))
    return Arm(counts["all"], counts["paid"])


@dataclass(frozen=True, slots=True)
class Trial:
    """A challenger beside its champion: what each did, and the comparison once both have an ended run."""

    champion: Arm
    challenger: Arm
    result: Comparison | None


def trial_of(champion: PolicyVersion, challenger: PolicyVersion) -> Trial:
    """How the trial stands. Runs of the champion from before the trial are left out: they had no rival."""
    since = challenger.published_at
    ended = Run.objects.filter(version=champion, ended_on__isnull=False)
    if since:
        ended = ended.filter(started_on__gte=since.date())
    counts = ended.aggregate(all=Count("pk"), paid=Count("pk", filter=Q(outcome=ClosedAs.PAID)))
    old, new = Arm(counts["all"], counts["paid"]), arm_of(challenger)
    return Trial(old, new, compared(old, new))

"""Cycles as the rules know them, what is due, and what is known of a claim that conditions ask about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from agencies.options import option
from amicable.models import Action, PayerProfile, PolicyVersion, Run
from amicable.models import Step as StepRow
from amicable.rules.steps import FAMILIES, Case, Cycle, Step, condition_of, customer_of
from amicable.rules.timetable import Start
from claims.models import Claim, Debtor, Event, Hold
from claims.queries.law import channel_of, country_of, kind_of, law_options
from claims.queries.statement import statement_of
from claims.rules import ClosedAs, Stage
from core.money import from_cents
from law.clearance import Sent
from law.workdays import moved_to_working
from messaging.queries import texting_number

CYCLE = "cycle"  # the next act of a claim whose cycle is to begin
State = Action.State
COUNTING = (State.OPEN, State.SENT, State.DONE)  # actions that the debtor feels


def due(on: date, after: int = 0, limit: int = 500) -> list[int]:
    """Runs with a step due on `on` or before, by id; costs what is due, not what exists."""
    runs = Run.objects.filter(next_on__lte=on, pk__gt=after)
    return list(runs.order_by("pk").values_list("pk", flat=True)[:limit])


def to_begin(on: date, after: int = 0, limit: int = 500) -> list[int]:
    """Claims whose cycle is to begin on `on` or before, their list being signed, by id."""
    claims = Claim.objects.filter(next_on__lte=on, next_act=CYCLE, pk__gt=after)
    signed = claims.filter(Q(source=None) | Q(source__accepted_at__isnull=False))
    return list(signed.order_by("pk").values_list("pk", flat=True)[:limit])


def steps_of(version_id: int) -> tuple[Step, ...]:
    """The steps of a version in their order; one query."""
    return tuple(map(step_of, StepRow.objects.filter(version_id=version_id).order_by("day", "position")))


def step_of(row: StepRow) -> Step:
    """A stored step as the rules know it; its key is the row's."""
    return Step(
        key=row.pk,
        day=row.day,
        act=row.act,  # type: ignore[arg-type]
        by=row.by,
        phase=row.phase,
        template=row.template,
        tone=row.tone,
        fee=row.fee,
        condition=condition_of(row.condition),
    )


@dataclass(frozen=True, slots=True)
class InForce:
    """A policy in force: its champion, and the challenger on trial with its share in per cent."""

    cycle: Cycle
    champion: PolicyVersion
    challenger: PolicyVersion | None


def in_force() -> list[InForce]:
    """The policies that take new claims; one query."""
    states = (PolicyVersion.State.CHAMPION, PolicyVersion.State.CHALLENGER)
    rows = PolicyVersion.objects.filter(state__in=states, policy__archived_on=None).select_related("policy")
    by_policy: dict[int, dict[str, PolicyVersion]] = {}
    for row in rows:
        by_policy.setdefault(row.policy_id, {})[row.state] = row
    return [
        InForce(cycle_of(found["champion"]), found["champion"], found.get("challenger"))
        for found in by_policy.values()
        if "champion" in found
    ]


def cycle_of(version: PolicyVersion) -> Cycle:
    """For which claims a version is; its key is the policy's."""
    return Cycle(
        key=version.policy_id,
        rank=version.policy.rank,
        claims=version.claims,
        customers=version.customers,
        debtors=version.debtors,
        country=version.country,
    )


def case_of(claim: Claim, on: date) -> Case:
    """What conditions ask about a claim on `on`."""
    profile = PayerProfile.objects.filter(debtor_id=claim.debtor_id).first()
    others = Claim.objects.filter(debtor_id=claim.debtor_id).exclude(pk=claim.pk)
    told = list(others.values_list("opened_on", "closed_as"))
    customer = customer_of(
        stated_known=profile.is_known_customer if profile else None,
        paid_before=any(closed_as == ClosedAs.PAID for _, closed_as in told),
        opened=claim.opened_on,
        others=[day for day, _ in told],
    )
    return Case(
        owed=statement_of(claim, on).total,
        customer=customer,
        profile=profile.kind if profile else "",
        debtor=claim.debtor_kind,
        country=claim.country,
        contacts=frozenset(contacts_of(claim.debtor)),
        answered=Event.objects.filter(claim=claim, kind="replied").exists(),
    )


def contacts_of(debtor: Debtor) -> Iterable[str]:
    """The contact points of a debtor that can be used."""
    if debtor.street and debtor.postcode and debtor.city:
        yield "address"
    if debtor.email:
        yield "email"
    if debtor.phone:
        yield "phone"
    if texting_number(debtor.phone, debtor.country):
        yield "mobile"


def large_from(on: date) -> Decimal:
    """From which amount, in euros and inclusive, a claim is large."""
    return from_cents(option("amicable.large_from_cents", on))


def history_of(debtor_id: int, since: date) -> Mapping[str, date]:
    """The last day of each family of acts towards a debtor since a day, "" for any act; one query."""
    felt = Action.objects.filter(debtor_id=debtor_id, state__in=COUNTING, on__gte=since)
    found: dict[str, date] = {}
    for act, on in felt.values_list("act", "on"):
        for family in {"", FAMILIES.get(act, "")}:
            found[family] = max(on, found.get(family, on))
    return found


def done_steps(run_id: int) -> dict[int, Action]:
    """What was made of the steps of a run, by step; one query."""
    made = Action.objects.filter(run_id=run_id, step__isnull=False).exclude(state=State.CANCELLED)
    return {action.step_id: action for action in made if action.step_id is not None}


def running(claim_id: int) -> Run | None:
    """The run of a claim that has not ended."""
    return Run.objects.filter(claim_id=claim_id, ended_on=None).select_related("version").first()


def without_paynow(on: date) -> bool:
    """Whether the agency's claims begin with the amicable stage."""
    return Stage.PAYNOW not in option("stages", on)


def standing_holds(claim_id: int, on: date) -> list[Hold]:
    """The holds that keep a claim at rest on `on`, or will."""
    over = Q(ended_on__isnull=False) | Q(until__lt=on)
    return list(Hold.objects.filter(claim_id=claim_id).exclude(over))


def start_of(claim: Claim, *, version: PolicyVersion, on: date) -> Start:
    """Where a claim stands when a version begins on `on`."""
    country = country_of(claim)
    from_due = version.starts == PolicyVersion.Starts.DUE_DATE
    return Start(
        begun_on=on,
        counts_from=claim.oldest_due_on if from_due else moved_to_working(country, on, law_options(on)),
        country=country,
        debtor=kind_of(claim.debtor_kind),
        first_reminder=_sent(claim.first_reminder_on, claim.first_reminder_channel),
        notice=_sent(claim.notified_on, claim.notified_by),
    )


def _sent(on: date | None, channel: str) -> Sent | None:
    return Sent(on, channel_of(channel)) if on else None

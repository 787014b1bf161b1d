"""The days of a simulation, one after the other, and what came of them."""

import time as clock
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from django.db.models import Count

from agencies.models import Agency, User
from agencies.rules import Role
from agencies.scope import acting_for
from agencies.services import seat
from agencies.work import inline
from amicable.models import Run
from claims.models import Claim, Credit
from core.dates import next_day
from creansys import presets
from creansys.simulation import books, cashier, creditors, debtors, staff
from creansys.simulation.checks import Watch, broken_timelines, refusals_by_rule, violations
from creansys.simulation.clocks import clocks
from creansys.simulation.life import Life, Todo, at_hour, days_from
from creansys.simulation.outside import Outside, connected
from creansys.simulation.people import spread
from creansys.tick import tick
from law.workdays import is_working
from messaging.models import Message
from messaging.services import deliver_due

ARRIVE = 0.6  # of the days are days on which claims are handed over: what comes later would not be seen to its end
SHOWN = 50  # violations are told in full up to here
DEEDS: dict[str, Callable[[Life, Todo, date], None]] = {
    "act": debtors.act,
    "pay": debtors.pay,
    "settle unknown_address": staff.found_address,
    "settle paid_already": staff.checked_payment,
}


@dataclass(slots=True)
class Outcome:
    """What was wrong, and what the machine did, over all days."""

    wrong: list[str] = field(default_factory=list)
    ticked: Counter[str] = field(default_factory=Counter)


def simulate(
    *, preset: str, claims: int, first: date, days: int, seed: int, say: Callable[[str], None]
) -> dict[str, Any]:
    """Play `days` days from `first` in a new agency of a preset, with so many claims; what came of it.

    The database must be one that may be thrown away: the agency stays in it. The same seed tells the same story.
    `say` hears at the end of each month how far the story is.
    """
    started = clock.perf_counter()
    outside, made = Outside(), presets.create(name=preset, at=at_hour(first, 7))
    if not isinstance(made, Agency):
        raise RuntimeError(f"the agency {preset} is there already")
    with inline(), connected(outside):
        life, clients = _begun(made, outside, claims, first, seed)
        outcome = _lived(life, clients, claims, days_from(first, days), say)
        with acting_for(made.pk):
            outcome.wrong += broken_timelines()
            told = _told(life, outcome)
    return {"agency": made.slug, "from": first.isoformat(), "days": days, "seed": seed, **told} | {
        "seconds": round(clock.perf_counter() - started, 1)
    }


def _begun(
    agency: Agency, outside: Outside, claims: int, first: date, seed: int
) -> tuple[Life, list[creditors.Client]]:
    with acting_for(agency.pk):
        agent, accountant, manager = (_seated(role, first) for role in (Role.AGENT, Role.ACCOUNTANT, Role.MANAGER))
        many = max(4, round(claims / creditors.CLAIMS_EACH))
        clients = [creditors.signed(number, first) for number in range(many)]
    return Life(agency.pk, seed, outside, agent, accountant, manager), clients


def _seated(role: Role, first: date) -> int:
    user = User.objects.create_user(f"simulated-{role.value}@example.test")
    return seat(user=user, role=role, since=first, at=at_hour(first, 7)).pk


def _lived(
    life: Life, clients: list[creditors.Client], claims: int, days: list[date], say: Callable[[str], None]
) -> Outcome:
    chance, watch, outcome = Random(life.seed), Watch.new(), Outcome()
    early = [day for day in days[: max(1, int(len(days) * ARRIVE))] if is_working("be", day)]
    arriving = spread(claims, early, chance)
    for day in days:
        if arriving.get(day):
            with acting_for(life.agency_id):
                creditors.hand_over_list(life, chance.choice(clients), chance, arriving[day], day)
        cashier.read_statements(life, day)
        outcome.ticked.update(tick(life.agency_id, day))
        cashier.work(life, day)
        _afternoon(life, clients, day)
        with acting_for(life.agency_id):
            outcome.wrong += violations(life, watch, day)
        if next_day(day).day == 1:
            messages, wrong = outcome.ticked["messages"], len(outcome.wrong)
            say(f"{day}: {life.handed_over} claims, {messages} messages, {wrong} violations")
    return outcome


def _afternoon(life: Life, clients: list[creditors.Client], day: date) -> None:
    """People work on working days; debtors and creditors on every day."""
    with acting_for(life.agency_id, member_id=life.agent_id):
        if is_working("be", day):
            staff.work(life, day)
            staff.post(life, day)
        for todo in life.due(day):
            DEEDS[todo.what](life, todo, day)
    with acting_for(life.agency_id):
        creditors.answer(life, day)
        for client in clients:
            creditors.buy_when_short(life, client, day)
        debtors.listen(life, day)
    deliver_due(agency_id=life.agency_id, at=at_hour(day, 17))


def _told(life: Life, outcome: Outcome) -> dict[str, Any]:
    stages = Claim.objects.values_list("stage", "closed_as").annotate(times=Count("id")).order_by("stage", "closed_as")
    channels = Message.objects.values_list("channel", "state").annotate(times=Count("id")).order_by("channel", "state")
    runs = Run.objects.values_list("outcome").annotate(times=Count("id")).order_by("outcome")
    return {
        "claims": life.handed_over,
        "outcomes": {f"{stage} {closed_as}".strip(): times for stage, closed_as, times in stages},
        "cycles": {ended or "running": times for ended, times in runs},
        "messages": {f"{channel} {state}": times for channel, state, times in channels},
        "refusals": refusals_by_rule(),
        "deeds": dict(sorted(life.tally.items())),
        "collected": str(books.collected(life)),
        "money": books.money(life),
        "credits": Credit.objects.count(),
        "tick": {key: count for key, count in outcome.ticked.items() if count},
        "clocks": clocks(),
        "failed": outcome.ticked["failed"],
        "violations": len(outcome.wrong),
        "first_violations": outcome.wrong[:SHOWN],
    }

"""Random lives of a claim in a cycle: whatever happens, no step is done twice, on a day of rest, too near another
message, or while something holds the claim."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from agencies.scope import acting_for
from amicable.models import Action, Run
from amicable.rules.steps import FAMILIES
from claims.models import Claim, Hold
from claims.rules import HoldKind
from claims.services.lifecycle import credit, hold, release
from law.workdays import is_working
from tests.amicable.conftest import Desk, nine, row

pytestmark = pytest.mark.real_commits
FELT = ("open", "sent", "done")
KINDS = (HoldKind.DISPUTE, HoldKind.PAID_ALREADY, HoldKind.GDPR_OBJECTION, HoldKind.DEATH, HoldKind.INSURER)


def live(desk: Desk, chance: Random, days: int) -> None:
    """Days with holds put and lifted, part payments, and a service that stands still now and then."""
    desk.take(row("F1", amount="900,00"), row("F2", amount="1500,00", due="27/02/2026"))
    day = desk.start
    for n in range(days):
        day += timedelta(days=chance.choice([1, 1, 1, 2, 6]))
        with acting_for(desk.agency.pk):
            _happen(chance, day, n)
        desk.day(day)


def _happen(chance: Random, day: date, n: int) -> None:
    claim = chance.choice(list(Claim.objects.order_by("pk")))
    standing = Hold.objects.filter(claim=claim, ended_on=None).first()
    what = chance.random()
    if claim.closed_on:
        return
    if standing and what < 0.4:
        release(hold_id=standing.pk, on=day, at=nine(day))
    elif not standing and what < 0.12:
        until = chance.choice([None, day + timedelta(days=5)])
        hold(claim_id=claim.pk, kind=chance.choice(KINDS), since=day, until=until, reason="x", at=nine(day))
    elif what > 0.97:
        credit(claim_id=claim.pk, kind="payment", value_on=day, amount=50, source=f"r:{n}", at=nine(day))


def held(action: Action) -> bool:
    """Whether a hold stood on the claim on the day of the action; one put or lifted on that very day may be either."""
    holds = Hold.objects.filter(claim_id=action.claim_id, since__lt=action.on)
    last = [min(one.ended_on or date.max, one.until or date.max) for one in holds]
    return any(action.on < day for day in last)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_steps_are_done_once_lawfully_and_apart(directe, seed):
    live(directe, Random(seed), 40)
    with acting_for(directe.agency.pk):
        actions = list(Action.objects.filter(state__in=FELT).order_by("on", "pk"))
        assert len({(one.run_id, one.step_id) for one in actions}) == len(actions)
        assert all(is_working("be", one.on) for one in actions)
        assert not [one for one in actions if held(one)]
        for family in ("message", "call"):
            days = sorted({one.on for one in actions if FAMILIES[one.act] == family})
            assert all((later - earlier).days >= 3 for earlier, later in pairwise(days)), (family, days)


@pytest.mark.parametrize("seed", range(3, 5))
def test_every_open_claim_has_a_next_step_or_a_reason_why_not(directe, seed):
    live(directe, Random(seed), 40)
    with acting_for(directe.agency.pk):
        for claim in Claim.objects.filter(closed_on=None):
            resting = Hold.objects.filter(claim=claim, ended_on=None).exists()
            run = Run.objects.filter(claim=claim, ended_on=None).first()
            assert claim.next_on or resting or (run and run.waits), claim.next_act

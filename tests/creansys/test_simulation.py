"""Some months in the life of a small agency, and the checks of each day: they must see what is wrong."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest

from agencies.scope import acting_for
from bench import year
from claims.models import Claim
from creansys.simulation.checks import Watch, violations
from creansys.simulation.life import Life, at_hour
from creansys.simulation.outside import Line, Outside
from creansys.simulation.people import person, sheet, spread
from messaging.channels import Parcel
from tests import world

DAY = date(2026, 3, 3)
PARCEL = Parcel("k1", "a@example.test", "", "", "", "", "", ())


@pytest.fixture
def life(db: None) -> Life:
    """An agency with one claim, as the simulation knows it."""
    made = world.agency()
    with acting_for(made.pk):
        world.claim(world.contract(world.creditor()), next_act="paynow", next_on=DAY + timedelta(days=1))
    return Life(made.pk, 7, Outside(), 0, handed_over=1)


def wrong(life: Life, day: date = DAY) -> list[str]:
    with acting_for(life.agency_id):
        return violations(life, Watch.new(), day)


@pytest.mark.real_commits
def test_months_in_the_life_of_a_small_agency_break_nothing():
    said: list[str] = []
    told = year.run(
        preset="creansys", claims=30, first=date(2026, 1, 1), days=120, seed=7, render=False, say=said.append
    )
    assert (told["claims"] >= 25, told["failed"], told["first_violations"]) == (True, 0, [])
    assert [line[:10] for line in said] == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
    assert told["messages"]["letter sent"] > 20
    assert told["outcomes"]["closed paid"] > 3
    assert told["money"]["ties"]
    assert Decimal(told["money"]["remitted"]) > 0
    assert told["money"]["packs"] > 0


def test_a_claim_with_a_next_step_is_in_order(life):
    assert wrong(life) == []


def test_a_claim_that_nobody_will_look_at_is_seen(life):
    with acting_for(life.agency_id):
        Claim.objects.update(next_on=None, next_act="")
    assert "has no next step" in wrong(life)[0]


def test_an_act_that_was_due_and_not_done_is_seen(life):
    assert "had 'paynow' due" in wrong(life, DAY + timedelta(days=2))[0]


def test_a_claim_that_went_missing_is_seen(life):
    life.handed_over = 2
    assert "lost: 2 claims" in wrong(life)[0]


def test_money_that_is_booked_otherwise_is_seen(life):
    with acting_for(life.agency_id):
        claim = Claim.objects.get()
        life.declare(claim, claim.principal / 2, DAY)
    life.paid[claim.pk] += 1
    assert "booked otherwise" in wrong(life)[0]


def test_a_message_that_arrives_twice_is_seen(life):
    line = Line(life.outside)
    line.send(PARCEL)
    assert wrong(life) == []
    line.send(PARCEL)
    assert "k1 arrived twice" in wrong(life)[0]


def test_a_debtor_is_the_same_for_the_same_seed():
    assert person(7, 12).temper == person(7, 12).temper
    assert sheet(Random(7), 1, 9, DAY, []) == sheet(Random(7), 1, 9, DAY, [])


def test_claims_spread_over_days_add_up():
    assert sum(spread(50, [DAY, DAY + timedelta(days=1)], Random(7)).values()) == 50


def test_an_hour_of_the_day_is_that_of_the_agency():
    assert at_hour(DAY, 9).hour == 9
    assert at_hour(DAY, 9).tzinfo

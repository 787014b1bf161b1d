"""Whom next, and why: points that add up, and a queue that follows what happens."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from amicable.rules.ranking import Facts, Weights, chance, due_on, look_on, rank

ON = date(2026, 3, 2)
WEIGHTS = Weights(promise=40, answer=35, decide=30, task=20, late_a_day=1, value=30, value_full=Decimal(5000), clock=20)
days = st.none() | st.integers(-60, 60).map(lambda n: ON + timedelta(days=n))
facts = st.builds(
    Facts,
    owed=st.decimals(-100, 20_000, places=2),
    due_since=st.integers(0, 900).map(lambda n: ON - timedelta(days=n)),
    task_on=days,
    broken_on=days,
    answered_on=days,
    decide_on=days,
    limit_on=days,
    rests=st.booleans(),
    closed=st.booleans(),
    has_phone=st.booleans(),
    profile=st.sampled_from(["", "good", "bad", "administrative"]),
)


def known(**fields) -> Facts:
    return Facts(**{"owed": Decimal(2500), "due_since": ON - timedelta(days=30)} | fields)


def test_each_reason_has_its_points():
    found = rank(known(task_on=ON - timedelta(days=3), broken_on=ON), WEIGHTS, ON)
    assert dict(found.parts) == {"promise": 40, "task": 20, "late": 3, "value": 15}
    assert (found.points, found.why, found.due_on) == (78, "promise", ON - timedelta(days=3))


def test_nobody_is_needed_without_a_reason_to_act():
    assert rank(known(), WEIGHTS, ON).due_on is None
    assert rank(known(task_on=ON, closed=True), WEIGHTS, ON).points == 0


def test_a_claim_at_rest_is_answered_and_not_called():
    resting = known(task_on=ON, broken_on=ON, rests=True)
    assert due_on(resting) is None
    assert due_on(known(task_on=ON, decide_on=ON, rests=True)) == ON


def test_an_old_debt_of_a_bad_payer_without_telephone_has_little_chance():
    assert chance(known(), ON) == 100
    assert chance(known(due_since=ON - timedelta(days=400), profile="bad", has_phone=False), ON) == Decimal("7.5")


@given(facts)
def test_points_add_up_and_what_waits_is_looked_at_again(known):
    found = rank(known, WEIGHTS, ON)
    assert found.points == sum(found.parts.values()) >= 0
    assert (look_on(found, ON) is None) == (found.due_on is None)
    if found.due_on:
        assert look_on(found, ON) == max(found.due_on, ON + timedelta(days=1))
        assert (found.why != "") == (found.due_on <= ON)


@given(facts)
def test_owing_more_never_lowers_the_place(known):
    more = Facts(**{name: getattr(known, name) for name in known.__slots__} | {"owed": known.owed + 1000})
    assert rank(more, WEIGHTS, ON).points >= rank(known, WEIGHTS, ON).points

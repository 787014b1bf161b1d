"""Plans: cut to the cent, within limits, kept or not; whatever the amounts and days."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amicable.rules.plans import (
    Limits,
    Patience,
    Wish,
    cut,
    defaulted,
    met,
    missed,
    most_discount,
    must_state,
    next_look,
    outside,
    standings,
    to_remind,
)
from core.dates import add_days, add_months
from core.money import ZERO, cents

ON = date(2026, 3, 2)
PATIENCE = Patience()
LIMITS = Limits(minimum=Decimal("25.00"), longest_months=12, discount_percent=Decimal("10"))
amounts = st.decimals("0.01", "50000.00", places=2)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
rhythms = st.sampled_from(["week", "fortnight", "month"])
numbers = st.integers(1, 60)
plans = st.builds(
    lambda total, number, first, every: cut(total, Wish(first_on=first, every=every, number=number)),
    st.decimals("1.00", "50000.00", places=2),
    numbers,
    days,
    rhythms,
)


def wish(**given):
    return Wish(**{"first_on": date(2026, 1, 31), **given})


@pytest.mark.parametrize(
    ("total", "asked", "expected"),
    [
        ("100.00", {"number": 3}, ["33.34", "33.33", "33.33"]),
        ("100.00", {"amount": Decimal("30.00")}, ["30.00", "30.00", "30.00", "10.00"]),
        ("90.00", {"amount": Decimal("30.00")}, ["30.00", "30.00", "30.00"]),
        ("100.00", {"last_on": date(2026, 4, 30)}, ["25.00", "25.00", "25.00", "25.00"]),
        ("0.05", {"number": 2}, ["0.03", "0.02"]),
    ],
)
def test_three_ways_to_cut(total, asked, expected):
    assert [str(part.amount) for part in cut(Decimal(total), wish(**asked))] == expected


def test_the_last_day_of_a_month_comes_back_after_a_short_one():
    found = [part.due_on for part in cut(Decimal(300), wish(number=3))]
    assert found == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]


@pytest.mark.parametrize("asked", [{}, {"number": 0}, {"number": 2, "amount": Decimal(1)}, {"amount": Decimal(0)}])
def test_what_cannot_be_cut_is_an_error(asked):
    with pytest.raises(ValueError, match="cut"):
        cut(Decimal("100.00"), wish(**asked))


@given(st.decimals("1.00", "50000.00", places=2), numbers, days, rhythms)
def test_by_number_parts_add_up_and_differ_by_a_cent_at_most(total, number, first, every):
    found = cut(total, Wish(first_on=first, every=every, number=number))
    assert sum(part.amount for part in found) == total
    assert len(found) == number
    assert min(part.amount for part in found) > 0
    assert cents(max(p.amount for p in found)) - cents(min(p.amount for p in found)) <= 1


@given(amounts, amounts, days)
def test_by_amount_parts_add_up_and_the_last_is_what_is_left(total, amount, first):
    if cents(total) > 120 * cents(amount):
        return
    found = cut(total, Wish(first_on=first, amount=amount))
    assert sum(part.amount for part in found) == total
    assert {part.amount for part in found[:-1]} <= {amount}
    assert 0 < found[-1].amount <= amount


@given(plans)
def test_days_rise_and_places_count_from_one(found):
    assert [part.position for part in found] == list(range(1, len(found) + 1))
    assert all(earlier.due_on < later.due_on for earlier, later in pairwise(found))


@given(plans, st.decimals("0.00", "60000.00", places=2))
def test_payments_cover_the_oldest_first_and_never_more_than_was_paid(found, paid):
    stood = standings(found, paid)
    assert sum(one.paid for one in stood) == min(paid, sum(part.amount for part in found))
    assert all(one.left >= 0 for one in stood)
    open_from = next((i for i, one in enumerate(stood) if one.left), len(stood))
    assert all(one.paid == 0 for one in stood[open_from + 1 :])


@given(plans, st.decimals("0.00", "60000.00", places=2), st.integers(0, 900))
def test_paying_more_never_makes_a_plan_worse(found, paid, later):
    on = add_days(found[0].due_on, later)
    if not defaulted(found, paid, on, PATIENCE):
        assert not defaulted(found, paid + 1, on, PATIENCE)
    assert len(missed(found, paid + 1, on, PATIENCE)) <= len(missed(found, paid, on, PATIENCE))


@given(plans, st.integers(0, 900))
def test_whoever_pays_each_instalment_on_its_day_never_defaults(found, later):
    on = add_days(found[0].due_on, later)
    paid = sum((part.amount for part in found if part.due_on <= on), ZERO)
    assert not missed(found, paid, on, PATIENCE)
    assert met(found, paid) == (found[-1].due_on <= on)


@given(plans, st.decimals("0.00", "60000.00", places=2))
def test_looking_on_the_days_named_finds_every_default(found, paid):
    """Following the days of `next_look` alone, a plan that is not paid ends, and none is looked at for ever."""
    on, looks = add_days(found[0].due_on, -40), 0
    while (on_next := next_look(found, paid, on, PATIENCE, reminded=0, stated_on=None)) is not None:
        on, looks = on_next, looks + 1
        if defaulted(found, paid, on, PATIENCE):
            break
    assert looks <= 3 * len(found)
    uncovered = [one for one in standings(found, paid) if not one.covered(PATIENCE)]
    assert defaulted(found, paid, on, PATIENCE) == bool(uncovered)


@pytest.mark.parametrize(
    ("asked", "rules"),
    [
        ({"number": 4}, ()),
        ({"number": 5}, ("plan-instalment",)),
        ({"number": 4, "first_on": ON - timedelta(days=1)}, ("plan-past",)),
        ({"number": 4, "first_on": add_months(ON, 1) + timedelta(days=1)}, ("plan-first",)),
        ({"amount": Decimal("30.00")}, ()),
    ],
)
def test_limits_of_the_creditor(asked, rules):
    found = cut(Decimal("100.00"), Wish(**{"first_on": ON, **asked}))
    assert tuple(refusal.rule for refusal in outside(found, LIMITS, ON)) == rules


def test_a_plan_of_more_than_a_year_is_not_the_agencys_to_agree_to():
    found = cut(Decimal("1300.00"), Wish(first_on=ON, number=14))
    assert [refusal.rule for refusal in outside(found, LIMITS, ON)] == ["plan-length"]


def test_a_discount_is_rounded_down():
    assert most_discount(Decimal("99.99"), LIMITS) == Decimal("9.99")


def test_one_late_instalment_is_forgiven_thirty_days_two_are_not():
    found = cut(Decimal("300.00"), Wish(first_on=ON, number=3))
    assert not defaulted(found, ZERO, ON + timedelta(days=30), PATIENCE)
    assert defaulted(found, ZERO, ON + timedelta(days=31), PATIENCE)
    assert defaulted(found, Decimal("50.00"), add_months(ON, 1) + timedelta(days=6), PATIENCE)


def test_a_reminder_leaves_some_days_before_and_not_after():
    found = cut(Decimal("200.00"), Wish(first_on=ON, number=2))
    assert to_remind(found, ZERO, ON - timedelta(days=6), PATIENCE, reminded=0) is None
    assert to_remind(found, ZERO, ON - timedelta(days=5), PATIENCE, reminded=0) == found[0]
    assert to_remind(found, Decimal("100.00"), ON - timedelta(days=5), PATIENCE, reminded=0) is None
    assert to_remind(found, ZERO, ON + timedelta(days=1), PATIENCE, reminded=0) is None


def test_a_statement_is_owed_once_a_year():
    assert not must_state(date(2027, 3, 1), ON)
    assert must_state(date(2027, 3, 2), ON)

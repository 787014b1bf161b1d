"""Allocation of payments (B.8, C.3)."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.allocation import ORDERS, Debt, allocate, spread
from law.rulesets import RuleSet

COSTS_FIRST = ("costs", "interest", "principal")
INTEREST_FIRST = ("interest", "principal", "costs")
amounts = st.integers(0, 1_000_000).map(lambda n: D(n) / 100)
ON = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("owed", "paid", "order", "shares", "surplus"),
    [
        (("1000", "35", "0"), "200", COSTS_FIRST, ("165", "35", "0"), "0"),
        (("1000", "35", "0"), "200", INTEREST_FIRST, ("165", "35", "0"), "0"),
        (("850.25", "62.10", "40"), "50", COSTS_FIRST, ("0", "10", "40"), "0"),
        (("850.25", "62.10", "40"), "50", INTEREST_FIRST, ("0", "50", "0"), "0"),
        (("500", "12.34", "90"), "700", COSTS_FIRST, ("500", "12.34", "90"), "97.66"),
        (("500", "12.34", "90"), "700", INTEREST_FIRST, ("500", "12.34", "90"), "97.66"),
    ],
)
def test_vector(owed, paid, order, shares, surplus):
    parts = ("principal", "interest", "costs")
    answer = allocate(D(paid), dict(zip(parts, map(D, owed), strict=True)), order)
    assert answer.paid == dict(zip(parts, map(D, shares), strict=True))
    assert answer.left == {part: D(o) - D(s) for part, o, s in zip(parts, owed, shares, strict=True)}
    assert answer.surplus == D(surplus)


@given(amounts, st.fixed_dictionaries(dict.fromkeys(("costs", "interest", "principal", "penalty"), amounts)))
def test_every_cent_goes_somewhere_once(paid, owed):
    for rules in RuleSet:
        answer = allocate(paid, owed, ORDERS[rules])
        assert sum(answer.paid.values()) + answer.surplus == paid
        assert all(answer.paid[part] + answer.left[part] == owed[part] for part in owed)
        assert answer.surplus == 0 or not any(answer.left.values())


def test_a_part_that_the_order_forgets_is_an_error():
    with pytest.raises(ValueError, match="penalty"):
        allocate(D(10), {"penalty": D(5)}, COSTS_FIRST)


def test_a_negative_payment_is_an_error():
    with pytest.raises(ValueError, match="negative"):
        allocate(D(-1), {}, COSTS_FIRST)


OLD = Debt(date(2026, 1, 1), D(8), D(100))
COSTLY = Debt(date(2026, 6, 1), D(12), D(100))
NOT_DUE = Debt(date(2027, 1, 1), D(20), D(100))


@pytest.mark.parametrize(
    ("paid", "chosen", "shares"),
    [(150, None, [50, 100, 0]), (250, None, [100, 100, 50]), (120, 2, [0, 20, 100]), (400, None, [100, 100, 100])],
)
def test_the_order_of_several_debts(paid, chosen, shares):
    assert spread(D(paid), [OLD, COSTLY, NOT_DUE], ON, chosen) == shares


def test_equal_debts_share_by_amount():
    assert spread(D(40), [OLD, Debt(OLD.due, OLD.rate, D(300))], ON) == [D(10), D(30)]


@given(amounts, st.lists(st.tuples(st.dates(date(2025, 1, 1), date(2027, 1, 1)), amounts), max_size=6))
def test_several_debts_take_no_more_than_is_owed_or_paid(paid, rows):
    debts = [Debt(due, D(8), amount) for due, amount in rows]
    shares = spread(paid, debts, ON)
    assert sum(shares) == min(paid, sum((debt.amount for debt in debts), D(0)))
    assert all(0 <= share <= debt.amount for share, debt in zip(shares, debts, strict=True))

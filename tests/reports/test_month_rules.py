"""The month of the books: which comes next, how it is written, what ties."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import add_months
from reports.rules.month import Bank, Check, Movement, apart, begins, blocking, days, is_next, months_between, written

DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))
SUMS = st.decimals(-1000, 1000, places=2)
BALANCES = st.dictionaries(st.sampled_from("abc"), SUMS)


@given(DAYS)
def test_a_month_is_read_as_it_is_written(day):
    month = day.replace(day=1)
    assert begins(written(month)) == month
    assert days(month)[0] <= day <= days(month)[1]


@pytest.mark.parametrize("text", ["2026-13", "2026-3", "202603", "", "2026-03-01", "mars"])
def test_what_is_no_month_is_none(text):
    assert begins(text) is None


@given(DAYS, st.integers(0, 30))
def test_months_are_listed_without_a_gap_the_latest_first(first, count):
    last = add_months(first.replace(day=1), count)
    found = months_between(first, last)
    assert (found[0], found[-1], len(found)) == (last, first.replace(day=1), count + 1)
    assert all(add_months(one, 1) == later for later, one in pairwise(found))


@given(DAYS, st.integers(1, 30))
def test_exactly_one_month_is_next_after_a_closing(day, more):
    closed = day.replace(day=1)
    after = [add_months(closed, n) for n in range(-3, more)]
    found = [one for one in after if is_next(one, first=closed, closed=closed)]
    assert found == after[4:5]


@given(BALANCES, BALANCES)
def test_balances_are_apart_unless_they_are_the_same(before, now):
    same = {k: v for k, v in before.items() if v} == {k: v for k, v in now.items() if v}
    assert (apart(before, now) == 0) is same
    assert apart(before, now) == apart(now, before)


@given(SUMS, SUMS)
def test_a_check_that_differs_keeps_the_month_open(left, right):
    assert bool(blocking([Check("x", left, right)])) is (left != right)


@given(SUMS, SUMS, SUMS)
def test_an_account_is_odd_by_what_its_closing_has_too_much(opening, debits, more):
    assert Movement(opening, debits, Decimal(0), opening + debits + more).odd == more


def test_what_is_on_its_way_explains_the_bank():
    told = {"booked": Decimal(40), "on_the_way": Decimal(60), "late": Decimal(5), "told_on": date(2026, 3, 31)}
    assert Bank("BE1", "trust.bank", told=Decimal(105), **told).gap == 0
    assert Bank("BE1", "trust.bank", told=None, **told).gap == 0
    assert Bank("BE1", "trust.bank", told=Decimal(100), **told).gap == -5

"""Rounding and splitting of amounts."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import cents, from_cents, rounded, rounded_down, split

amounts = st.integers(-10_000_000, 10_000_000).map(from_cents)
weights = st.lists(st.integers(0, 10_000).map(D), min_size=1, max_size=20).filter(any)


@pytest.mark.parametrize(
    ("amount", "half_up", "down"), [("1.005", "1.01", "1.00"), ("-1.005", "-1.01", "-1.00"), ("2.004", "2.00", "2.00")]
)
def test_the_two_roundings(amount, half_up, down):
    assert (rounded(D(amount)), rounded_down(D(amount))) == (D(half_up), D(down))


def test_an_unrounded_amount_has_no_cents():
    with pytest.raises(ValueError, match=r"1\.005"):
        cents(D("1.005"))


def test_an_unknown_currency_is_an_error():
    with pytest.raises(KeyError):
        rounded(D("1"), "XXX")


@given(st.integers(-(10**9), 10**9))
def test_cents_there_and_back(count):
    assert cents(from_cents(count)) == count


def test_odd_cents_go_to_the_largest_remainders():
    assert split(D("100.00"), [D(1), D(1), D(1)]) == [D("33.34"), D("33.33"), D("33.33")]
    assert split(D("0.05"), [D(1), D(3)]) == [D("0.01"), D("0.04")]


@given(amounts, weights)
def test_parts_add_up(total, shares):
    assert sum(split(total, shares)) == total


@given(amounts, weights)
def test_no_part_is_a_cent_or_more_away_from_its_share(total, shares):
    exact = [total * share / sum(shares) for share in shares]
    assert all(abs(part - share) < D("0.01") for part, share in zip(split(total, shares), exact, strict=True))


@pytest.mark.parametrize("shares", [[], [D(0)], [D(2), D(-1)]])
def test_impossible_weights_are_refused(shares):
    with pytest.raises(ValueError, match="weights"):
        split(D("1.00"), shares)

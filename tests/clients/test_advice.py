"""Which formula a yearly number of claims is advised, at the agency's own prices."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.rules import advised
from clients.tariff import prices_of

CREANSYS = prices_of("creansys")


def asked(claims: int):
    return advised(CREANSYS.offers, CREANSYS.premium_from, claims)


@pytest.mark.parametrize(
    ("claims", "quantity", "cost", "premium"),
    [
        (0, 1, "0.00", False),
        (1, 1, "10.00", False),
        (10, 1, "100.00", False),
        (11, 25, "175.00", False),
        (25, 25, "175.00", False),
        (26, 50, "250.00", False),
        (51, 75, "338.00", False),
        (76, 100, "400.00", False),
        (100, 100, "400.00", True),
    ],
)
def test_the_advice_of_the_brochure(claims, quantity, cost, premium):
    found = asked(claims)
    assert (found.offer.quantity, found.offer.cost(claims), found.premium) == (quantity, Decimal(cost), premium)


@given(st.integers(101, 10**6))
def test_past_a_hundred_there_is_premium_alone(claims):
    assert (asked(claims).offer, asked(claims).premium) == (None, True)


@given(st.integers(0, 100))
def test_up_to_a_hundred_the_offer_covers_the_year(claims):
    offer = asked(claims).offer
    assert offer.quantity == 1 or offer.quantity >= claims


def test_a_number_below_zero_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="-1 claims"):
        asked(-1)


def test_an_agency_that_sells_no_paynow_advises_none():
    assert prices_of("recogest").offers == prices_of("no such preset").offers == ()

"""Belgian consumers (B.1): caps, clause filter, start of interest, cost of reminders."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import cents
from law.be_consumer import Clause, cap, filter_clause, interest_after, reminder_cost
from law.dated import MissingPeriod
from law.options import Options
from law.waits import wait

TODAY = date(2026, 11, 20)
balances = st.integers(0, 10_000_000).map(lambda n: D(n) / 100)


@pytest.mark.parametrize(
    ("balance", "expected"),
    [
        ("0.00", 0),
        ("100.00", 2000),
        ("150.00", 2000),
        ("150.01", 3000),
        ("166.66", 3166),
        ("215.00", 3650),
        ("300.00", 4500),
        ("500.00", 6500),
        ("500.01", 6500),
        ("1000.00", 9000),
        ("2500.00", 16500),
        ("10000.00", 54000),
        ("39199.99", 199999),
        ("39200.00", 200000),
        ("50000.00", 200000),
    ],
)
def test_cap_vector(balance, expected):
    assert cents(cap(D(balance), TODAY)) == expected


def test_there_is_no_cap_before_book_xix():
    with pytest.raises(MissingPeriod, match="2023-08-31"):
        cap(D(100), date(2023, 8, 31))


@given(balances, balances)
def test_the_cap_is_monotone_and_never_above_2000(one, two):
    low, high = sorted([one, two])
    assert cap(low, TODAY) <= cap(high, TODAY) <= 2000


SHARE_15 = Clause(percent=D(15), minimum=D(75))
SHARE_12 = Clause(percent=D(12), minimum=D(50))


@pytest.mark.parametrize(
    ("contract_on", "renewed_on", "clause", "balance", "expected", "verdict"),
    [
        ("2021-03-01", None, SHARE_15, "400.00", 5500, "reduced"),
        ("2024-03-01", None, SHARE_15, "400.00", 0, "void"),
        ("2022-06-01", "2024-06-01", SHARE_12, "1000.00", 0, "void"),
        ("2024-03-01", None, Clause(flat=D(20)), "100.00", 2000, "within"),
        ("2024-03-01", None, None, "100.00", 0, "none"),
        ("2022-06-01", "2023-08-31", SHARE_12, "1000.00", 9000, "reduced"),
        ("2023-09-01", None, SHARE_12, "1000.00", 0, "void"),
    ],
)
def test_clause_vector(contract_on, renewed_on, clause, balance, expected, verdict):
    renewed = renewed_on and date.fromisoformat(renewed_on)
    left = filter_clause(clause, D(balance), contract_on=date.fromisoformat(contract_on), renewed_on=renewed, on=TODAY)
    assert (cents(left.lump_sum), left.verdict) == (expected, verdict)
    assert left.flagged == (verdict in ("reduced", "void"))


@pytest.mark.parametrize(
    ("contract_on", "rate", "verdict", "left"),
    [
        (date(2024, 3, 1), D("10.5"), "within", D("10.5")),
        (date(2024, 3, 1), D("12"), "void", None),
        (date(2021, 3, 1), D("12"), "reduced", D("10.5")),
    ],
)
def test_an_interest_clause_is_held_against_its_own_cap(contract_on, rate, verdict, left):
    answer = filter_clause(Clause(rate=rate), D(100), contract_on=contract_on, on=TODAY)
    assert (answer.verdict, answer.rate) == (verdict, left)


def test_a_missing_rate_blocks_no_lump_sum():
    new_year = date(2027, 1, 2)
    assert filter_clause(Clause(flat=D(20)), D(100), contract_on=date(2024, 3, 1), on=new_year).lump_sum == 20
    with pytest.raises(MissingPeriod, match="2027H1"):
        filter_clause(Clause(rate=D(8)), D(100), contract_on=date(2024, 3, 1), on=new_year)


def test_a_share_has_a_maximum_when_the_clause_says_so():
    assert Clause(percent=D(10), maximum=D(25)).amount(D(1000)) == 25


@given(balances, st.integers(0, 40), st.integers(0, 500), st.dates(date(2015, 1, 1), date(2026, 11, 1)))
def test_nothing_above_the_cap_is_ever_claimable(balance, percent, minimum, contract_on):
    left = filter_clause(Clause(percent=D(percent), minimum=D(minimum)), balance, contract_on=contract_on, on=TODAY)
    assert 0 <= left.lump_sum <= left.cap


def test_start_of_interest():
    reminder = wait("be", "first-reminder", date(2026, 2, 2), "email")
    assert interest_after(reminder, creditor_is_sme=True) == date(2026, 2, 2)
    assert interest_after(reminder, creditor_is_sme=False) == date(2026, 2, 16)


@pytest.mark.parametrize(
    ("regular", "missed", "channel", "expected"),
    [
        (False, 1, "post", 0),
        (True, 3, "post", 0),
        (True, 4, "post", 910),
        (True, 4, "email", 750),
        (False, 4, "post", 0),
    ],
)
def test_reminder_cost_vector(regular, missed, channel, expected):
    cost = reminder_cost(
        regular_supply=regular, missed_due_date=missed, channel=channel, postage=D("1.60"), on=date(2026, 11, 20)
    )
    assert cents(cost) == expected


@pytest.mark.parametrize(("charges", "expected"), [(False, D(0)), (True, D("7.50"))])
def test_a_second_reminder_of_one_due_date_costs_only_by_option(charges, expected):
    options = Options(charge_followup_reminder=charges)
    cost = reminder_cost(
        regular_supply=False, missed_due_date=1, channel="email", postage=D(0), on=TODAY, followup=True, options=options
    )
    assert cost == expected

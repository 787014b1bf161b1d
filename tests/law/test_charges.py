"""40 EUR, penalty clauses between businesses, and lump sums shared over claims (B.3, C.2, house rules)."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import cents
from law.be_consumer import Clause, cap
from law.charges import LateInvoice, business_charges, consumer_lump_sums, flat_compensation
from law.rulesets import RuleSet

ON = date(2026, 11, 20)
DUE = date(2026, 11, 1)


def invoices(count, settled=None, balance="1000.00"):
    return [LateInvoice(DUE, D(balance), settled)] * count


@pytest.mark.parametrize("rules", ["be-b2b", "fr-b2b", "fr-pub"])
@pytest.mark.parametrize(
    ("count", "settled", "expected"), [(1, None, 4000), (3, None, 12000), (1, DUE, 0), (1, date(2026, 11, 2), 4000)]
)
def test_forty_vector(rules, count, settled, expected):
    assert cents(flat_compensation(RuleSet(rules), invoices(count, settled), ON).total) == expected


@pytest.mark.parametrize("rules", ["be-cons", "fr-cons"])
def test_a_consumer_owes_no_forty(rules):
    assert flat_compensation(RuleSet(rules), invoices(2), ON).total == 0


def test_no_forty_on_the_due_date_itself_nor_when_payment_was_forbidden():
    assert flat_compensation(RuleSet.FR_BUSINESS, invoices(1), DUE).total == 0
    barred = [LateInvoice(DUE, D(100), payment_forbidden=True), LateInvoice(DUE, D(100))]
    assert flat_compensation(RuleSet.FR_BUSINESS, barred, ON).shares == (0, 40)


@pytest.mark.parametrize(
    ("percent", "ground", "total"), [(0, "flat", 8000), (3, "flat", 8000), (4, "flat", 8000), (10, "clause", 20000)]
)
def test_a_business_owes_the_higher_of_the_two(percent, ground, total):
    charges = business_charges(RuleSet.BE_BUSINESS, invoices(2), ON, Clause(percent=D(percent)))
    assert (charges.ground, cents(charges.total)) == (ground, total)


def test_a_clause_counts_late_invoices_alone():
    mixed = [LateInvoice(DUE, D("1000.00")), LateInvoice(ON, D("5000.00"))]
    assert business_charges(RuleSet.BE_BUSINESS, mixed, ON, Clause(percent=D(10))).shares == (D("100.00"), 0)


def test_a_belgian_consumer_has_another_door():
    with pytest.raises(ValueError, match="capped"):
        business_charges(RuleSet.BE_CONSUMER, invoices(1), ON)


SHARES = st.lists(st.integers(0, 500_000).map(lambda n: D(n) / 100), min_size=1, max_size=8)


@given(SHARES, st.integers(0, 30))
def test_shares_add_up_and_splitting_a_debt_never_raises_the_cap(balances, percent):
    allowed, shares = consumer_lump_sums(
        Clause(percent=D(percent)), balances, contract_on=date(2021, 1, 1), on=date(2026, 11, 20)
    )
    assert sum(shares) == allowed.lump_sum <= cap(sum(balances), ON)


@given(SHARES, st.integers(0, 30))
def test_business_shares_add_up(balances, percent):
    late = [LateInvoice(DUE, balance) for balance in balances]
    charges = business_charges(RuleSet.FR_BUSINESS, late, ON, Clause(percent=D(percent)))
    assert sum(charges.shares) == charges.total >= 40 * len(late)

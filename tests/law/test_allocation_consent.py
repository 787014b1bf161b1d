"""Who has to agree to another order than the law's."""

import pytest

from law.allocation import CHARGES_LAST, ORDERS, PARTS, Consent, consent_for, other_orders
from law.rulesets import RuleSet

CONSUMERS = [RuleSet.BE_CONSUMER, RuleSet.FR_CONSUMER]
SOONER = ("principal", "interest", "costs", "penalty")


@pytest.mark.parametrize("rules", RuleSet)
def test_principal_before_interest_is_the_creditor_s_to_grant(rules):
    found = consent_for(rules, SOONER)
    assert isinstance(found, Consent)
    assert (found.creditor, found.debtor) == (True, False)
    assert found.source


@pytest.mark.parametrize("rules", CONSUMERS)
@pytest.mark.parametrize("order", [("penalty", "interest", "principal", "costs"), ("costs", *SOONER[:2], "penalty")])
def test_no_consumer_pays_charges_first(rules, order):
    assert consent_for(rules, order) == CHARGES_LAST


def test_charges_first_are_the_debtor_s_to_grant():
    found = consent_for(RuleSet.FR_BUSINESS, ("costs", "penalty", "interest", "principal"))
    assert found == Consent(creditor=False, debtor=True, source="C. civ. art. 1343-1")
    both = consent_for(RuleSet.FR_BUSINESS, ("costs", "penalty", "principal", "interest"))
    assert (both.creditor, both.debtor) == (True, True)


@pytest.mark.parametrize("rules", RuleSet)
def test_every_order_offered_serves_each_part_once_and_is_not_the_law_s(rules):
    found = other_orders(rules)
    assert SOONER[:2] in [tuple(part for part in order if part in SOONER[:2]) for order in found]
    assert all(sorted(order) == sorted(PARTS) and order != ORDERS[rules] for order in found)
    assert len(found) == len(set(found)) == (1 if rules in CONSUMERS else 5)


def test_an_order_names_each_part_once():
    with pytest.raises(ValueError, match="no order"):
        consent_for(RuleSet.BE_BUSINESS, ("principal", "interest"))

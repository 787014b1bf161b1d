"""Words that warn: seen in four languages, sourced, and never where nothing is wrong."""

import pytest

from law.conduct import warned
from law.rulesets import RuleSet

BELGIAN, FRENCH = RuleSet.BE_CONSUMER, RuleSet.FR_CONSUMER


def faults(text, rules=BELGIAN):
    return [(one.fault, one.words) for one in warned(text, rules)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dernier avertissement avant saisie.", [("threat", "Dernier avertissement"), ("judicial", "saisie")]),
        ("De gerechtsdeurwaarder komt langs.", [("judicial", "gerechtsdeurwaarder")]),
        ("Wir sprechen mit Ihrem Arbeitgeber.", [("shame", "Arbeitgeber")]),
        ("We will tell your neighbours.", [("shame", "neighbours")]),
        ("Les frais de recouvrement sont à votre charge.", [("costs", "frais de recouvrement")]),
        ("Votre facture A-1 reste impayée. Pouvez-vous nous rappeler ?", []),
        ("La saisine du médiateur est gratuite.", []),
    ],
)
def test_what_warns(text, expected):
    assert faults(text) == expected


def test_a_business_may_be_asked_for_the_cost():
    assert faults("frais de recouvrement : 40,00 €", RuleSet.FR_BUSINESS) == []


def test_a_warning_says_whose_text_it_rests_on():
    [one] = warned("frais de relance", FRENCH)
    assert (one.source, bool(one.reason)) == ("CPCE art. L111-8", True)

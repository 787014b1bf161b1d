"""Which rule set governs a claim (A.1)."""

import pytest

from law.rulesets import CONSUMER_ELSEWHERE, KIND_UNKNOWN, LAW_NOT_CHOSEN, rule_set


@pytest.mark.parametrize(
    ("country", "kind", "expected"),
    [
        ("be", "consumer", "be-cons"),
        ("be", "business", "be-b2b"),
        ("be", "public", "be-b2b"),
        ("fr", "consumer", "fr-cons"),
        ("fr", "business", "fr-b2b"),
        ("fr", "public", "fr-pub"),
    ],
)
def test_belgium_and_france(country, kind, expected):
    assert rule_set(country, kind) == expected


@pytest.mark.parametrize("country", ["be", "fr", "nl"])
def test_an_unknown_debtor_is_refused_with_a_cure(country):
    assert rule_set(country, "unknown") == KIND_UNKNOWN
    assert KIND_UNKNOWN.cure


def test_a_consumer_elsewhere_goes_to_a_correspondent_whatever_was_chosen():
    assert rule_set("nl", "consumer", chosen_law="be") == CONSUMER_ELSEWHERE


def test_a_business_elsewhere_needs_a_choice_of_law():
    assert rule_set("nl", "business") == LAW_NOT_CHOSEN
    assert rule_set("nl", "business", chosen_law="be") == "be-b2b"


def test_a_choice_of_law_changes_nothing_at_home():
    assert rule_set("fr", "business", chosen_law="be") == "fr-b2b"

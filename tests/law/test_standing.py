"""An agency's papers (B.2.1, C.1) and insolvency stops (B.5.7, C.8)."""

from datetime import date

import pytest

from law.rulesets import RuleSet
from law.standing import Standing, Validity, standing_refusals
from law.stops import Stop, interest_end, stop_refusals

ON = date(2026, 11, 20)
VALID = Validity(date(2026, 1, 1), date(2026, 12, 31))
FULL = Standing(VALID, VALID, VALID, VALID)


@pytest.mark.parametrize(
    ("rules", "missing"),
    [
        ("be-cons", ["registration-inactive", "insurance-inactive"]),
        ("be-b2b", []),
        ("fr-cons", ["insurance-inactive", "dedicated-account-missing", "declaration-missing"]),
        ("fr-b2b", ["insurance-inactive", "dedicated-account-missing", "declaration-missing"]),
    ],
)
def test_what_each_rule_set_needs(rules, missing):
    assert [r.rule for r in standing_refusals(RuleSet(rules), Standing(), ON)] == missing
    assert standing_refusals(RuleSet(rules), FULL, ON) == ()


@pytest.mark.parametrize(
    ("on", "valid"),
    [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)],
)
def test_a_paper_counts_from_its_first_to_its_last_day(on, valid):
    assert (standing_refusals(RuleSet.BE_CONSUMER, FULL, on) == ()) == valid


def test_interest_ends_the_day_before_the_first_opening():
    stops = [Stop("bankruptcy", date(2026, 6, 2)), Stop("reorganisation", date(2026, 5, 1))]
    assert interest_end(stops).last_day == date(2026, 4, 30)
    assert interest_end([]) is None


@pytest.mark.parametrize(
    ("on", "barred"), [(date(2026, 4, 30), 0), (date(2026, 5, 1), 1), (date(2026, 6, 30), 1), (date(2026, 7, 1), 0)]
)
def test_action_is_barred_while_the_procedure_runs(on, barred):
    stop = Stop("over-indebtedness", date(2026, 5, 1), ended=date(2026, 7, 1))
    assert len(stop_refusals([stop], on)) == barred

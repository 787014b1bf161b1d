"""Another order for a payment: the sum and the day's debt stay, the consents are asked for, the story keeps it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.scope import acting_for
from claims.models import Allocation, Event, EventDetail
from claims.queries.allocating import outcomes, payments_of
from claims.queries.statement import statement_of, with_statement_rows
from claims.services.allocating import AS_BEFORE, CLOSED, NO_PAYMENT, TOO_EARLY, reallocate
from claims.services.lifecycle import close, credit
from claims.services.reversing import reverse
from claims.statement import Credited, Facts, Item, shared_out, statement
from core.money import ZERO
from law.allocation import CHARGES_LAST, Consent, consent_for, other_orders
from law.refusals import Refusal
from law.rulesets import RuleSet
from tests import world
from tests.claims.test_statement_properties import amounts, days, facts, later_days

NOW, PAID, ON = world.NOW, date(2026, 3, 2), date(2026, 6, 1)
SOONER = ("principal", "interest", "costs", "penalty")
BY_LAW_BE = ("costs", "principal", "interest", "penalty")
payments = st.builds(Credited, st.just("payment"), days, amounts)


# What holds whatever the facts ---------------------------------------------------------------------------------------


def agreed(facts, paid):
    """The same facts with another payment, once for the law's order and once for each that may be agreed."""
    paid = replace(paid, value_on=max(paid.value_on, max((c.value_on for c in facts.credits), default=date.min)))
    if facts.rules is None:
        return paid, []
    orders = [(), *other_orders(facts.rules)]
    return paid, [replace(facts, credits=(*facts.credits, replace(paid, order=order))) for order in orders]


@given(facts, payments)
def test_on_its_own_day_a_payment_leaves_the_same_debt_in_every_order(given_facts, paid):
    paid, told = agreed(given_facts, paid)
    assert len({statement(one, paid.value_on).total for one in told}) <= 1


@given(facts, payments)
def test_every_order_serves_to_the_cent_and_never_more_than_was_paid(given_facts, paid):
    for one in agreed(given_facts, paid)[1]:
        for credit_, shares in shared_out(one, later(one)):
            assert all(share >= ZERO and share == share.quantize(D("0.01")) for share in shares.values())
            assert sum(shares.values(), ZERO) <= credit_.amount


def later(facts):
    return max(credit_.value_on for credit_ in facts.credits)


@given(facts, payments, later_days)
def test_principal_first_never_leaves_more_interest(given_facts, paid, on):
    if given_facts.rules not in (RuleSet.FR_CONSUMER, RuleSet.FR_BUSINESS):
        return
    paid, [law, *others] = agreed(given_facts, paid)
    sooner = next(one for one in others if one.credits[-1].order[0] == "principal")
    assert statement(sooner, on).of("interest") <= statement(law, on).of("interest")


@given(facts, payments, st.randoms(use_true_random=False))
def test_the_order_in_which_payments_are_given_does_not_matter(given_facts, paid, chance):
    for one in agreed(given_facts, paid)[1]:
        mixed = [*one.credits, replace(paid, order=())]
        shuffled = list(mixed)
        chance.shuffle(shuffled)
        told = (statement(replace(one, credits=tuple(credits)), ON) for credits in (mixed, shuffled))
        assert len({answer.total for answer in told}) == 1


def test_a_worked_payment_in_both_orders():
    owing = Facts(rules=RuleSet.FR_BUSINESS, items=(Item("F1", date(2025, 12, 31), D("1000.00")),))
    [served] = [shares for _c, shares in shared_out(with_payment(owing), PAID)]
    [other] = [shares for _c, shares in shared_out(with_payment(owing, SOONER), PAID)]
    assert served["interest"] > ZERO
    assert served["principal"] == D("500.00") - served["interest"]
    assert (other["principal"], other["interest"]) == (D("500.00"), ZERO)


def with_payment(owing, order=()):
    return replace(owing, credits=(Credited("payment", PAID, D("500.00"), order=order),))


# The service ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def ours(db):
    side = world.side("ours")
    with acting_for(side.pk):
        yield side


def pay(side, amount="500.00", kind="payment"):
    return credit(claim_id=side.claim.pk, kind=kind, value_on=PAID, amount=D(amount), source=f"t:{amount}", at=NOW)


def share(paid, order=BY_LAW_BE, by="creditor", **fields):
    given = {"agreed_by": by, "agreed_on": PAID, "reason": "Letter of 2 March", "on": ON, "at": NOW} | fields
    return reallocate(credit_id=paid.pk, order=order, **given)


def kept():
    return list(Allocation.objects.order_by("pk").values_list("order", flat=True))


def test_an_agreed_order_holds_from_the_value_date_on(ours):
    paid = pay(ours)
    before = statement_of(ours.claim, PAID).total
    assert isinstance(share(paid), Allocation)
    assert statement_of(ours.claim, PAID).total == before
    [served] = payments_of(ours.claim, ON)
    assert (served.order, served.served["principal"]) == (BY_LAW_BE, D("500.00"))
    line = next(line for line in statement_of(ours.claim, ON).lines if line.part == "credit")
    assert line.order == BY_LAW_BE


def test_the_story_says_who_agreed_and_why(ours):
    share(pay(ours))
    told = EventDetail.objects.get(event__kind="allocated").detail
    assert '"agreed_by": "creditor"' in told
    assert "Letter of 2 March" in told


def test_the_latest_agreement_holds_and_none_is_lost(ours):
    paid = pay(ours)
    share(paid)
    assert isinstance(share(paid, ()), Allocation)
    assert kept() == [",".join(BY_LAW_BE), ""]
    assert payments_of(ours.claim, ON)[0].order == ()


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"by": "debtor"}, "allocation-creditor"),
        ({"order": ("costs", "penalty", "interest", "principal")}, "allocation-debtor"),
        ({"order": ()}, AS_BEFORE.rule),
        ({"agreed_on": ON + timedelta(days=1)}, TOO_EARLY.rule),
    ],
)
def test_what_may_not_be_changes_nothing(ours, fields, rule):
    paid = pay(ours)
    owed, told = statement_of(ours.claim, ON), Event.objects.count()
    made = share(paid, **fields)
    assert isinstance(made, Refusal)
    assert made.rule == rule
    assert (kept(), statement_of(ours.claim, ON), Event.objects.count()) == ([], owed, told)


def test_a_consumer_never_pays_charges_first(ours):
    paid = pay(ours)
    type(ours.claim).objects.filter(pk=ours.claim.pk).update(debtor_kind="consumer")
    assert share(paid, ("penalty", "interest", "principal", "costs"), "both") == CHARGES_LAST
    assert isinstance(share(paid, SOONER, "both"), Allocation)


def test_only_a_payment_that_stands_is_shared_out(ours):
    waived, paid = pay(ours, "1.00", "waiver"), pay(ours)
    undone = reverse(credit_id=paid.pk, value_on=PAID, source="back", at=NOW)
    assert [share(one) for one in (waived, paid, undone)] == [NO_PAYMENT] * 3
    assert not kept()


def test_nothing_changes_in_a_closed_file(ours):
    paid = pay(ours)
    close(ours.claim, "kept", on=ON, at=NOW)
    assert share(paid) == CLOSED
    assert not kept()


def test_the_preview_is_what_then_holds(ours):
    paid = pay(ours)
    found = {one.order: one for one in outcomes(ours.claim, paid, ON)}
    share(paid)
    assert found[BY_LAW_BE].owed == statement_of(type(ours.claim).objects.get(pk=ours.claim.pk), ON).total
    assert found[()].holds
    assert all(isinstance(consent_for(RuleSet.BE_BUSINESS, order), Consent) for order in found if order)


def test_a_statement_of_many_claims_asks_nothing_more(ours, django_assert_num_queries):
    share(pay(ours))
    claims = type(ours.claim).objects.filter(pk=ours.claim.pk).prefetch_related(*with_statement_rows())
    [one] = claims.select_related("debtor", "creditor", "terms", "entity")
    statement_of(one, ON)
    with django_assert_num_queries(0):
        statement_of(one, ON)

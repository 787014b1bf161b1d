"""A manager shares a payment out otherwise; everybody who sees the file sees how; agents record nothing."""

from decimal import Decimal as D

import pytest

from agencies.scope import acting_for
from claims.models import Allocation
from claims.services.lifecycle import credit
from claims.services.reversing import reverse
from tests.world import DAY, NOW

pytestmark = pytest.mark.django_db
SOONER = "costs,principal,interest,penalty"


@pytest.fixture
def paid(ours):
    with acting_for(ours.pk):
        given = {"kind": "payment", "value_on": DAY, "amount": D("500.00"), "source": "t", "at": NOW}
        return credit(claim_id=ours.claim.pk, **given)


def at(client, ours, paid=None):
    return client.at(f"claims/{ours.claim.number}/payments/" + (f"{paid.pk}/" if paid else ""))


def said(**fields):
    return {"order": SOONER, "agreed_by": "creditor", "agreed_on": "2026-03-02", "reason": "Courrier"} | fields


def kept(ours):
    with acting_for(ours.pk):
        return list(Allocation.objects.values_list("order", "agreed_by", "reason"))


def test_the_manager_sees_what_each_order_leaves_before_choosing(manager, ours, paid):
    page = manager.get(at(manager, ours, paid))
    orders = [row.cells[0].text for row in page.context["tables"][0].rows]
    assert orders[0] == "L’ordre de la loi"
    assert "Principal, intérêts, clause pénale" in orders
    assert len(orders) == 6


def test_the_manager_records_what_was_agreed(manager, ours, paid):
    page = manager.post(at(manager, ours, paid), said(), follow=True)
    assert kept(ours) == [(SOONER, "creditor", "Courrier")]
    assert "Principal, intérêts, clause pénale" in page.content.decode()
    told = manager.get(manager.at(f"claims/{ours.claim.number}/")).content.decode()
    assert "Comme convenu, ce paiement est imputé dans cet ordre" in told
    assert "Ordre convenu pour un paiement de" in told


def test_what_is_refused_says_whose_consent_is_missing(manager, ours, paid):
    page = manager.post(at(manager, ours, paid), said(agreed_by="debtor"))
    assert page.status_code == 409
    assert "son accord est nécessaire" in page.content.decode()
    assert not kept(ours)


@pytest.mark.parametrize("fields", [{"reason": ""}, {"agreed_on": "2999-01-01"}, {"order": "interest"}])
def test_what_is_not_complete_is_asked_again(manager, ours, paid, fields):
    assert manager.post(at(manager, ours, paid), said(**fields)).status_code == 422
    assert not kept(ours)


def test_an_agent_reads_and_records_nothing(agent, ours, paid):
    page = agent.get(at(agent, ours))
    assert [row.url for row in page.context["tables"][0].rows] == [""]
    assert agent.post(at(agent, ours, paid), said()).status_code == 403
    assert not kept(ours)


def test_a_payment_that_was_undone_has_no_page(manager, ours, paid):
    with acting_for(ours.pk):
        reverse(credit_id=paid.pk, value_on=DAY, source="back", at=NOW)
    assert manager.get(at(manager, ours, paid)).status_code == 404
    assert "annulé" in manager.get(at(manager, ours)).content.decode()

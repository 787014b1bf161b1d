"""Payments through the provider on the office's pages: what it still has, for how long, what it kept."""

import pytest
from django.utils.timezone import localdate

from agencies.scope import acting_for
from core.dates import add_days
from funds.models import OnlinePayment, Settlement
from tests.funds.make import paid_online, receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment(ours):
    with acting_for(ours.pk):
        paid_online(ours, 1)
        OnlinePayment.objects.update(paid_on=add_days(localdate(), -9))
        return OnlinePayment.objects.select_related("receipt").get()


def cells(answer):
    [row] = answer.context["table"].rows
    return [str(cell.text) for cell in row.cells]


def test_money_with_the_provider_has_an_age(agent, ours, payment):
    answer = agent.get(agent.at("money/online/"), {"look": "waiting"})
    assert "9 jours" in cells(answer)[5]
    assert "danger" in cells(answer)[5]
    assert "3,00" in answer.context["lead"]


@pytest.mark.parametrize(("look", "found"), [("", 1), ("waiting", 1), ("open", 0), ("settled", 0), ("back", 0)])
def test_it_is_found_by_where_it_stands(agent, payment, look, found):
    assert len(agent.get(agent.at("money/online/"), {"look": look}).context["table"].rows) == found


def test_a_receipt_names_its_payment_and_nobody_takes_it_back_by_hand(manager, ours, payment):
    answer = manager.get(manager.at(f"money/{payment.receipt.uid}/"))
    assert payment.reference in answer.content.decode()
    offered = [answer.context["main"], *answer.context["others"]]
    assert not [act for act in offered if act and "returned" in act.url]


def test_a_sum_says_that_it_is_a_settlement_and_why_it_differs(manager, ours, payment):
    with acting_for(ours.pk):
        bank = receipt(ours.entity, "2.00")
        given = {"number": "STL-ABC123", "state": "differs", "detail": "net:1.99", "seen_at": payment.asked_at}
        Settlement.objects.create(receipt=bank, **given)
    text = manager.get(manager.at(f"money/{bank.uid}/")).content.decode()
    assert "STL-ABC123" in text
    assert "un autre montant (1.99)" in text

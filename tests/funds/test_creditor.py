"""What a creditor sees of the money that came for it: its own payments, where they are, and nothing of others'."""

import pytest

from agencies.scope import acting_for
from funds.models import ReceiptPart
from funds.services.attributing import Wanted, allocate
from funds.services.returning import return_payment
from tests import world
from tests.funds.make import receipt

pytestmark = pytest.mark.django_db


def test_a_creditor_sees_what_was_received_for_its_file(client):
    side = world.side("ours")
    with acting_for(side.pk):
        for claim in (side.claim, side.others_claim):
            got = receipt(side.entity)
            allocate(receipt_id=got.pk, parts=[Wanted(claim.pk, got.amount)], on=world.DAY, at=world.NOW)
    client.force_login(side.creditor_member.user)
    page = client.get(f"/ours/portal/claims/{side.claim.number}/")
    assert [row.url for row in page.context["received"].rows] == [""]
    assert "détenu pour le créancier" in page.content.decode()
    assert client.get(f"/ours/portal/claims/{side.others_claim.number}/").status_code == 404


def test_a_payment_that_came_back_is_said(client):
    side = world.side("ours")
    with acting_for(side.pk):
        got = receipt(side.entity)
        allocate(receipt_id=got.pk, parts=[Wanted(side.claim.pk, got.amount)], on=world.DAY, at=world.NOW)
        return_payment(receipt_id=got.pk, on=world.DAY, at=world.NOW, reason="MD06")
        assert ReceiptPart.objects.get().ended_as == "returned"
    client.force_login(side.creditor_member.user)
    page = client.get(f"/ours/portal/claims/{side.claim.number}/").content.decode()
    assert "rejeté par la banque" in page

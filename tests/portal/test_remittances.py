"""What a creditor sees of the money passed on to it: its own, once it was let go."""

import pytest

from agencies.scope import acting_for
from funds.models import RemittanceLine
from funds.services.attributing import Wanted, allocate
from funds.services.remitting import approve, propose
from tests import world
from tests.funds.make import receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def side():
    made = world.side("ours")
    with acting_for(made.pk, member_id=made.agent.pk):
        for claim in (made.claim, made.others_claim):
            got = receipt(made.entity)
            allocate(receipt_id=got.pk, parts=[Wanted(claim.pk, got.amount)], on=world.DAY, at=world.NOW)
        propose(entity_id=made.entity.pk, on=world.DAY, at=world.NOW)
    return made


@pytest.fixture
def approved(side):
    with acting_for(side.pk, member_id=side.manager.pk):
        line = RemittanceLine.objects.get(party_id=side.claim.party_id)
        approve(remittance_id=line.remittance_id, on=world.DAY, at=world.NOW)
    return line


def test_a_run_that_was_not_approved_is_nobodys_news(client, side):
    client.force_login(side.creditor_member.user)
    page = client.get("/ours/portal/remittances/")
    assert page.context["table"].rows == []
    with acting_for(side.pk):
        line = RemittanceLine.objects.get(party_id=side.claim.party_id)
    assert client.get(f"/ours/portal/remittances/{line.uid}/").status_code == 404


def test_a_creditor_sees_each_payment_of_its_own_remittance(client, side, approved):
    client.force_login(side.creditor_member.user)
    rows = client.get("/ours/portal/remittances/").context["table"].rows
    assert [row.key for row in rows] == [str(approved.uid)]
    page = client.get(f"/ours/portal/remittances/{approved.uid}/")
    assert [row.cells[0].text for row in page.context["table"].rows] == [str(side.claim.number)]


def test_its_payments_are_taken_home(client, side, approved):
    client.force_login(side.creditor_member.user)
    told = client.get(f"/ours/portal/remittances/{approved.uid}/payments.csv").content.decode("utf-8-sig")
    assert told.splitlines()[1].startswith(f"{side.claim.number};")
    assert told.splitlines()[1].endswith(";100,00;0,00;100,00")


def test_anothers_remittance_is_not_there(client, side, approved):
    with acting_for(side.pk):
        others = RemittanceLine.objects.exclude(pk=approved.pk).get()
    client.force_login(side.creditor_member.user)
    for end in ("", "payments.csv"):
        assert client.get(f"/ours/portal/remittances/{others.uid}/{end}").status_code == 404

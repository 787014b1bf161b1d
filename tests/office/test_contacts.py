"""How a debtor is reached, on the page of its claim: marked in place, corrected, a bad one not offered."""

import pytest

from agencies.scope import acting_for
from claims.models import ContactMark, Debtor, Event

PHONE = "+32470123456"


@pytest.fixture
def phoned(ours):
    with acting_for(ours.pk):
        Debtor.objects.filter(pk=ours.claim.debtor_id).update(phone=PHONE)
    return ours


def page(agent, ours, what=""):
    return agent.at(f"claims/{ours.claim.number}/{what}")


def given(ours, **more):
    return {"debtor": ours.claim.debtor_id, "way": "phone", "mark": "bad", "value": PHONE} | more


def test_a_number_is_marked_and_then_not_offered(agent, phoned):
    assert f"tel:{PHONE}" in agent.get(page(agent, phoned)).content.decode()
    assert agent.post(page(agent, phoned, "contact/mark/"), given(phoned)).status_code == 302
    shown = agent.get(page(agent, phoned))
    assert f"tel:{PHONE}" not in shown.content.decode()
    assert [one.key for one in shown.context["writes"]] == ["m"]
    assert "marqué à la main" in shown.content.decode()


@pytest.mark.parametrize("wrong", [{"debtor": "1x"}, {"debtor": "999999"}, {"way": "fax"}, {"mark": "great"}])
def test_what_is_no_mark_is_not_set(agent, phoned, wrong):
    assert agent.post(page(agent, phoned, "contact/mark/"), given(phoned, **wrong)).status_code == 404
    with acting_for(phoned.pk):
        assert not ContactMark.objects.exists()


def test_the_contact_details_are_corrected(agent, phoned):
    new = {"phone": "0470 99 88 77", "email": "", "language": "nl"}
    assert agent.post(page(agent, phoned, "contact/"), new).status_code == 302
    with acting_for(phoned.pk):
        debtor = Debtor.objects.get(pk=phoned.claim.debtor_id)
    assert (debtor.phone, debtor.language, bool(debtor.email)) == ("+32470998877", "nl", True)
    assert agent.post(page(agent, phoned, "contact/"), new | {"phone": "12"}).status_code == 422


@pytest.mark.parametrize("what", ["contact/", "contact/mark/"])
def test_a_shut_door_changes_nothing(client, made, phoned, what):
    for member in (made.theirs.agent, phoned.creditor_member):
        client.force_login(member.user)
        address = f"/{phoned.agency.slug}/office/claims/{phoned.claim.number}/{what}"
        assert client.post(address, given(phoned, phone="+32470000000")).status_code in (403, 404)
    with acting_for(phoned.pk):
        assert Debtor.objects.get(pk=phoned.claim.debtor_id).phone == PHONE
        assert not ContactMark.objects.exists()
        assert not Event.objects.filter(kind="contact_corrected").exists()

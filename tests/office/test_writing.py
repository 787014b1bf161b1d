"""Writing to a debtor from the page of its claim: the law is said first, the words are looked at, then it leaves."""

import pytest
from django.utils import timezone

from agencies.models import Entity
from agencies.scope import acting_for
from claims.models import Claim, Event, Import
from messaging.models import Message

GIVEN = {"key": "k1", "subject": "Votre dossier", "text": "Pouvez-vous m’appeler ?"}


def url(agent, ours, channel="email"):
    return agent.at(f"claims/{ours.claim.number}/write/{channel}/")


@pytest.fixture
def lawful(ours):
    """The claim may be acted on: its list is signed."""
    with acting_for(ours.pk):
        Import.objects.filter(pk=ours.handed.pk).update(accepted_at=timezone.now())
        Claim.objects.filter(pk=ours.claim.pk).update(source=ours.handed)
        Entity.objects.update(insured_until="2999-12-31")
    return ours


def test_the_page_says_what_the_law_refuses_and_a_message_is_refused_too(agent, ours):
    shown = agent.get(url(agent, ours))
    assert shown.context["refusals"]
    assert agent.post(url(agent, ours), GIVEN).status_code == 409
    with acting_for(ours.pk):
        assert not Message.objects.filter(kind="amicable.hand").exists()


def test_an_email_leaves_and_stands_in_the_timeline(agent, lawful):
    assert agent.get(url(agent, lawful)).context["refusals"] == []
    assert agent.post(url(agent, lawful), GIVEN).status_code == 302
    assert agent.post(url(agent, lawful), GIVEN).status_code == 302
    with acting_for(lawful.pk):
        assert Message.objects.filter(kind="amicable.hand").count() == 1
    shown = agent.get(agent.at(f"claims/{lawful.claim.number}/?story=contact"))
    assert "m’appeler" in shown.context["entries"][0].why


def test_words_that_warn_are_named_and_sent_once_the_agent_stands_by_them(agent, lawful):
    given = GIVEN | {"text": "Votre employeur sera prévenu."}
    asked = agent.post(url(agent, lawful), given)
    assert (asked.status_code, [one[0] for one in asked.context["warnings"]]) == (409, ["employeur"])
    assert 'name="sure"' in asked.content.decode()
    assert agent.post(url(agent, lawful), given | {"sure": "on"}).status_code == 302


@pytest.mark.parametrize("words", ["friendly", "neutral", "firm"])
def test_a_text_of_the_agency_fills_the_message(agent, ours, words):
    shown = agent.get(url(agent, ours) + f"?words={words}").context["form"].initial
    assert ours.creditor.name in shown["text"]
    assert shown["subject"]


@pytest.mark.parametrize("wrong", [{"text": ""}, {"subject": ""}])
def test_nothing_leaves_without_words(agent, lawful, wrong):
    assert agent.post(url(agent, lawful), GIVEN | wrong).status_code == 422


def test_there_are_two_ways(agent, ours):
    assert agent.get(url(agent, ours, "fax")).status_code == 404
    long = GIVEN | {"text": "é" * 2000}
    assert agent.post(url(agent, ours, "sms"), long).status_code == 422


def test_a_shut_door_sends_nothing(client, made):
    for member in (made.theirs.agent, made.ours.creditor_member):
        client.force_login(member.user)
        address = f"/{made.ours.agency.slug}/office/claims/{made.ours.claim.number}/write/email/"
        assert client.post(address, GIVEN).status_code in (403, 404)
    with acting_for(made.ours.pk):
        assert not Event.objects.filter(kind="hand_written").exists()
        assert not Message.objects.filter(kind="amicable.hand").exists()

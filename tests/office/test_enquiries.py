"""The provider of addresses on the page of a search: asked by a button, its proposal kept or refused by an agent."""

import pytest

from agencies.scope import acting_for
from amicable.models import Enquiry, Tracing
from claims.models import Debtor
from tests.world import NOW

PLACE = {"street": "Rue Neuve 2", "postcode": "7000", "city": "Mons"}


@pytest.fixture
def search(agent, ours, settings):
    """A search opened by hand where a provider is known; the address of its page."""
    settings.TRACING_URL = "http://127.0.0.1:9"
    return agent.post(agent.at(f"claims/{ours.claim.number}/trace/"), {"reason": "Facteur"}).url


@pytest.fixture
def proposed(ours, search):
    """The provider's answer to it."""
    with acting_for(ours.pk):
        row = Tracing.objects.get()
        given = {"state": "proposed", "source": "Movers", "asked_at": NOW, **PLACE}
        Enquiry.objects.create(tracing=row, party_id=row.party_id, **given)
    return search


def state(ours):
    with acting_for(ours.pk):
        return list(Enquiry.objects.values_list("state", flat=True))


def test_the_provider_is_asked_once(agent, ours, search):
    assert f"{search}ask/" in agent.get(search).content.decode()
    assert (state(ours), agent.get(f"{search}ask/").status_code) == ([], 200)
    assert agent.post(f"{search}ask/").url == search
    assert (state(ours), agent.post(f"{search}ask/").status_code) == (["waiting"], 404)


def test_without_a_provider_there_is_no_button(agent, ours, search, settings):
    settings.TRACING_URL = ""
    assert f"{search}ask/" not in agent.get(search).content.decode()
    assert (agent.post(f"{search}ask/").status_code, state(ours)) == (404, [])


def test_a_proposal_is_shown_and_kept(agent, ours, proposed):
    assert "Rue Neuve 2, 7000 Mons" in agent.get(proposed).content.decode()
    assert agent.post(f"{proposed}proposal/").status_code == 302
    with acting_for(ours.pk):
        assert Debtor.objects.get(pk=ours.claim.debtor_id).street == "Rue Neuve 2"
    assert agent.post(f"{proposed}proposal/").status_code == 404


def test_a_proposal_is_refused(agent, ours, proposed, french):
    assert "Rue Neuve 2" in agent.get(f"{proposed}refuse/").content.decode()
    assert agent.post(f"{proposed}refuse/").url == proposed
    assert (state(ours), agent.get(f"{proposed}proposal/").status_code) == (["refused"], 404)


def test_another_agency_decides_nothing(client, made, ours, proposed):
    client.force_login(made.theirs.agent.user)
    address = proposed.replace("/ours/", "/theirs/")
    assert [client.post(f"{address}{end}/").status_code for end in ("ask", "proposal", "refuse")] == [404] * 3
    assert state(ours) == ["proposed"]

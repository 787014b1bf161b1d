"""A manager records the law that a contract with a business elsewhere chose; the refusal leads there."""

import pytest

from agencies.scope import acting_for
from claims.models import Claim, Refused
from tests.world import NOW

GIVEN = {"law": "fr", "ground": "Article 12"}


@pytest.fixture
def abroad(ours) -> Claim:
    with acting_for(ours.pk):
        Claim.objects.filter(pk=ours.claim.pk).update(country="ES", debtor_kind="business")
        refused = {"act": "notice", "rule": "choice-of-law-missing", "source": "x", "reason": "x", "at": NOW}
        Refused.objects.create(claim=ours.claim, party_id=ours.claim.party_id, **refused)
    return ours.claim


def law(side) -> str:
    with acting_for(side.pk):
        return Claim.objects.get(pk=side.claim.pk).chosen_law


def test_the_refusal_leads_to_the_page_that_cures_it(manager, ours, abroad):
    address = manager.at(f"claims/{abroad.number}/law/")
    assert address in manager.get(manager.at(f"claims/{abroad.number}/")).content.decode()
    manager.post(address, GIVEN)
    assert law(ours) == "fr"


def test_a_choice_needs_its_ground(manager, ours, abroad):
    answer = manager.post(manager.at(f"claims/{abroad.number}/law/"), GIVEN | {"ground": ""})
    assert (answer.status_code, law(ours)) == (422, "")


def test_an_agent_chooses_no_law_and_is_not_led_there(agent, ours, abroad):
    address = agent.at(f"claims/{abroad.number}/law/")
    assert (agent.post(address, GIVEN).status_code, law(ours)) == (403, "")
    assert address not in agent.get(agent.at(f"claims/{abroad.number}/")).content.decode()


def test_at_home_there_is_nothing_to_choose(manager, ours):
    assert manager.post(manager.at(f"claims/{ours.claim.number}/law/"), GIVEN).status_code == 302
    assert law(ours) == ""

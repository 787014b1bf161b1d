"""A call from the page of a claim: what the outcome needs is asked for, and nothing is done behind a shut door."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.scope import acting_for
from amicable.models import Action, Promise
from claims.models import Event

EMPTY = {"note": "", "again_on": "", "again_hour": "", "amount": "", "due_on": "", "ground": ""}


def url(agent, ours) -> str:
    return agent.at(f"claims/{ours.claim.number}/call/")


def soon(days=5) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_the_page_of_a_claim_has_the_form_the_script_and_what_the_law_says(agent, ours):
    page = agent.get(agent.at(f"claims/{ours.claim.number}/"))
    assert page.context["call"]["script"]
    assert [one.rule for one in page.context["call"]["refusals"]]
    assert 'data-key="8"' in page.content.decode()


def test_a_call_is_recorded_and_told(agent, ours):
    assert agent.post(url(agent, ours), EMPTY | {"outcome": "reached", "note": "Poli."}).status_code == 302
    with acting_for(ours.pk):
        assert Action.objects.get().outcome == "reached"
    assert "Poli." in agent.get(agent.at(f"claims/{ours.claim.number}/")).content.decode()


def test_a_promise_is_taken_on_the_line(agent, ours):
    given = EMPTY | {"outcome": "promises", "amount": "250,00", "due_on": soon()}
    assert agent.post(url(agent, ours), given).status_code == 302
    with acting_for(ours.pk):
        assert Promise.objects.get().amount == 250


def test_a_promise_too_far_away_is_refused_and_nothing_is_told(agent, ours):
    given = EMPTY | {"outcome": "promises", "amount": "250,00", "due_on": soon(90)}
    assert agent.post(url(agent, ours), given).status_code == 409
    with acting_for(ours.pk):
        assert not Event.objects.filter(kind="called").exists()


@pytest.mark.parametrize(
    "given",
    [
        {"outcome": ""},
        {"outcome": "promises", "amount": "250,00"},
        {"outcome": "disputes", "ground": "other"},
        {"outcome": "call_back", "again_on": soon()},
        {"outcome": "call_back", "again_on": soon(-1), "again_hour": "10:00"},
        {"outcome": "call_back", "again_on": soon(60), "again_hour": "10:00"},
    ],
)
def test_what_the_outcome_needs_is_asked_for(agent, ours, given):
    assert agent.post(url(agent, ours), EMPTY | given).status_code == 422
    with acting_for(ours.pk):
        assert not Action.objects.exists()


def test_a_shut_door_changes_nothing(client, made):
    ours = made.ours
    for member in (made.theirs.agent, ours.creditor_member):
        client.force_login(member.user)
        address = f"/{ours.agency.slug}/office/claims/{ours.claim.number}/call/"
        assert client.post(address, EMPTY | {"outcome": "reached"}).status_code in (403, 404)
    with acting_for(ours.pk):
        assert not Action.objects.exists()

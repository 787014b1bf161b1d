"""The queue in the office: the list, the next file, files open at a colleague, hand-over; denied safely."""

import pytest
from django.utils import timezone

from agencies.models import Entity
from agencies.scope import acting_for
from agencies.services import set_team
from amicable.models import Action, QueueEntry
from amicable.services import queueing


@pytest.fixture
def waiting(ours):
    """A call to make about our claim."""
    now, on = timezone.now(), timezone.localdate()
    with acting_for(ours.pk):
        claim = ours.claim
        Action.objects.create(
            claim=claim, party_id=claim.party_id, debtor=claim.debtor, act="call", planned_on=on, on=on, made_at=now
        )
        queueing.refresh(claim.pk, at=now)
    return claim


def entry(ours) -> QueueEntry:
    with acting_for(ours.pk):
        return QueueEntry.objects.get(claim=ours.claim)


def test_the_queue_says_who_waits_and_why(agent, waiting):
    table = agent.get(agent.at("queue/")).context["table"]
    assert [row.cells[0].text for row in table.rows] == [waiting.debtor.name]
    assert "acte à faire 20" in table.rows[0].cells[1].note or "act due 20" in table.rows[0].cells[1].note


def test_next_opens_the_file_and_the_page_says_until_when(agent, ours, waiting):
    answer = agent.post(agent.at("queue/next/"))
    assert answer.url == agent.at(f"claims/{waiting.number}/")
    assert entry(ours).leased_to_id == ours.agent.pk
    assert agent.get(answer.url).context["place"]["tone"] == "ok"


def test_nobody_waits_is_said(agent, ours):
    assert agent.post(agent.at("queue/next/")).url == agent.at("queue/")


def test_next_follows_how_the_queue_was_narrowed(agent, ours, waiting):
    with acting_for(ours.pk):
        QueueEntry.objects.update(language="nl")
    agent.get(agent.at("queue/"), {"language": "nl"})
    assert agent.post(agent.at("queue/next/")).url == agent.at(f"claims/{waiting.number}/")


def test_a_colleague_sees_that_the_file_is_open_and_cannot_take_it(agent, ours, waiting):
    with acting_for(ours.pk):
        queueing.take(claim_id=waiting.pk, member_id=ours.manager.pk, at=timezone.now())
    page = agent.get(agent.at(f"claims/{waiting.number}/"))
    assert page.context["place"]["tone"] == "danger"
    agent.post(agent.at(f"claims/{waiting.number}/take/"))
    assert entry(ours).leased_to_id == ours.manager.pk


def test_a_file_is_handed_over_and_given_back(agent, ours, waiting):
    url = agent.at(f"claims/{waiting.number}/hand-over/")
    assert agent.post(url, {"agent": ours.manager.pk}).status_code == 302
    assert entry(ours).assigned_to_id == ours.manager.pk
    agent.post(url, {"agent": ""})
    assert entry(ours).assigned_to_id is None


def test_a_file_goes_to_no_stranger(agent, ours, made, waiting):
    url = agent.at(f"claims/{waiting.number}/hand-over/")
    assert agent.post(url, {"agent": made.theirs.agent.pk}).status_code == 422
    assert agent.post(url, {"agent": ours.creditor_member.pk}).status_code == 422


@pytest.mark.parametrize("what", ["queue/next/", "claims/{n}/take/", "claims/{n}/hand-over/"])
def test_a_shut_door_changes_nothing(client, made, waiting, what):
    ours = made.ours
    before = entry(ours)
    for member in (made.theirs.agent, ours.creditor_member):
        client.force_login(member.user)
        url = f"/{ours.agency.slug}/office/{what.format(n=waiting.number)}"
        assert client.post(url, {"agent": ""}).status_code in (403, 404)
    after = entry(ours)
    assert (after.leased_to_id, after.assigned_to_id) == (before.leased_to_id, before.assigned_to_id)


@pytest.fixture
def teamed(ours):
    """Our agent is of a team that has no file; the file that waits is of the other."""
    with acting_for(ours.pk):
        row = ours.entity
        other = Entity.objects.create(
            name="Autre équipe", country=row.country, street="Rue 1", postcode="7000", city="Mons"
        )
        set_team(member=ours.agent, entity_id=other.pk, at=timezone.now())
    return other


def test_the_first_look_of_a_session_is_at_ones_team_and_then_at_what_one_likes(agent, waiting, teamed):
    page = agent.at("queue/")
    assert agent.get(page).url == f"{page}?team={teamed.pk}"
    assert agent.get(f"{page}?team={teamed.pk}").context["table"].rows == []
    assert len(agent.get(page).context["table"].rows) == 1


def test_next_is_of_ones_team_unless_the_queue_was_narrowed(agent, waiting, teamed):
    assert agent.post(agent.at("queue/next/")).url == agent.at("queue/")
    agent.get(f"{agent.at('queue/')}?team={teamed.pk}")
    agent.get(agent.at("queue/"))
    assert agent.post(agent.at("queue/next/")).url == agent.at(f"claims/{waiting.number}/")

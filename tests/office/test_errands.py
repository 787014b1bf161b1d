"""A file put before a manager and given back, a visit planned, the creditor asked: from the page of a claim."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies.scope import acting_for
from amicable.models import Action, PaperRequest, QueueEntry
from amicable.services import queueing
from claims.models import Event, Hold
from tests.amicable.test_queueing import task
from tests.world import claim


def page(browser, ours, what=""):
    return browser.at(f"claims/{ours.claim.number}/{what}")


def before_the_manager(ours) -> dict[str, str]:
    return {"manager": str(ours.manager.pk), "reason": "Menace de porter plainte."}


def entry(ours) -> QueueEntry:
    with acting_for(ours.pk):
        return QueueEntry.objects.get(claim=ours.claim)


def test_a_file_put_before_a_manager_comes_first_to_that_manager_alone(agent, ours):
    with acting_for(ours.pk):
        task(claim(ours.contract))
    assert agent.post(page(agent, ours, "escalate/"), before_the_manager(ours)).status_code == 302
    assert (entry(ours).why, entry(ours).assigned_to_id) == ("escalated", ours.manager.pk)
    with acting_for(ours.pk):
        now = timezone.now()
        assert queueing.take_next(member_id=ours.manager.pk, at=now) == ours.claim.pk
        assert queueing.take_next(member_id=ours.agent.pk, at=now) != ours.claim.pk


def test_the_manager_gives_it_back_with_an_answer(agent, ours):
    agent.post(page(agent, ours, "escalate/"), before_the_manager(ours))
    agent.post(page(agent, ours, "escalate/"), before_the_manager(ours))
    assert "Menace de porter plainte" in agent.get(page(agent, ours)).content.decode()
    assert agent.post(page(agent, ours, "give-back/"), {"answer": "Continuez."}).status_code == 302
    assert (entry(ours).is_ready, entry(ours).assigned_to_id) == (False, ours.agent.pk)
    assert agent.get(page(agent, ours, "give-back/")).status_code == 404
    with acting_for(ours.pk):
        assert [Event.objects.filter(kind=kind).count() for kind in ("escalated", "escalation_ended")] == [1, 1]


def test_a_visit_that_the_law_refuses_is_not_planned(agent, ours):
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    assert agent.post(page(agent, ours, "visit/plan/"), {"on": day}).status_code == 409
    yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
    assert agent.post(page(agent, ours, "visit/plan/"), {"on": yesterday}).status_code == 422
    with acting_for(ours.pk):
        assert not Action.objects.exists()


@pytest.mark.parametrize(("rests", "holds"), [("", 0), ("on", 1)])
def test_the_creditor_is_asked_and_the_file_rests_where_the_agent_says_so(agent, ours, rests, holds):
    given = {"by": "agent", "what": "Le débiteur a-t-il reçu la livraison ?", "rests": rests}
    assert agent.post(page(agent, ours, "papers/ask/"), given).status_code == 302
    with acting_for(ours.pk):
        assert PaperRequest.objects.count() == 1
        assert Hold.objects.filter(kind="papers_asked", ended_on=None).count() == holds


@pytest.mark.parametrize("what", ["escalate/", "give-back/", "visit/plan/"])
def test_a_shut_door_changes_nothing(client, made, what):
    for member in (made.theirs.agent, made.ours.creditor_member):
        client.force_login(member.user)
        url = f"/{made.ours.agency.slug}/office/claims/{made.ours.claim.number}/{what}"
        assert client.post(url, before_the_manager(made.ours)).status_code in (403, 404)
    with acting_for(made.ours.pk):
        assert not Event.objects.filter(kind="escalated").exists()
        assert not Action.objects.exists()

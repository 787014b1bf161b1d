"""Visits: a round by postcode, in the calendar, its results from the door; denied safely."""

import pytest
from django.utils import timezone

from agencies.scope import acting_for
from amicable.models import Action
from claims.models import Claim, Debtor, Event
from jobs.models import Job
from tests.world import file


@pytest.fixture
def due(ours) -> Claim:
    """A visit to make for our claim, and one elsewhere."""
    now, on = timezone.now(), timezone.localdate()
    with acting_for(ours.pk):
        Debtor.objects.filter(pk=ours.others_claim.debtor_id).update(postcode="7000", city="Mons")
        for one in (ours.claim, ours.others_claim):
            given = {"act": "visit", "planned_on": on, "on": on, "made_at": now, "debtor_id": one.debtor_id}
            Action.objects.create(claim=one, party_id=one.party_id, **given)
    return ours.claim


def test_visits_are_grouped_by_postcode(agent, due):
    tables = agent.get(agent.at("visits/")).context["tables"]
    assert [table.caption.split(" ·")[0] for table in tables] == ["BE 1000 Bruxelles", "BE 7000 Mons"]
    assert tables[0].rows[0].url == agent.at(f"claims/{due.number}/visit/")


def test_without_a_visit_the_page_says_so(agent, ours):
    assert agent.get(agent.at("visits/")).context["tables"] == []


def test_the_round_goes_into_a_calendar(agent, due):
    answer = agent.get(agent.at("visits/visits.ics"))
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer.content.count(b"BEGIN:VEVENT") == 2
    assert b"Rue Haute 1\\, 1000 Bruxelles\\, BE" in answer.content


def test_a_result_is_entered_once(agent, ours, due):
    url = agent.at(f"claims/{due.number}/visit/")
    assert agent.get(url).context["refusal"] is not None  # no lawful notice has left
    assert agent.post(url, {"outcome": "absent", "note": "Volets fermés."}).status_code == 302
    with acting_for(ours.pk):
        assert Action.objects.get(claim=due).outcome == "absent"
        assert Event.objects.filter(claim=due, kind="visited").count() == 1
    agent.post(url, {"outcome": "absent"})
    with acting_for(ours.pk):
        assert Event.objects.filter(claim=due, kind="visited").count() == 1


def test_a_consumer_in_belgium_gets_a_document_at_the_door(agent, ours, due):
    with acting_for(ours.pk):
        Claim.objects.filter(pk=due.pk).update(debtor_kind="consumer")
    assert agent.get(agent.at(f"claims/{due.number}/visit/")).context["consequences"]


def test_a_shut_door_changes_nothing(client, made, due):
    ours = made.ours
    for member in (made.theirs.agent, ours.creditor_member):
        client.force_login(member.user)
        url = f"/{ours.agency.slug}/office/claims/{due.number}/visit/"
        assert client.post(url, {"outcome": "absent"}).status_code in (403, 404)
    with acting_for(ours.pk):
        assert Action.objects.filter(state="open").count() == 2


def test_a_route_sheet_is_asked_for_and_followed(agent, ours, due):
    answer = agent.post(agent.at("visits/sheet/"), {"on": timezone.localdate().isoformat(), "agent": ours.agent.pk})
    with acting_for(ours.pk):
        job = Job.objects.get(kind="tour")
    assert answer["Location"] == agent.at(f"visits/sheet/{job.uid}/")
    page = agent.get(answer["Location"])
    assert page.context["file"] is None
    assert not page.context["failed"]


def test_the_page_of_a_route_sheet_shows_no_other_job(agent, ours):
    assert agent.get(agent.at(f"visits/sheet/{ours.job.uid}/")).status_code == 404


def test_only_what_was_printed_can_be_handed_over(agent, ours, due):
    url = agent.at(f"claims/{due.number}/visit/")
    assert "handed_over" not in agent.get(url).context["form"].fields
    with acting_for(ours.pk):
        Action.objects.filter(claim=due).update(proof=file(due.party_id))
    assert "handed_over" in agent.get(url).context["form"].fields
    assert agent.post(url, {"outcome": "absent", "handed_over": "on"}).status_code == 422
    assert agent.post(url, {"outcome": "refuses", "handed_over": "on"}).status_code == 302
    with acting_for(ours.pk):
        assert Event.objects.filter(claim=due, kind="handed").count() == 1


def test_a_business_is_looked_up_from_the_page_of_visits(agent, ours, due):
    with acting_for(ours.pk):
        Debtor.objects.filter(pk=due.debtor_id).update(enterprise_number="0403170701")
        Claim.objects.update(opened_on="2020-01-01")
    first = agent.get(agent.at("visits/")).context["tables"][0]
    assert [row.url for row in first.rows] == [agent.at(f"claims/{due.number}/checked/")]
    assert agent.get(first.rows[0].url).context["form"]["register"].initial == "bce"
    assert agent.post(first.rows[0].url, {"register": "bce"}).url == agent.at("visits/")
    assert len(agent.get(agent.at("visits/")).context["tables"]) == 2


def test_who_has_no_number_is_not_looked_up(agent, ours, due):
    assert agent.post(agent.at(f"claims/{due.number}/checked/"), {"register": "bce"}).status_code == 302
    with acting_for(ours.pk):
        assert not Event.objects.filter(kind="standing_checked").exists()

"""One act on many files: shown first, done by a job, refusals listed, taken back where that is possible."""

import pytest

from agencies.scope import acting_for
from amicable.models import PaperRequest, PayerProfile, QueueEntry, Run
from amicable.tasks import act_on_many
from claims.models import Claim, Hold
from claims.services import lifecycle
from jobs.models import Job
from tests.world import DAY, NOW, claim

FORMS = {
    "hold": {"kind": "creditor_asked", "reason": "Vérification.", "until": ""},
    "release": {},
    "assign": {"agent": ""},
    "papers": {"by": "agent", "what": "le bon de commande"},
    "profile": {"kind": "bad"},
    "stop": {"reason": "Sans espoir."},
}


@pytest.fixture
def three(ours) -> list[int]:
    """Two open files and one that is closed, by number."""
    with acting_for(ours.pk):
        ended = claim(ours.contract, stage="closed", closed_on=DAY, closed_as="paid")
        return [ours.claim.number, claim(ours.contract).number, ended.number]


def run(browser, ours, act, numbers, **more) -> Job:
    """Confirm the act in the browser, and let the worker do it."""
    given = {"row": numbers, "sure": "1", **FORMS[act], **more}
    answer = browser.post(browser.at(f"claims/bulk/{act}/"), given)
    assert answer.status_code == 302, answer.context["form"].errors
    uid = answer["Location"].rstrip("/").rpartition("/")[2]
    with acting_for(ours.pk):
        job = Job.objects.get(uid=uid)
    data = {name: value for name, value in {**FORMS[act], **more}.items() if value}
    act_on_many(agency_id=ours.pk, job_id=job.pk, act=act, numbers=numbers, given=data)
    return job


def open_holds(ours) -> int:
    with acting_for(ours.pk):
        return Hold.objects.filter(ended_on=None, kind="creditor_asked").count()


@pytest.mark.parametrize("act", FORMS)
def test_what_it_would_do_is_shown_and_nothing_is_done(agent, ours, three, act):
    shown = agent.post(agent.at(f"claims/bulk/{act}/"), {"row": three})
    assert shown.status_code == 200
    refused = [row.key for row in shown.context["refused"].rows]
    assert str(three[2]) in refused
    assert (len(refused) == 3) == (act in ("release", "stop"))
    with acting_for(ours.pk):
        assert not Job.objects.filter(kind="bulk").exists()


def test_files_rest_and_the_way_back_ends_it(agent, ours, three):
    job = run(agent, ours, "hold", three)
    assert open_holds(ours) == 2
    shown = agent.get(agent.at(f"claims/bulk/done/{job.uid}/"))
    assert [row.cells[1].text for row in shown.context["refused"].rows] == ["le dossier est clos"]
    assert agent.post(shown.context["undo"].url).status_code == 302
    assert open_holds(ours) == 0


def test_done_twice_by_two_workers_it_is_done_once(agent, ours, three):
    run(agent, ours, "hold", three)
    run(agent, ours, "hold", three)
    assert open_holds(ours) == 2


def test_holds_of_an_arrangement_are_not_ended_by_hand(agent, ours, three):
    with acting_for(ours.pk):
        given = {"since": DAY, "reason": "x", "at": NOW}
        lifecycle.hold(claim_id=ours.claim.pk, kind="creditor_asked", **given)
        PaperRequest.objects.create(
            claim=ours.claim, party_id=ours.claim.party_id, asked_on=DAY, asked_by="debtor", what="x", answer_by=DAY,
            hold=lifecycle.hold(claim_id=ours.claim.pk, kind="papers_asked", **given),
        )  # fmt: skip
    run(agent, ours, "release", three)
    with acting_for(ours.pk):
        assert list(Hold.objects.filter(ended_on=None).values_list("kind", flat=True)) == ["papers_asked"]


def test_files_are_charged_to_an_agent_and_given_back(agent, ours, three):
    job = run(agent, ours, "assign", three, agent=str(ours.agent.pk))
    with acting_for(ours.pk):
        assert set(QueueEntry.objects.values_list("assigned_to_id", flat=True)) == {ours.agent.pk}
    agent.post(agent.at(f"claims/bulk/done/{job.uid}/undo/"))
    with acting_for(ours.pk):
        assert set(QueueEntry.objects.values_list("assigned_to_id", flat=True)) == {None}


def test_papers_are_asked_once_and_profiles_said(agent, ours, three):
    run(agent, ours, "papers", three)
    run(agent, ours, "papers", three)
    run(agent, ours, "profile", three)
    with acting_for(ours.pk):
        assert PaperRequest.objects.count() == 2
        assert set(PayerProfile.objects.values_list("kind", flat=True)) == {"bad"}


def test_a_form_that_says_nothing_is_shown_again(agent, ours, three):
    answer = agent.post(agent.at("claims/bulk/hold/"), {"row": three, "sure": "1", "kind": "death", "reason": ""})
    assert answer.status_code == 422
    assert agent.post(agent.at("claims/bulk/burn/"), {"row": three}).status_code == 404
    assert agent.post(agent.at("claims/bulk/hold/"), {}).status_code == 302


def test_a_shut_door_does_nothing(client, made, three):
    ours = made.ours
    for member in (made.theirs.agent, ours.creditor_member):
        client.force_login(member.user)
        url = f"/{ours.agency.slug}/office/claims/bulk/hold/"
        assert client.post(url, {"row": three, "sure": "1", **FORMS["hold"]}).status_code in (403, 404)
    assert open_holds(ours) == 0
    with acting_for(ours.pk):
        assert not Job.objects.filter(kind="bulk").exists()
        assert not Run.objects.exists()
        assert Claim.objects.get(pk=ours.claim.pk).stage == "paynow"

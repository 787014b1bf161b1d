"""What leaves the house: the partner's letter reported, the certificate, the complete file; shut doors ask nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.scope import acting_for
from amicable.models import Action
from claims.models import Claim, Decision
from jobs.models import Job
from tests.world import DAY, NOW

PROOF = b"%PDF-1.7 the partner's letter"


@pytest.fixture
def task(ours) -> Action:
    """The partner's letter is asked for, to a Belgian consumer."""
    with acting_for(ours.pk):
        Claim.objects.filter(pk=ours.claim.pk).update(debtor_kind="consumer", notified_on=DAY, notified_by="post")
        given = {"planned_on": DAY, "on": DAY, "made_at": NOW, "debtor_id": ours.claim.debtor_id}
        return Action.objects.create(claim=ours.claim, party_id=ours.claim.party_id, act="partner-letter", **given)


def report(client, ours):
    proof = SimpleUploadedFile("lettre.pdf", PROOF, "application/pdf")
    address = f"/{ours.agency.slug}/office/claims/{ours.claim.number}/partner-letter/"
    return client.post(address, {"sent_on": DAY.isoformat(), "proof": proof})


def test_the_partner_s_letter_is_reported_with_its_proof_and_its_wait_is_said(agent, ours, task):
    assert agent.get(agent.at(f"claims/{ours.claim.number}/partner-letter/")).context["consequences"]
    assert report(agent, ours).status_code == 302
    with acting_for(ours.pk):
        assert Action.objects.get().state == "done"
        assert Claim.objects.get(pk=ours.claim.pk).partner_letter_on == DAY
        assert [one.file.name for one in ours.claim.documents.all()] == ["lettre.pdf"]


def test_a_letter_that_has_not_left_is_not_reported(agent, ours, task):
    address = agent.at(f"claims/{ours.claim.number}/partner-letter/")
    assert agent.post(address, {"sent_on": "2999-01-01"}).status_code == 422
    with acting_for(ours.pk):
        assert Action.objects.get().state == "open"


def test_a_certificate_is_refused_before_the_end_of_the_stage_and_written_once_after(agent, ours):
    address = agent.at(f"claims/{ours.claim.number}/certificate/")
    assert agent.get(address).context["refusal"] is not None
    assert agent.post(address).status_code == 409
    with acting_for(ours.pk):
        party = ours.claim.party_id
        Decision.objects.create(claim=ours.claim, party_id=party, stage_ended="amicable", asked_on=DAY)
    assert [agent.post(address).status_code, agent.post(address).status_code] == [302, 302]
    with acting_for(ours.pk):
        assert ours.claim.events.filter(kind="certificate_asked").count() == 1


def test_the_complete_file_is_followed_where_exports_are(agent, ours):
    answer = agent.post(agent.at(f"claims/{ours.claim.number}/complete/"))
    with acting_for(ours.pk):
        job = Job.objects.get(kind="export")
    assert (answer["Location"], job.party_id) == (agent.at(f"claims/exports/{job.uid}/"), None)


def test_shut_doors_ask_nothing(client, made, task):
    ours = made.ours
    for member in (made.theirs.agent, ours.creditor_member):
        client.force_login(member.user)
        address = f"/{ours.agency.slug}/office/claims/{ours.claim.number}"
        assert client.post(f"{address}/complete/").status_code in (403, 404)
        assert client.post(f"{address}/certificate/").status_code in (403, 404)
        assert report(client, ours).status_code in (403, 404)
    with acting_for(ours.pk):
        assert (Job.objects.filter(kind="export").count(), Action.objects.get().state) == (0, "open")

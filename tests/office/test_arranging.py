"""Promises, plans, disputes, papers and complaints from the page of a claim: asked first, done once, denied safely."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agencies.scope import acting_for
from amicable.models import Complaint, Dispute, PaperRequest, Plan, Promise
from amicable.services.disputing import answer, raise_dispute
from claims.models import Claim, Document, Event, Hold


def soon(days=10):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


PLAN = {"number": "3", "every": "month", "way": "call", "amount": "", "discount": "", "seen": ""}
SAID = {"by": "debtor", "way": "call", "ground": "faulty", "said": "La machine fuit.", "amount": ""}
COMPLAINT = {"name": "Mme Maes", "way": "letter", "subject": "hours", "said": "Appelée à 22 h.", "number": ""}


def page(agent, ours, what=""):
    return agent.at(f"claims/{ours.claim.number}/{what}")


def promised():
    return {"amount": "400,00", "due_on": soon(), "way": "call"}


def test_a_promise_is_recorded_and_shown(agent, ours):
    assert agent.post(page(agent, ours, "promise/"), promised()).status_code == 302
    shown = agent.get(page(agent, ours))
    assert "400,00" in shown.content.decode()
    with acting_for(ours.pk):
        assert Promise.objects.get().state == "open"


def test_a_promise_too_far_away_is_refused_and_says_why(agent, ours):
    answer = agent.post(page(agent, ours, "promise/"), promised() | {"due_on": soon(60)})
    assert answer.status_code == 409
    with acting_for(ours.pk):
        assert not Promise.objects.exists()


def test_a_plan_is_shown_instalment_by_instalment_before_it_is_agreed(agent, ours):
    given = PLAN | {"first_on": soon()}
    first = agent.post(page(agent, ours, "plan/"), given)
    with acting_for(ours.pk):
        assert not Plan.objects.exists()
    seen = first.context["form"].data["seen"]
    assert len(seen.split(";")) == 3
    assert agent.post(page(agent, ours, "plan/"), given | {"seen": seen}).status_code == 302
    with acting_for(ours.pk):
        assert Plan.objects.get().state == "agreed"
    assert agent.get(page(agent, ours)).context["arranged"].instalments.rows


def test_another_plan_than_the_one_shown_is_shown_again(agent, ours):
    given = PLAN | {"first_on": soon()}
    seen = agent.post(page(agent, ours, "plan/"), given).context["form"].data["seen"]
    assert agent.post(page(agent, ours, "plan/"), given | {"number": "4", "seen": seen}).status_code == 200
    with acting_for(ours.pk):
        assert not Plan.objects.exists()


@pytest.mark.parametrize("wrong", [{"number": ""}, {"amount": "50,00"}, {"first_on": "hier"}])
def test_a_plan_that_says_nothing_or_two_things_is_not_cut(agent, ours, wrong):
    assert agent.post(page(agent, ours, "plan/"), PLAN | {"first_on": soon()} | wrong).status_code == 422


def test_a_dispute_is_recorded_decided_and_its_hold_is_not_ended_by_hand(agent, ours):
    assert agent.post(page(agent, ours, "dispute/"), SAID).status_code == 302
    with acting_for(ours.pk):
        rest = Hold.objects.get(claim=ours.claim, ended_on=None)
    agent.post(page(agent, ours, f"holds/{rest.pk}/end/"))
    with acting_for(ours.pk):
        assert Hold.objects.get(pk=rest.pk).ended_on is None
    decided = {"outcome": "rejected", "reduced_by": "", "reasons": "Vu la facture."}
    assert agent.post(page(agent, ours, "dispute/decide/"), decided).status_code == 302
    with acting_for(ours.pk):
        assert (Dispute.objects.get().state, Hold.objects.get(pk=rest.pk).ended_on) == (
            "rejected",
            timezone.localdate(),
        )


def test_papers_are_asked_of_the_creditor(agent, ours):
    agent.post(page(agent, ours, "papers/ask/"), {"by": "debtor", "what": "le bon de livraison"})
    with acting_for(ours.pk):
        assert PaperRequest.objects.get().what == "le bon de livraison"


def test_a_complaint_is_entered_answered_once_and_exported(agent, ours):
    given = COMPLAINT | {"received_on": timezone.localdate().isoformat(), "number": ours.claim.number}
    assert agent.post(agent.at("complaints/new/"), given).status_code == 302
    with acting_for(ours.pk):
        made = Complaint.objects.get()
    answer = {"outcome": "founded", "text": "Nos excuses.", "measures": "Horaires revus."}
    assert agent.post(agent.at(f"complaints/{made.uid}/"), answer).status_code == 302
    sheet = agent.get(agent.at("complaints/register.csv")).content.decode("utf-8-sig")
    assert "Mme Maes" in sheet
    assert "Nos excuses." in sheet
    assert agent.get(agent.at("complaints/?look=open")).context["table"].rows == []


def test_a_complaint_about_a_file_that_is_not_there_says_so(agent, ours):
    given = COMPLAINT | {"received_on": timezone.localdate().isoformat(), "number": "999999"}
    assert agent.post(agent.at("complaints/new/"), given).status_code == 422
    with acting_for(ours.pk):
        assert not Complaint.objects.exists()


ACTS = {"promise/": promised, "plan/": lambda: PLAN, "dispute/": lambda: SAID, "papers/ask/": lambda: {"by": "agent"}}


@pytest.mark.parametrize("what", [*ACTS, "promise/cancel/", "plan/end/", "dispute/decide/", "dispute/withdraw/"])
def test_a_shut_door_changes_nothing(client, made, what):
    with acting_for(made.ours.pk):
        raise_dispute(
            claim_id=made.ours.claim.pk,
            by="agent",
            ground="other",
            said="x",
            on=timezone.localdate(),
            at=timezone.now(),
        )
        before = Event.objects.count()
    for member in (made.theirs.agent, made.ours.creditor_member):
        client.force_login(member.user)
        url = f"/{made.ours.agency.slug}/office/claims/{made.ours.claim.number}/{what}"
        assert client.post(url, ACTS.get(what, dict)()).status_code in (403, 404)
    with acting_for(made.ours.pk):
        assert Event.objects.count() == before
        assert Claim.objects.get(pk=made.ours.claim.pk).stage == "paynow"


def test_a_manager_sets_the_limits_of_a_creditor_and_they_hold(manager, ours):
    url = manager.at(f"creditors/{ours.creditor.number}/plans/")
    wrong = {"minimum": "0", "longest_months": "1", "discount_percent": "100"}
    assert manager.post(url, wrong).status_code == 422
    given = {"minimum": "600,00", "longest_months": "1", "discount_percent": "5"}
    assert manager.post(url, given).status_code == 302
    refused = manager.post(page(manager, ours, "plan/"), PLAN | {"first_on": soon()})
    assert refused.status_code == 409
    with acting_for(ours.pk):
        assert not Plan.objects.exists()


def test_today_says_what_is_to_be_decided_and_answered(agent, ours):
    now = {"on": timezone.localdate(), "at": timezone.now()}
    with acting_for(ours.pk):
        made = raise_dispute(claim_id=ours.claim.pk, by="debtor", ground="faulty", said="Elle fuit.", **now)
        answer(dispute_id=made.pk, position="rejects", text="Non.", at=now["at"])
    agent.post(agent.at("complaints/new/"), COMPLAINT | {"received_on": timezone.localdate().isoformat()})
    [(_, table)] = [one for one in agent.get(agent.at()).context["tables"] if one[0] == "arranged"]
    assert [row.cells[1].text for row in table.rows] == [str(ours.claim.number), "–"]


def test_a_dispute_comes_with_its_paper_or_is_not_taken(agent, ours):
    wrong = SimpleUploadedFile("virus.pdf", b"MZ\x00")
    assert agent.post(page(agent, ours, "dispute/"), SAID | {"paper": wrong}).status_code == 422
    photo = SimpleUploadedFile("photo.png", b"\x89PNG\r\n\x1a\n...")
    assert agent.post(page(agent, ours, "dispute/"), SAID | {"paper": photo}).status_code == 302
    with acting_for(ours.pk):
        assert Dispute.objects.count() == 1
        assert [row.file.name for row in Document.objects.filter(claim=ours.claim)] == ["photo.png"]

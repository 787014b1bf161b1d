"""The creditor's credit insurance on the portal: a policy, a claim from its declaration to what was paid."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agencies.scope import acting_for
from amicable.models import InsurancePolicy, InsuredClaim, InsurerPayment
from core.dates import add_months
from jobs.models import Job

PDF = b"%PDF-1.4\n%%EOF"


def given(**fields) -> dict[str, str]:
    """A policy as its form sends it."""
    usual = {"insurer": "Assureur fictif SA", "number": "AC-1", "since": "2026-01-01", "until": "", "customers": ""}
    return usual | {"declare_from_months": "2", "declare_until_months": "4", "papers_within_days": "30"} | fields


@pytest.fixture
def insured(creditor, ours):
    """Our claim under a policy."""
    assert creditor.post(creditor.at("insurance/policies/new/"), given()).status_code == 302
    with acting_for(ours.pk):
        return InsuredClaim.objects.select_related("claim").get()


def state(ours) -> str:
    with acting_for(ours.pk):
        return InsuredClaim.objects.get().state


def test_a_policy_is_recorded_once_and_changed(creditor, ours, insured):
    assert creditor.post(creditor.at("insurance/policies/new/"), given()).status_code == 422
    page = creditor.at(f"insurance/policies/{insured.policy_id}/")
    assert creditor.post(page, given(papers_within_days="20")).status_code == 302
    with acting_for(ours.pk):
        assert InsurancePolicy.objects.get().papers_within_days == 20


def test_what_ends_before_it_begins_is_refused(creditor, ours):
    page = creditor.at("insurance/policies/new/")
    assert creditor.post(page, given(declare_from_months="5")).status_code == 422
    assert creditor.post(page, given(until="2025-01-01")).status_code == 422
    with acting_for(ours.pk):
        assert not InsurancePolicy.objects.exists()


def test_a_claim_goes_step_by_step_to_what_the_insurer_paid(creditor, ours, insured):
    page, on = creditor.at(f"claims/{insured.claim.number}/insurance/"), timezone.localdate().isoformat()
    creditor.post(page, {"on": on, "amount": "1000,00", "reference": "S-77"})
    assert state(ours) == "declared"
    creditor.post(page, {"on": on})
    creditor.post(page, {"on": on, "accepted": "yes", "reason": ""})
    assert state(ours) == "accepted"
    proof = SimpleUploadedFile("avis.pdf", PDF)
    creditor.post(page, {"on": on, "amount": "900,00", "reference": "VIR", "proof": proof})
    with acting_for(ours.pk):
        assert InsurerPayment.objects.get().proof.name == "avis.pdf"
    assert len(creditor.get(page).context["payments"].rows) == 1


def test_a_proof_that_is_no_paper_is_refused(creditor, ours, insured):
    page, on = creditor.at(f"claims/{insured.claim.number}/insurance/"), timezone.localdate().isoformat()
    for data in ({"on": on, "amount": "1"}, {"on": on}, {"on": on, "accepted": "yes"}):
        creditor.post(page, data)
    sent = {"on": on, "amount": "1", "proof": SimpleUploadedFile("x.html", b"<html></html>")}
    assert creditor.post(page, sent).status_code == 422
    with acting_for(ours.pk):
        assert not InsurerPayment.objects.exists()


def test_a_day_to_come_is_not_declared(creditor, ours, insured):
    page = creditor.at(f"claims/{insured.claim.number}/insurance/")
    assert creditor.post(page, {"on": "2999-01-01", "amount": "1"}).status_code == 422
    assert state(ours) == "covered"


def test_the_home_warns_thirty_days_before(creditor, ours, insured):
    def warned() -> bool:
        tables = creditor.get(creditor.at()).context["tables"]
        return any(row.url.endswith("/insurance/") for table in tables for row in table.rows)

    with acting_for(ours.pk):
        InsuredClaim.objects.update(due_on=add_months(timezone.localdate(), 2))
    assert not warned()
    with acting_for(ours.pk):
        InsuredClaim.objects.update(due_on=timezone.localdate())
    assert warned()


def test_the_insurers_file_is_asked_for(creditor, ours, insured):
    answer = creditor.post(creditor.at(f"claims/{insured.claim.number}/insurance/file/"))
    with acting_for(ours.pk):
        job = Job.objects.get(kind="export")
    assert answer["Location"].endswith(f"{job.uid}/")


def test_shut_doors_change_nothing(insured, stranger, ours):
    number = insured.claim.number
    for path, data in (
        (f"claims/{number}/insurance/", {"on": "2026-03-02", "amount": "1"}),
        (f"claims/{number}/insurance/file/", {}),
        (f"insurance/policies/{insured.policy_id}/", given(insurer="Autre")),
    ):
        assert stranger.post(stranger.at(path), data).status_code == 404
    assert state(ours) == "covered"
    with acting_for(ours.pk):
        assert InsurancePolicy.objects.get().insurer == "Assureur fictif SA"

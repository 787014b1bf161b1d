"""What a creditor does with a file, and what nobody else can do to it."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agencies.scope import acting_for
from claims.models import Claim, Credit, Decision, Document, Event, Hold
from claims.queries.timeline import timeline
from claims.services.lifecycle import ask_decision
from jobs.models import Job
from tests.world import DAY, NOW


@pytest.fixture
def claim(ours):
    return ours.claim


@pytest.fixture
def asked(ours, claim):
    with acting_for(ours.pk):
        return ask_decision(claim, on=DAY, at=NOW)


def act(client, claim, name, **given):
    return client.post(client.at(f"claims/{claim.number}/{name}/"), given)


def now(claim) -> Claim:
    with acting_for(claim.agency_id):
        return Claim.objects.get(pk=claim.pk)


@pytest.mark.parametrize(("choice", "stage"), [("amicable", "amicable"), ("keep", "closed")])
def test_a_decision_moves_the_file(creditor, claim, asked, choice, stage):
    assert act(creditor, claim, "decide", choice=choice).status_code == 302
    assert now(claim).stage == stage


def test_the_judicial_stage_takes_an_express_consent(creditor, claim, asked):
    assert act(creditor, claim, "decide", choice="judicial").status_code == 422
    assert now(claim).stage == "paynow"
    act(creditor, claim, "decide", choice="judicial", consent="on")
    assert now(claim).stage == "judicial"
    with acting_for(claim.agency_id):
        said = {told.kind: told.detail for told in timeline(claim.pk)}["decided"]
    assert len(said["consent"]) > 50


def test_nothing_is_decided_that_was_not_asked(creditor, claim):
    assert act(creditor, claim, "decide", choice="amicable").status_code == 302
    assert now(claim).stage == "paynow"


def test_a_payment_sent_twice_counts_once(creditor, claim):
    given = {"amount": "100,50", "value_on": "2026-03-01", "token": uuid4()}
    for _ in range(2):
        assert act(creditor, claim, "payment", **given).status_code == 302
    with acting_for(claim.agency_id):
        assert [credit.amount for credit in Credit.objects.filter(claim=claim)] == [Decimal("100.50")]


@pytest.mark.parametrize(("amount", "days"), [("0", 0), ("-5", 0), ("abc", 0), ("9999999999999", 0), ("10", 1)])
def test_an_impossible_payment_is_refused(creditor, claim, amount, days):
    day = timezone.localdate() + timedelta(days=days)
    assert act(creditor, claim, "payment", amount=amount, value_on=day, token=uuid4()).status_code == 422
    with acting_for(claim.agency_id):
        assert not Credit.objects.exists()


def test_the_full_payment_closes_the_file(creditor, claim):
    act(creditor, claim, "payment", amount="5000", value_on=timezone.localdate(), token=uuid4())
    assert now(claim).closed_as == "paid"


def test_withdrawing_stops_every_act_once(creditor, claim):
    for _ in range(2):
        act(creditor, claim, "withdraw")
    with acting_for(claim.agency_id):
        assert [hold.kind for hold in Hold.objects.filter(claim=claim)] == ["withdrawal"]


def test_the_kind_is_said_once(creditor, claim):
    with acting_for(claim.agency_id):
        Claim.objects.filter(pk=claim.pk).update(debtor_kind="unknown")
    act(creditor, claim, "kind", kind="consumer")
    act(creditor, claim, "kind", kind="business")
    assert now(claim).debtor_kind == "consumer"


def test_a_paper_is_kept_and_a_page_that_runs_is_not(creditor, claim):
    page = SimpleUploadedFile("invoice.pdf", b"<html><script>")
    assert act(creditor, claim, "document", kind="invoice", file=page).status_code == 422
    pdf = SimpleUploadedFile("invoice.pdf", b"%PDF-1.7 invoice")
    assert act(creditor, claim, "document", kind="invoice", file=pdf).status_code == 302
    with acting_for(claim.agency_id):
        paper = Document.objects.select_related("file").get(claim=claim)
    shown = creditor.get(creditor.at(f"files/{paper.file.uid}/"))
    assert (shown.content, shown["Content-Type"]) == (b"%PDF-1.7 invoice", "application/pdf")


@pytest.mark.parametrize("name", ["decide", "payment", "withdraw", "kind", "document"])
def test_another_creditor_changes_nothing(stranger, claim, asked, name):
    before = now(claim)
    given = {"choice": "keep", "amount": "5", "value_on": DAY, "token": uuid4(), "kind": "business"}
    assert act(stranger, claim, name, **given).status_code == 404
    with acting_for(claim.agency_id):
        told = Event.objects.filter(claim=claim).values_list("kind", flat=True)
        assert ([*told], Decision.objects.get(claim=claim).choice) == (["decision_asked"], "")
        assert not [model for model in (Hold, Credit, Document) if model.objects.exists()]
    assert now(claim).stage == before.stage


@pytest.mark.parametrize("name", ["certificate", "complete"])
def test_nobody_takes_home_what_is_of_another_creditor(ours, creditor, name):
    """A door that is shut asks nothing of the workers."""
    assert act(creditor, ours.others_claim, name).status_code == 404
    with acting_for(ours.pk):
        assert not Job.objects.filter(kind="export").exists()
        assert not ours.others_claim.events.filter(kind="certificate_asked").exists()


def test_the_complete_file_is_followed_where_exports_are(ours, creditor, claim):
    answer = act(creditor, claim, "complete")
    with acting_for(ours.pk):
        job = Job.objects.get(kind="export")
    assert answer["Location"].endswith(f"/portal/claims/exports/{job.uid}/")
    assert creditor.get(answer["Location"]).status_code == 200


def test_a_certificate_is_asked_for_once_the_amicable_stage_has_ended(ours, creditor, claim):
    assert act(creditor, claim, "certificate").status_code == 302
    with acting_for(ours.pk):
        assert not claim.events.filter(kind="certificate_asked").exists()
        Decision.objects.create(claim=claim, party_id=claim.party_id, stage_ended="amicable", asked_on=DAY)
    act(creditor, claim, "certificate")
    act(creditor, claim, "certificate")
    with acting_for(ours.pk):
        assert claim.events.filter(kind="certificate_asked").count() == 1

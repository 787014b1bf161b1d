"""Decisions and payments by machine: whose they are, once each, and what they do."""

import pytest
from django.utils import timezone

from agencies.models import AuditEntry, IdempotentRequest
from agencies.scope import acting_for
from agencies.services import forget_requests
from claims.models import Claim, Credit, Decision
from claims.services.lifecycle import ask_decision
from tests.claims.calling import Caller, problem
from tests.world import DAY, NOW

PAID = {"amount": "100.00", "value_on": "2026-03-02"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(ours) -> str:
    """The address at which an open question is answered."""
    with acting_for(ours.pk):
        ask_decision(ours.claim, on=DAY, at=NOW)
    return f"claims/{ours.claim.uid}/decision/"


def now(side) -> Claim:
    with acting_for(side.pk):
        return Claim.objects.get(pk=side.claim.pk)


def test_open_questions_are_listed_to_whom_they_are_asked(ours, creditor, agency, partner, asked):
    [waiting] = creditor.get("decisions/", open="true").json()["results"]
    assert (waiting["claim"], waiting["stage_ended"], waiting["choice"]) == (str(ours.claim.uid), "paynow", "")
    assert len(agency.get("decisions/").json()["results"]) == 1
    assert creditor.get("decisions/", open="false").json()["results"] == []
    others = [partner, Caller(ours, party=ours.other.party)]
    assert [one.get("decisions/").json()["results"] for one in others] == [[], []]


def test_a_decision_moves_the_claim_and_names_the_key(ours, creditor, asked):
    told = creditor.post(asked, choice="amicable").json()
    assert (told["choice"], told["channel"], now(ours).stage) == ("amicable", "api", "amicable")
    with acting_for(ours.pk):
        decided = ours.claim.events.get(kind="decided")
    assert decided.actor == f"key:{creditor.made.row.pk}"
    assert problem(creditor.post(asked, choice="keep")) == (409, "no_open_decision")


@pytest.mark.parametrize("given", [{}, {"consent": False}])
def test_the_judicial_stage_takes_an_express_consent(ours, creditor, asked, given):
    assert problem(creditor.post(asked, choice="judicial", **given)) == (422, "consent_missing")
    assert now(ours).stage == "paynow"


def test_a_consent_given_is_kept(ours, creditor, asked):
    assert creditor.post(asked, choice="judicial", consent=True).status_code == 200
    with acting_for(ours.pk):
        assert "consent" in ours.claim.events.get(kind="decided").detail_row.get().detail


@pytest.mark.parametrize("given", [{}, {"choice": "forget"}, {"choice": "paynow"}])
def test_an_answer_that_is_none_is_refused(creditor, asked, given):
    assert problem(creditor.post(asked, **given)) == (400, "invalid")


def test_nobody_else_decides_and_a_shut_door_is_remembered(ours, agency, partner, asked):
    stranger, reader = Caller(ours, party=ours.other.party), Caller(ours, scopes=["claims:write"])
    assert problem(agency.post(asked, choice="keep")) == (403, "permission_denied")
    assert problem(reader.post(asked, choice="keep")) == (403, "permission_denied")
    assert problem(partner.post(asked, choice="keep")) == (404, "not_found")
    assert problem(stranger.post(asked, choice="keep")) == (404, "not_found")
    assert now(ours).stage == "paynow"
    with acting_for(ours.pk):
        entries = AuditEntry.objects.filter(kind="door.closed")
        assert [entry.detail["why"] for entry in entries.order_by("pk")] == ["PermissionDenied"] * 2 + [
            "DoorClosed"
        ] * 2


def test_a_payment_counts_once_and_closes_what_is_paid(ours, creditor):
    path = f"claims/{ours.claim.uid}/payments/"
    first, again = (creditor.post(path, key="p1", **PAID) for _ in range(2))
    assert (first.status_code, first.json()) == (201, again.json())
    assert creditor.post(path, key="p2", **PAID | {"amount": "2000.00"}).status_code == 201
    assert now(ours).closed_as == "paid"
    assert [one["amount"] for one in creditor.get(path).json()["results"]] == ["2000.00", "100.00"]
    assert problem(creditor.post(path, key="p3", **PAID)) == (409, "claim_closed")


def test_a_payment_counts_once_even_when_its_answer_is_forgotten(ours, creditor):
    path = f"claims/{ours.claim.uid}/payments/"
    creditor.post(path, key="p1", **PAID)
    with acting_for(ours.pk):
        assert forget_requests(before=timezone.now()) == 1
        assert not IdempotentRequest.objects.exists()
    assert creditor.post(path, key="p1", **PAID).status_code == 201
    assert problem(creditor.post(path, key="p1", **PAID | {"amount": "1.00"})) == (409, "idempotency_key_reused")
    with acting_for(ours.pk):
        assert Credit.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"amount": "0"}, {"amount": "1.001"}, {"value_on": "2999-01-01"}, {"value_on": ""}])
def test_a_payment_that_cannot_be_is_refused(ours, creditor, wrong):
    assert problem(creditor.post(f"claims/{ours.claim.uid}/payments/", key="p", **PAID | wrong)) == (400, "invalid")


def test_a_payment_without_a_name_is_refused(ours, creditor):
    assert problem(creditor.post(f"claims/{ours.claim.uid}/payments/", **PAID)) == (400, "idempotency_key_missing")


def test_a_partner_declares_no_payment(ours, partner):
    assert problem(partner.post(f"claims/{ours.claim.uid}/payments/", key="p", **PAID)) == (404, "not_found")
    with acting_for(ours.pk):
        assert not Credit.objects.exists()
        assert not Decision.objects.exists()

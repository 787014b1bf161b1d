"""What the staff does with one claim, and that a shut door changes nothing."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.scope import acting_for
from claims.models import Claim, Credit, Debtor, Document, Event, Hold, Refused
from claims.services.lifecycle import hold
from tests.world import DAY, NOW, claim

HELD = {"kind": "dispute", "reason": "He says that the goods were broken."}
PAID = {"token": "t1", "amount": "100,00", "value_on": "2026-03-02", "note": "by telephone"}
THERE = {"street": "Rue Basse 2", "postcode": "7000", "city": "Mons"}
ACTS = {"hold": HELD, "payment": PAID, "address": THERE, "kind": {"kind": "business"}, "papers": {"kind": "other"}}


def told(side) -> list[str]:
    with acting_for(side.pk):
        return list(Event.objects.filter(claim=side.claim).order_by("seq").values_list("kind", flat=True))


def test_a_hold_is_asked_first_and_then_told(agent, ours):
    address = agent.at(f"claims/{ours.claim.number}/hold/")
    assert agent.get(address).context["consequences"]
    agent.post(address, HELD)
    with acting_for(ours.pk):
        assert Hold.objects.get(claim=ours.claim).reason == HELD["reason"]
    assert told(ours) == ["held"]


def test_a_hold_without_a_reason_is_not_made(agent, ours):
    assert agent.post(agent.at(f"claims/{ours.claim.number}/hold/"), {"kind": "dispute"}).status_code == 422
    with acting_for(ours.pk):
        assert not Hold.objects.exists()


def test_a_hold_is_ended_once(agent, ours):
    with acting_for(ours.pk):
        held = hold(claim_id=ours.claim.pk, kind="dispute", since=DAY, reason="x", at=NOW)
    address = agent.at(f"claims/{ours.claim.number}/holds/{held.pk}/end/")
    assert [agent.post(address).status_code, agent.post(address).status_code] == [302, 404]
    assert told(ours) == ["held", "released"]


def test_a_hold_of_another_claim_is_not_ended(agent, ours):
    with acting_for(ours.pk):
        held = hold(claim_id=ours.others_claim.pk, kind="dispute", since=DAY, reason="x", at=NOW)
    assert agent.post(agent.at(f"claims/{ours.claim.number}/holds/{held.pk}/end/")).status_code == 404
    with acting_for(ours.pk):
        assert Hold.objects.get(pk=held.pk).ended_on is None


def test_a_payment_pressed_twice_counts_once(agent, ours):
    address = agent.at(f"claims/{ours.claim.number}/payment/")
    for _press in range(2):
        assert agent.post(address, PAID).status_code == 302
    with acting_for(ours.pk):
        assert [(row.amount, row.note) for row in Credit.objects.all()] == [(Decimal("100.00"), "by telephone")]


@pytest.mark.parametrize(
    "wrong", [{"amount": "0"}, {"amount": "-5"}, {"amount": "9" * 14}, {"value_on": "2999-01-01"}, {"amount": "abc"}]
)
def test_a_payment_that_cannot_be_is_refused(agent, ours, wrong):
    assert agent.post(agent.at(f"claims/{ours.claim.number}/payment/"), PAID | wrong).status_code == 422
    with acting_for(ours.pk):
        assert not Credit.objects.exists()


def test_an_address_is_completed_and_told_in_every_open_claim_of_the_debtor(agent, ours):
    with acting_for(ours.pk):
        other = claim(ours.contract, debtor=ours.claim.debtor)
    agent.post(agent.at(f"claims/{ours.claim.number}/address/"), THERE)
    with acting_for(ours.pk):
        assert Debtor.objects.get(pk=ours.claim.debtor_id).street == "Rue Basse 2"
        assert Event.objects.filter(kind="address_completed", claim__in=[ours.claim, other]).count() == 2


def test_a_completed_address_plans_the_letter_that_waited_for_it(agent, ours):
    refused = {"act": "notice", "rule": "address-missing", "source": "x", "reason": "x", "at": NOW}
    with acting_for(ours.pk):
        Refused.objects.create(claim=ours.claim, party_id=ours.claim.party_id, **refused)
    agent.post(agent.at(f"claims/{ours.claim.number}/address/"), THERE)
    with acting_for(ours.pk):
        assert Claim.objects.get(pk=ours.claim.pk).next_act == "paynow"


def test_the_kind_is_said_where_it_is_not_known(agent, ours):
    with acting_for(ours.pk):
        unsaid = claim(ours.contract, debtor_kind="unknown")
    agent.post(agent.at(f"claims/{unsaid.number}/kind/"), {"kind": "consumer"})
    with acting_for(ours.pk):
        assert Claim.objects.get(pk=unsaid.pk).debtor_kind == "consumer"


@pytest.mark.parametrize(("data", "kept"), [(b"%PDF-1.7 x", True), (b"MZ\x90\x00", False)])
def test_a_paper_is_kept_when_it_is_one(agent, ours, data, kept):
    sent = SimpleUploadedFile("facture.pdf", data)
    agent.post(agent.at(f"claims/{ours.claim.number}/papers/"), {"kind": "invoice", "file": sent})
    with acting_for(ours.pk):
        assert Document.objects.filter(claim=ours.claim).exists() is kept


@pytest.mark.parametrize("act", ACTS)
def test_another_agency_changes_nothing(client, made, act):
    client.force_login(made.theirs.manager.user)
    address = f"/{made.ours.agency.slug}/office/claims/{made.ours.claim.number}/{act}/"
    assert client.post(address, ACTS[act]).status_code == 404
    assert told(made.ours) == []


@pytest.mark.parametrize("act", ACTS)
def test_a_creditor_does_not_enter_the_office(client, ours, act):
    client.force_login(ours.creditor_member.user)
    address = f"/{ours.agency.slug}/office/claims/{ours.claim.number}/{act}/"
    assert client.post(address, ACTS[act]).status_code == 404
    assert told(ours) == []

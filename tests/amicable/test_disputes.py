"""Disputes, papers asked for and complaints: what stops, who answers, what is decided, what goes on."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db.models import F

from agencies.scope import acting_for
from amicable.models import Complaint, Confirmation, Dispute, PaperRequest
from amicable.services import agreed, complaining, disputing, supporting
from claims.models import Claim, Document, Event, Hold
from claims.queries.statement import statement_of
from claims.services.lifecycle import close
from clients.models import Creditor
from core.errors import Stale
from files.services import Rejected
from jobs.models import Clock
from messaging.models import Message
from tests import world

ON = date(2026, 3, 2)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF"
pytestmark = pytest.mark.django_db


def at(on=ON):
    return datetime(on.year, on.month, on.day, 9, tzinfo=UTC)


@pytest.fixture
def ours():
    side = world.side("ours")
    with acting_for(side.pk):
        Creditor.objects.filter(pk=side.creditor.pk).update(email="creditor@example.test")
        yield side


def disputed(ours, **given):
    given = {"by": "debtor", "ground": "faulty", "said": "Le lave-vaisselle fuit.", "on": ON, "at": at()} | given
    return disputing.raise_dispute(claim_id=ours.claim.pk, way="email", **given)


def decided(made, outcome, reduced="0.00", reasons="Vu la facture."):
    given = {"outcome": outcome, "reasons": reasons, "reduced_by": Decimal(reduced), "on": ON, "at": at()}
    return disputing.decide(dispute_id=made.pk, **given)


def asked(ours, by="debtor"):
    return supporting.ask_papers(claim_id=ours.claim.pk, by=by, what="le bon de livraison", on=ON, at=at())


def held(ours):
    return [*Hold.objects.filter(claim=ours.claim, ended_on=None).values_list("kind", flat=True)]


def owed(ours):
    return statement_of(Claim.objects.get(pk=ours.claim.pk), ON).total


def mailed():
    return [*Message.objects.order_by("pk").values_list("kind", "address")]


def test_a_dispute_stops_everything_and_asks_the_creditor_by_a_day(ours):
    made = disputed(ours)
    assert (held(ours), made.answer_by) == (["dispute"], date(2026, 3, 12))
    assert mailed() == [("amicable.dispute", "creditor@example.test")]
    assert Clock.objects.get().subject == f"claim:{ours.claim.pk}"
    assert disputed(ours).rule == "dispute-running"


def test_the_creditor_answers_inside_its_own_walls(ours):
    made = disputed(ours)
    with acting_for(ours.pk, party_id=ours.claim.party_id, member_id=ours.creditor_member.pk):
        made = disputing.answer(dispute_id=made.pk, position="rejects", text="Installé par le client.", at=at())
    assert (made.state, made.answered_by_id, made.next_on) == ("answered", ours.creditor_member.pk, None)
    assert Clock.objects.get().met_at == at()
    with pytest.raises(Stale):
        disputing.answer(dispute_id=made.pk, position="accepts", text="", at=at())


@pytest.mark.parametrize(("outcome", "reduced", "left"), [("rejected", "0.00", None), ("partly", "200.00", "200.00")])
def test_a_decision_lets_the_claim_go_on_with_what_is_left(ours, outcome, reduced, left):
    before, made = owed(ours), disputed(ours)
    assert decided(made, outcome, reduced).state == outcome
    assert (held(ours), before - owed(ours)) == ([], Decimal(left or "0.00"))
    assert [*Confirmation.objects.values_list("kind", flat=True)] == ["dispute_received", "dispute_decided"]


def test_a_dispute_upheld_for_the_whole_closes_the_claim(ours):
    made = disputed(ours)
    decided(made, "upheld", str(owed(ours)))
    assert Claim.objects.get(pk=ours.claim.pk).stage == "closed"
    assert Dispute.objects.get().state == "upheld"


@pytest.mark.parametrize(
    ("outcome", "reduced", "reasons", "rule"),
    [
        ("rejected", "0.00", "  ", "dispute-reasons"),
        ("rejected", "1.00", "Vu.", "dispute-reduction"),
        ("upheld", "0.00", "Vu.", "dispute-reduction"),
        ("partly", "99999.00", "Vu.", "dispute-reduction"),
    ],
)
def test_what_is_no_decision_is_refused_and_everything_still_rests(ours, outcome, reduced, reasons, rule):
    made = disputed(ours)
    assert decided(made, outcome, reduced, reasons).rule == rule
    assert (held(ours), Dispute.objects.get().state) == (["dispute"], "open")


def test_a_silent_creditor_is_reminded_and_nothing_is_decided_by_silence(ours):
    made = disputed(ours)
    assert not agreed.look(what="disputes", pk=made.pk, at=at(date(2026, 3, 12)))
    assert agreed.look(what="disputes", pk=made.pk, at=at(date(2026, 3, 13)))
    assert not agreed.look(what="disputes", pk=made.pk, at=at(date(2026, 3, 13)))
    made.refresh_from_db()
    assert (made.state, made.next_on, len(mailed())) == ("open", date(2026, 3, 16), 2)


def test_whoever_disputes_may_take_it_back(ours):
    made = disputed(ours)
    disputing.withdraw(dispute_id=made.pk, on=ON, at=at())
    assert (Dispute.objects.get().state, held(ours)) == ("withdrawn", [])
    with pytest.raises(Stale):
        decided(made, "rejected")


def test_papers_that_the_debtor_asked_for_reach_him_through_the_file(ours):
    made = asked(ours)
    assert (held(ours), mailed()[0][0]) == (["papers_asked"], "amicable.papers")
    with acting_for(ours.pk, party_id=ours.claim.party_id, member_id=ours.creditor_member.pk):
        made = supporting.give_papers(request_id=made.pk, data=PDF, name="bon.pdf", kind="delivery", on=ON, at=at())
    assert (made.state, held(ours), Document.objects.get().kind) == ("given", [], "delivery")
    assert Confirmation.objects.get().kind == "papers"


def test_a_paper_that_is_none_leaves_the_request_open(ours):
    made = asked(ours)
    given = supporting.give_papers(request_id=made.pk, data=b"MZ", name="a.exe", kind="other", on=ON, at=at())
    assert isinstance(given, Rejected)
    assert (PaperRequest.objects.get().state, held(ours)) == ("open", ["papers_asked"])


def test_a_creditor_without_the_paper_says_why_and_the_claim_goes_on(ours):
    made = asked(ours)
    supporting.cannot_give(request_id=made.pk, reason="Livré sans bon.", on=ON, at=at())
    assert (PaperRequest.objects.get().state, held(ours)) == ("missing", [])
    assert Event.objects.filter(kind="papers_missing").exists()


def test_an_agents_request_does_not_stop_the_cycle(ours):
    asked(ours, by="agent")
    assert held(ours) == []


def test_a_closed_claim_leaves_nothing_open(ours):
    disputed(ours)
    asked(ours)
    close(Claim.objects.get(pk=ours.claim.pk), "kept", on=ON, at=at())
    assert (held(ours), Dispute.objects.get().state, PaperRequest.objects.get().state) == ([], "withdrawn", "cancelled")
    assert not Clock.objects.filter(met_at=None, stopped_at=None).exists()


def test_a_complaint_is_answered_once_by_its_day(ours):
    made = complaining.record(
        name="Mme Maes", way="letter", subject="hours", said="Appelée à 22 h.", received_on=ON, claim_id=ours.claim.pk
    )
    assert made.answer_by == date(2026, 4, 1)
    answer = {"outcome": "founded", "text": "Nos excuses.", "measures": "Horaires revus.", "on": ON}
    assert complaining.answer(complaint_id=made.pk, **answer).answered_on == ON
    with pytest.raises(Stale):
        complaining.answer(complaint_id=made.pk, **answer)
    with acting_for(ours.pk, party_id=ours.claim.party_id):
        assert not Complaint.objects.filter(answer_by__gte=F("received_on")).exists()

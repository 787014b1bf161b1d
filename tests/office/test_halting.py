"""An insolvency is told on the page of a file: every file of the firm stops, the guard says why, creditors are told."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.scope import acting_for
from claims import guard
from claims.models import Claim, Debtor, Document, Event, Halt, Hold
from clients.models import Creditor
from messaging.models import Message
from tests import world
from tests.world import NOW

GIVEN = {"kind": "bankruptcy", "since": "27/02/2026", "source": "Moniteur belge", "reference": "2026/1234"}


@pytest.fixture
def firm(ours):
    """The first debtor and one of another creditor are the same firm, written differently; three claims are open."""
    with acting_for(ours.pk):
        Debtor.objects.filter(pk=ours.claim.debtor_id).update(enterprise_number="0403170701")
        Debtor.objects.filter(pk=ours.others_claim.debtor_id).update(vat_number="BE0403170701")
        Creditor.objects.update(email="creditor@example.test")
        world.claim(ours.contract, debtor=ours.claim.debtor)
    return ours


@pytest.fixture
def page(agent, firm):
    return agent.at(f"claims/{firm.claim.number}/halt/")


def rows(side, model):
    with acting_for(side.pk):
        return list(model.objects.order_by("pk"))


def refused(side, claim):
    with acting_for(side.pk):
        found = guard.ask(Claim.objects.get(pk=claim.pk), "call", recipient=f"debtor:{claim.debtor_id}", at=NOW)
    return {one.rule: one.source for one in found}


def test_the_page_says_what_stops(agent, page):
    said = agent.get(page).context["consequences"]
    assert [(one.count, one.tone) for one in said] == [(2, "danger"), (1, "danger")]


def test_every_file_of_the_firm_stops(agent, firm, page):
    assert agent.post(page, GIVEN).status_code == 302
    assert [(row.kind, str(row.since)) for row in rows(firm, Hold)] == [("insolvency", "2026-02-27")] * 3
    assert "CDE livre XX, titre VI" in refused(firm, firm.others_claim)["insolvency"]


def test_each_creditor_is_told_once_and_no_debtor_at_all(agent, firm, page):
    agent.post(page, GIVEN)
    agent.post(page, GIVEN)
    told = rows(firm, Message)
    assert [one.recipient.partition(":")[0] for one in told] == ["creditor"] * 2
    assert len({one.party_id for one in told}) == 2
    assert len(rows(firm, Halt)) == 2


@pytest.mark.parametrize(("kind", "rule"), [("death", "death"), ("struck-off", "struck-off")])
def test_a_death_and_a_strike_off_are_refused_by_their_own_rule(agent, firm, page, kind, rule):
    agent.post(page, GIVEN | {"kind": kind})
    assert rule in refused(firm, firm.claim)
    assert "insolvency" not in refused(firm, firm.claim)


def test_the_proof_is_among_the_papers_of_each_file(agent, firm, page):
    proof = SimpleUploadedFile("jugement.pdf", b"%PDF-1.4 judgment")
    agent.post(page, GIVEN | {"proof": proof})
    assert len(rows(firm, Document)) == 3
    assert all(row.proof_id for row in rows(firm, Halt))


def test_a_proof_that_is_none_stops_nothing(agent, firm, page):
    proof = SimpleUploadedFile("jugement.pdf", b"MZ")
    assert agent.post(page, GIVEN | {"proof": proof}).status_code == 422
    assert not rows(firm, Halt)
    assert not rows(firm, Hold)


def test_a_day_to_come_is_refused(agent, firm, page):
    assert agent.post(page, GIVEN | {"since": "01/01/2090"}).status_code == 422
    assert not rows(firm, Halt)


def lifted(agent, side, how):
    hold = next(row for row in rows(side, Hold) if row.claim_id == side.claim.pk)
    address = agent.at(f"claims/{side.claim.number}/holds/{hold.pk}/lift/")
    assert agent.get(agent.at(f"claims/{side.claim.number}/holds/{hold.pk}/end/")).url == address
    return agent.post(address, {"how": how, "why": "clôture"})


@pytest.mark.parametrize(("how", "undone"), [("over", False), ("mistake", True)])
def test_it_is_lifted_with_a_reason(agent, firm, page, how, undone):
    agent.post(page, GIVEN)
    assert lifted(agent, firm, how).status_code == 302
    own = [row for row in rows(firm, Hold) if row.party_id == firm.claim.party_id]
    assert [(bool(row.ended_on), row.undone) for row in own] == [(True, undone)] * 2
    assert "clôture" in agent.get(agent.at(f"claims/{firm.claim.number}/")).content.decode()


def test_the_file_shows_what_happened(agent, firm, page, french):
    agent.post(page, GIVEN)
    shown = agent.get(agent.at(f"claims/{firm.claim.number}/")).content.decode()
    assert "Faillite, depuis le 27/02/2026" in shown
    assert [event.kind for event in rows(firm, Event)].count("halted") == 3


def test_another_agency_stops_nothing(client, made, firm):
    client.force_login(made.theirs.agent.user)
    page = f"/theirs/office/claims/{firm.claim.number}/halt/"
    assert client.post(page, GIVEN).status_code == 404
    assert not rows(firm, Halt)

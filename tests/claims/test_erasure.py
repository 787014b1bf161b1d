"""Erasing a person reaches letters, messages and papers; chain and proof stay."""

from datetime import date

import pytest
from django.core.files.storage import InMemoryStorage

from agencies.scope import acting_for
from claims.models import Claim, ClaimMessage, Debtor, Event, Import, Liable
from claims.queries.timeline import timeline, verify
from claims.rules import ClosedAs
from claims.services import handing, lifecycle
from claims.services.erasure import erase_debtor, erase_due
from claims.services.papers import add_paper
from files import services as files
from files.models import File
from messaging.models import Message
from tests import world
from tests.messaging.outbox import letter

NOW, ON = world.NOW, world.DAY
PAPER = b"%PDF-1.7 the debtor's own"

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(db, monkeypatch):
    kept = InMemoryStorage()
    monkeypatch.setattr(files, "store", lambda: kept)
    side = world.side("ours")
    with acting_for(side.pk):
        yield side


def written(claim):
    """A letter that was sent about a claim."""
    message = letter(dedupe_key=f"l:{claim.pk}", party_id=claim.party_id, text="Bonjour Durand", recipient="debtor:31")
    ClaimMessage.objects.create(claim=claim, party_id=claim.party_id, message=message)
    Message.objects.filter(pk=message.pk).update(state="sent", sent_on=ON)
    return message


def erased(claim):
    lifecycle.close(claim, ClosedAs.KEPT, on=ON, at=NOW)
    erase_debtor(debtor_id=claim.debtor_id, on=ON, at=NOW)
    files.remove_erased(at=NOW)


def test_letters_messages_and_papers_go_that_they_left_stays(ours):
    message = written(ours.claim)
    paper = add_paper(claim_id=ours.claim.pk, data=PAPER, name="Durand.pdf", kind="other", at=NOW)
    erased(ours.claim)
    after = Message.objects.get(pk=message.pk)
    assert (after.text, after.address, after.state, after.sent_on) == ("", "", "sent", ON)
    gone = File.objects.filter(pk__in=[paper.file_id, message.files.get().file_id])
    assert {(file.name, bool(file.sha256), files.store().exists(file.key)) for file in gone} == {("—", True, False)}


def test_every_timeline_verifies_and_says_that_it_was_erased(ours):
    written(ours.claim)
    erased(ours.claim)
    assert verify() == []
    assert (timeline(ours.claim.pk)[0].kind, timeline(ours.claim.pk)[1].detail) == ("erased", None)
    assert Event.objects.filter(kind="erased").count() == 1


def test_what_is_about_others_stays(ours):
    message = written(ours.others_claim)
    paper = add_paper(claim_id=ours.claim.pk, data=PAPER, name="both.pdf", kind="terms", at=NOW)
    lifecycle.add_document(ours.others_claim, file_id=paper.file_id, kind="terms", at=NOW)
    erased(ours.claim)
    assert Message.objects.get(pk=message.pk).text == "Bonjour Durand"
    assert files.read(File.objects.get(pk=paper.file_id)) == PAPER


def test_the_order_of_the_creditor_stays(ours):
    erased(ours.claim)
    assert File.objects.get(pk=ours.handed.file_id).erased_on is None


@pytest.mark.parametrize("number", [1, 4])
def test_many_claims_cost_no_more_questions(ours, number, django_assert_max_num_queries):
    for _ in range(number - 1):
        world.claim(ours.contract, debtor=ours.claim.debtor, stage="closed", closed_on=ON)
    lifecycle.close(ours.claim, ClosedAs.KEPT, on=ON, at=NOW)
    with django_assert_max_num_queries(34):
        erase_debtor(debtor_id=ours.claim.debtor_id, on=ON, at=NOW)


def closed(claim, day):
    Claim.objects.filter(pk=claim.pk).update(stage="closed", closed_on=day, closed_as="paid")


@pytest.mark.parametrize(("day", "gone"), [(date(2016, 3, 1), True), (date(2016, 3, 2), False), (ON, False)])
def test_retention_ends_ten_years_after_the_last_claim(ours, day, gone):
    closed(ours.claim, day)
    assert erase_due(on=date(2026, 3, 2), at=NOW) == gone
    assert (Debtor.objects.get(pk=ours.claim.debtor_id).erased_on is not None) is gone


def test_a_later_claim_keeps_the_debtor(ours):
    closed(ours.claim, date(2010, 1, 1))
    world.claim(ours.contract, debtor=ours.claim.debtor)
    assert erase_due(on=ON, at=NOW) == 0


def test_who_still_answers_for_another_claim_stays(ours):
    closed(ours.claim, date(2010, 1, 1))
    Liable.objects.create(claim=ours.others_claim, party_id=ours.others_claim.party_id, debtor=ours.claim.debtor)
    assert erase_due(on=ON, at=NOW) == 0


def test_the_creditors_list_goes_once_it_names_nobody(ours):
    Import.objects.filter(pk=ours.handed.pk).update(on=date(2010, 1, 1))
    Claim.objects.filter(pk=ours.claim.pk).update(source=ours.handed)
    erase_due(on=ON, at=NOW)
    assert File.objects.get(pk=ours.handed.file_id).erased_on is None
    closed(ours.claim, date(2010, 1, 1))
    erase_due(on=ON, at=NOW)
    assert File.objects.get(pk=ours.handed.file_id).erased_on == ON
    assert handing.refused_csv(made=Import.objects.get(pk=ours.handed.pk))
    assert erase_due(on=ON, at=NOW) == 0

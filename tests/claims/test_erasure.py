"""Erasing a person reaches letters, messages and papers; chain and proof stay."""

import pytest
from django.core.files.storage import InMemoryStorage

from agencies.scope import acting_for
from claims.models import ClaimMessage, Event
from claims.queries.timeline import timeline, verify
from claims.rules import ClosedAs
from claims.services import lifecycle
from claims.services.erasure import erase_debtor
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

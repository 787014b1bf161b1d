"""What was sent becomes empty, and nothing else; what was still to leave stays here."""

import pytest
from django.db import DatabaseError, transaction

from agencies.scope import acting_for
from messaging.models import DeliveryReport, InboundMessage, Message, OptOut
from messaging.services.erasure import erase_messages
from tests import world
from tests.messaging.outbox import letter
from tests.messaging.phones import NUMBER, text
from tests.world import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    side = world.side("ours")
    with acting_for(side.pk):
        yield side


def sent(ours, **given):
    message = text(party_id=ours.claim.party_id, **given)
    Message.objects.filter(pk=message.pk).update(state="sent", sent_on=NOW.date(), answer=f"to {NUMBER}")
    DeliveryReport.objects.create(message=message, status="delivered", detail=NUMBER, at=NOW)
    said = {"channel": "sms", "provider_id": str(message.pk), "received_at": NOW}
    inbound = InboundMessage.objects.create(answers=message, sender=NUMBER, text="c'est moi", **said)
    OptOut.objects.create(channel="sms", address=NUMBER, since=NOW, asked_by=inbound)
    return Message.objects.get(pk=message.pk)


def test_words_and_answers_go_the_proof_stays(ours):
    before = sent(ours)
    erase_messages(message_ids=[before.pk], at=NOW)
    after, inbound = Message.objects.get(pk=before.pk), InboundMessage.objects.get()
    assert (after.subject, after.text, after.html, after.answer) == ("", "", "", "")
    assert (after.state, after.sent_on, after.uid, after.recipient) == (
        "sent",
        NOW.date(),
        before.uid,
        before.recipient,
    )
    assert (inbound.sender, inbound.text, DeliveryReport.objects.get().detail) == ("", "", "")
    assert OptOut.objects.get().ended_at is None


def test_a_debtors_address_goes_a_creditors_stays(ours):
    theirs, ours_alone = letter(dedupe_key="l"), sent(ours)
    erase_messages(message_ids=[theirs.pk, ours_alone.pk], at=NOW)
    assert Message.objects.get(pk=theirs.pk).address == ""
    assert Message.objects.get(pk=ours_alone.pk).address == NUMBER


def test_the_files_to_erase_are_told(ours):
    theirs = letter()
    assert erase_messages(message_ids=[theirs.pk], at=NOW) == {row.file_id for row in theirs.files.all()}


def test_what_was_still_to_leave_never_does(ours):
    waiting = text(party_id=ours.claim.party_id)
    erase_messages(message_ids=[waiting.pk], at=NOW)
    assert Message.objects.get(pk=waiting.pk).state == "cancelled"


@pytest.mark.parametrize(
    ("model", "columns"),
    [
        (Message, {"text": "something else"}),
        (Message, {"address": "somewhere else", "subject": "", "text": "", "html": ""}),
        (Message, {"text": ""}),  # not the subject
        (InboundMessage, {"text": "I agree"}),
        (DeliveryReport, {"detail": "other"}),
    ],
)
def test_it_never_becomes_anything_else(ours, model, columns):
    sent(ours, channel="email", subject="Question", html="<p>Bonjour</p>")
    with pytest.raises(DatabaseError, match="only be erased"), transaction.atomic():
        model.objects.update(**columns)

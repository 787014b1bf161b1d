"""What creditor and agency write to each other: once, read, answered, announced without a word of it."""

from datetime import timedelta

import pytest

from agencies.models import Agency
from agencies.scope import acting_for
from claims.models import Claim, ClaimMessage, ClaimNote, Document, Event
from claims.queries.notes import conversation, to_answer, unread_of, with_unread
from claims.queries.timeline import timeline
from claims.rules import ClosedAs
from claims.services.erasure import erase_debtor
from claims.services.lifecycle import close
from claims.services.messages import sent
from claims.services.notes import mark_read, settle_notes, write_note
from clients.models import Creditor
from files.services import Rejected
from messaging.events import MessageSent
from messaging.models import Message
from tests.world import NOW, side

pytestmark = pytest.mark.django_db
SOON, HOUR = timedelta(minutes=5), timedelta(hours=1)
PDF = b"%PDF-1.7 a proof"


@pytest.fixture
def ours():
    made = side("ours")
    with acting_for(made.pk):
        Creditor.objects.filter(pk=made.creditor.pk).update(email="compta@exemple.be", language="nl")
        Agency.objects.filter(pk=made.pk).update(email="bureau@exemple.be")
    return made


def by_creditor(ours, text="Payé hier.", at=NOW, **more):
    """Written from the portal, in its narrow scope."""
    with acting_for(ours.pk, party_id=ours.creditor.party_id, member_id=ours.creditor_member.pk):
        return write_note(claim_id=ours.claim.pk, side="creditor", text=text, at=at, **more)


def by_agency(ours, text="Merci.", at=NOW):
    with acting_for(ours.pk, member_id=ours.agent.pk):
        return write_note(claim_id=ours.claim.pk, side="agency", text=text, at=at)


def mails(ours):
    with acting_for(ours.pk):
        return list(Message.objects.order_by("pk"))


def test_a_note_waits_until_it_is_answered(ours):
    by_creditor(ours)
    with acting_for(ours.pk):
        assert [note.text for note in to_answer()] == ["Payé hier."]
    by_agency(ours, at=NOW + SOON)
    with acting_for(ours.pk):
        assert not to_answer().exists()
        assert ClaimNote.objects.get(side="creditor").settled_at == NOW + SOON


def test_the_story_tells_that_it_was_written_and_not_what(ours):
    by_creditor(ours, "Monsieur Durand est malade.")
    with acting_for(ours.pk):
        [told] = timeline(ours.claim.pk)
    assert (told.kind, told.actor, told.detail["side"]) == (
        "note_written",
        f"member:{ours.creditor_member.pk}",
        "creditor",
    )
    assert "Durand" not in str(told.detail)


def test_a_creditor_reads_what_the_agency_wrote_once(ours):
    by_agency(ours)
    with acting_for(ours.pk, party_id=ours.creditor.party_id):
        [note], count = unread_of(ours.creditor.party_id)
        assert (note.text, count, with_unread(Claim.objects.all()).get(pk=ours.claim.pk).unread) == ("Merci.", 1, True)
        read = [mark_read(claim_id=ours.claim.pk, side="creditor", at=NOW + HOUR) for _ in range(2)]
        assert (read, unread_of(ours.creditor.party_id)[1]) == ([1, 0], 0)


def test_one_s_own_notes_are_not_marked_as_read(ours):
    by_creditor(ours)
    with acting_for(ours.pk):
        assert mark_read(claim_id=ours.claim.pk, side="creditor", at=NOW) == 0
        assert mark_read(claim_id=ours.claim.pk, side="agency", at=NOW) == 1


def test_the_conversation_hides_the_names_of_the_staff_from_the_creditor(ours):
    by_creditor(ours)
    by_agency(ours)
    with acting_for(ours.pk, party_id=ours.creditor.party_id):
        mine, theirs = conversation(ours.claim.pk, reader="creditor", agency="Agence")
    assert (mine.who, mine.new) == (ours.creditor_member.user.email, False)
    assert (theirs.who, theirs.new) == ("Agence", True)


def test_each_side_is_written_to_in_its_language_without_a_word_of_the_note(ours):
    by_creditor(ours, "Secret")
    by_agency(ours, "Secret", at=NOW + SOON)
    first, second = mails(ours)
    assert (first.recipient, first.address, first.language) == (f"agency:{ours.pk}", "bureau@exemple.be", "fr")
    assert (second.address, second.language, "er wacht" in second.subject) == ("compta@exemple.be", "nl", True)
    assert f"/ours/portal/claims/{ours.claim.number}/" in second.text
    assert not [mail for mail in (first, second) if "Secret" in mail.text or ours.claim.debtor.name in mail.text]
    with acting_for(ours.pk):
        assert [link.message_id for link in ClaimMessage.objects.all()] == [second.pk]


def test_an_hour_has_one_e_mail_and_the_next_tells_the_rest(ours):
    for minutes in (0, 5, 10):
        by_agency(ours, at=NOW + timedelta(minutes=minutes))
    assert [mail.not_before for mail in mails(ours)] == [NOW, NOW + HOUR]


def test_that_the_e_mail_left_is_no_news_in_the_story(ours):
    by_agency(ours)
    [mail] = mails(ours)
    with acting_for(ours.pk):
        sent(MessageSent(mail.pk, mail.kind, mail.channel, mail.recipient, NOW.date()))
        assert [told.kind for told in timeline(ours.claim.pk)] == ["note_written"]


def test_what_was_read_meanwhile_is_not_announced(ours):
    by_agency(ours)
    by_agency(ours, at=NOW + SOON)
    with acting_for(ours.pk, party_id=ours.creditor.party_id):
        mark_read(claim_id=ours.claim.pk, side="creditor", at=NOW + 2 * SOON)
    assert [mail.state for mail in mails(ours)][1] == "cancelled"


def test_who_wrote_last_for_the_agency_gets_the_answer(ours):
    by_agency(ours)
    by_creditor(ours, at=NOW + SOON)
    assert [mail.recipient for mail in mails(ours)][1] == f"member:{ours.agent.pk}"


def test_a_paper_comes_with_a_note_or_nothing_is_written(ours):
    refused = by_creditor(ours, data=b"MZ\x90", name="x.pdf")
    assert isinstance(refused, Rejected)
    with acting_for(ours.pk):
        assert not ClaimNote.objects.exists()
        assert not Event.objects.exists()
    note = by_creditor(ours, data=PDF, name="preuve.pdf")
    with acting_for(ours.pk):
        assert Document.objects.get(claim=ours.claim).file_id == note.file_id


def test_a_note_that_needs_no_answer_is_settled_and_told_once(ours):
    by_creditor(ours)
    with acting_for(ours.pk, member_id=ours.agent.pk):
        assert [settle_notes(claim_id=ours.claim.pk, at=NOW) for _ in range(2)] == [1, 0]
        assert [told.kind for told in timeline(ours.claim.pk)] == ["note_settled", "note_written"]


@pytest.mark.parametrize("viewer", ["other", "partner"])
def test_nobody_else_reads_the_conversation(ours, viewer):
    by_creditor(ours)
    with acting_for(ours.pk, party_id=getattr(ours, viewer).party_id):
        assert not ClaimNote.objects.exists()


def test_erasing_a_person_erases_what_was_written(ours):
    by_creditor(ours)
    with acting_for(ours.pk):
        close(Claim.objects.get(pk=ours.claim.pk), ClosedAs.PAID, on=NOW.date(), at=NOW)
        erase_debtor(debtor_id=ours.claim.debtor_id, on=NOW.date(), at=NOW)
        assert [note.text for note in ClaimNote.objects.all()] == ["—"]

"""The creditor's side of the conversation with the agency."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.scope import acting_for
from claims.models import ClaimNote, Document, Event
from claims.services.notes import write_note
from tests.world import NOW


@pytest.fixture
def answered(ours):
    with acting_for(ours.pk, member_id=ours.agent.pk):
        return write_note(claim_id=ours.claim.pk, side="agency", text="Nous avons appelé <hier>.", at=NOW)


def send(client, ours, **given):
    return client.post(client.at(f"claims/{ours.claim.number}/messages/"), given)


def written(ours):
    with acting_for(ours.pk):
        return list(ClaimNote.objects.order_by("pk").values_list("side", "text"))


def test_a_message_reaches_the_agency_and_shows_on_the_file(creditor, ours):
    answer = send(creditor, ours, text="Où en est ce dossier ?")
    assert (answer.status_code, answer.url[-6:]) == (302, "#notes")
    assert written(ours) == [("creditor", "Où en est ce dossier ?")]
    assert "Où en est ce dossier ?" in creditor.get(creditor.at(f"claims/{ours.claim.number}/")).content.decode()


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001])
def test_a_message_that_says_nothing_or_too_much_is_refused(creditor, ours, text):
    assert send(creditor, ours, text=text).status_code == 422
    assert written(ours) == []


@pytest.mark.parametrize(("data", "status", "kept"), [(b"%PDF-1.7 x", 302, 1), (b"<html>", 422, 0)])
def test_a_document_comes_with_a_message(creditor, ours, data, status, kept):
    answer = send(creditor, ours, text="Voici", file=SimpleUploadedFile("preuve.pdf", data))
    assert answer.status_code == status
    with acting_for(ours.pk):
        assert (Document.objects.count(), ClaimNote.objects.count()) == (kept, kept)


def test_home_list_and_file_say_what_is_new_until_it_is_seen(creditor, ours, answered, french):
    home, claims, file = "", "claims/", f"claims/{ours.claim.number}/"
    assert "1 nouveau message de l’agence" in creditor.get(creditor.at(home)).content.decode()
    assert "nouveau message de l’agence" in creditor.get(creditor.at(claims)).content.decode()
    page = creditor.get(creditor.at(file))
    assert "&lt;hier&gt;" in page.content.decode()
    assert [note.new for note in page.context["notes"]] == [True]
    assert [note.new for note in creditor.get(creditor.at(file)).context["notes"]] == [False]
    assert "nouveau message" not in creditor.get(creditor.at(claims)).content.decode()


def test_another_creditor_neither_reads_nor_writes(stranger, ours, answered):
    assert send(stranger, ours, text="Moi aussi").status_code == 404
    assert written(ours) == [("agency", "Nous avons appelé <hier>.")]
    with acting_for(ours.pk):
        assert ClaimNote.objects.get().read_at is None
        assert Event.objects.count() == 1


def test_a_closed_file_still_takes_questions(creditor, ours):
    creditor.post(creditor.at(f"claims/{ours.claim.number}/withdraw/"))
    assert send(creditor, ours, text="Merci").status_code == 302

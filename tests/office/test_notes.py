"""Creditors are answered, and what people wrote is sorted and handled; a shut door changes nothing."""

import pytest

from agencies.scope import acting_for
from claims.models import ClaimNote, ClaimReply, Event
from claims.services.notes import write_note
from messaging.models import InboundMessage, Mailbox
from messaging.services import receive, take_mail
from tests.messaging.mails import mail
from tests.world import NOW, claim, member


@pytest.fixture
def asked(ours):
    with acting_for(ours.pk, member_id=ours.creditor_member.pk):
        return write_note(claim_id=ours.claim.pk, side="creditor", text="Où en est ce dossier ?", at=NOW)


@pytest.fixture
def heard(ours):
    """An SMS from a number that nobody has written to."""
    with acting_for(ours.pk):
        return receive(channel="sms", provider_id="SM1", sender="+32475123456", text="Qui êtes-vous ?", at=NOW)


def note(ours):
    with acting_for(ours.pk):
        return ClaimNote.objects.get(side="creditor")


def rows(client, path):
    return [row.key for row in client.get(client.at(path)).context["table"].rows]


def test_today_counts_and_lists_what_waits(agent, ours, asked, heard):
    page = agent.get(agent.at())
    assert [figure.value for figure in page.context["figures"][:2]] == ["1", "1"]
    assert {"notes", "received"} <= {key for key, _table in page.context["tables"]}


def test_an_answer_settles_the_question(agent, ours, asked):
    assert rows(agent, "messages/creditors/") == [str(asked.pk)]
    agent.get(agent.at(f"claims/{ours.claim.number}/"))
    assert note(ours).read_at
    agent.post(agent.at(f"claims/{ours.claim.number}/messages/"), {"text": "Nous appelons demain."})
    assert note(ours).settled_at
    assert (rows(agent, "messages/creditors/"), rows(agent, "messages/creditors/all/")) == ([], [str(asked.pk)])


def test_a_question_may_need_no_answer(agent, ours, asked):
    assert agent.post(agent.at(f"claims/{ours.claim.number}/messages/settle/")).status_code == 302
    assert note(ours).settled_at


def test_the_longest_wait_comes_first_and_a_search_narrows(agent, ours, asked):
    with acting_for(ours.pk):
        other = claim(ours.contract, number=778899)
        later = write_note(claim_id=other.pk, side="creditor", text="Et ici ?", at=NOW)
    assert rows(agent, "messages/creditors/") == [str(asked.pk), str(later.pk)]
    assert rows(agent, "messages/creditors/?q=7788") == [str(later.pk)]


def test_who_only_reads_leaves_it_unread(client, ours, asked):
    with acting_for(ours.pk):
        client.force_login(member("accountant").user)
    address = f"/{ours.agency.slug}/office/claims/{ours.claim.number}/"
    assert client.get(address).status_code == 200
    assert client.post(f"{address}messages/", {"text": "x"}).status_code == 403
    assert note(ours).read_at is None


def test_a_message_of_no_file_is_attached_by_number_once(agent, ours, heard):
    assert rows(agent, "messages/received/?look=unattached") == [str(heard.pk)]
    address = agent.at(f"messages/received/{heard.pk}/attach/")
    assert agent.post(address, {"number": 1_000_000}).status_code == 422
    for _press in range(2):
        assert agent.post(address, {"number": ours.claim.number}).status_code == 302
    with acting_for(ours.pk):
        assert [event.kind for event in Event.objects.filter(claim=ours.claim)] == ["replied"]
    assert rows(agent, "messages/received/?look=unattached") == []


def test_a_message_is_handled_by_somebody(agent, ours, heard):
    agent.post(agent.at(f"messages/received/{heard.pk}/handled/"))
    with acting_for(ours.pk):
        assert InboundMessage.objects.get().handled_by_id == ours.agent.pk
    assert rows(agent, "messages/received/?look=open") == []


def test_a_stop_is_heeded_at_once_and_waits_for_nobody(agent, ours):
    with acting_for(ours.pk):
        receive(channel="sms", provider_id="SM2", sender="+32475123456", text="STOP", at=NOW)
    assert rows(agent, "messages/received/?look=open") == []


ACTS = ("claims/{number}/messages/", "claims/{number}/messages/settle/", "messages/received/{heard}/handled/")


@pytest.mark.parametrize("address", [*ACTS, "messages/received/{heard}/attach/"])
@pytest.mark.parametrize("who", ["creditor", "another agency"])
def test_a_shut_door_changes_nothing(client, made, ours, asked, heard, address, who):
    client.force_login((ours.creditor_member if who == "creditor" else made.theirs.manager).user)
    path = address.format(number=ours.claim.number, heard=heard.pk)
    given = {"text": "x", "number": ours.claim.number}
    assert client.post(f"/{ours.agency.slug}/office/{path}", given).status_code == 404
    with acting_for(ours.pk):
        assert (ClaimNote.objects.count(), ClaimReply.objects.count()) == (1, 0)
        assert (note(ours).settled_at, InboundMessage.objects.get().handled_at) == (None, None)


def test_a_mail_shows_its_subject_and_what_came_with_it(agent, ours):
    with acting_for(ours.pk):
        files = [("reçu.pdf", b"%PDF-1.7 x", "application/pdf"), ("a.exe", b"MZ\x00", "x/y")]
        take_mail(data=mail(files=files), at=NOW)
        heard = InboundMessage.objects.get()
        kept = heard.files.get(position=1).file
    page = agent.get(agent.at(f"messages/received/{heard.pk}/")).content.decode()
    assert "Votre courrier" in page
    assert f"/files/{kept.uid}/" in page
    assert "a.exe" in page


def test_the_inbox_says_that_mail_cannot_be_fetched(agent, ours):
    assert agent.get(agent.at("messages/received/")).context["alarm"] is None
    with acting_for(ours.pk):
        Mailbox.objects.create(place="a@imap.example/INBOX", failing_since=NOW, error="login failed")
    assert "login failed" in agent.get(agent.at("messages/received/")).content.decode()

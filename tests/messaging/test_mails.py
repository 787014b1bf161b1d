"""Mail to the agency: put to its file, once, with its papers; whoever asks us to stop is heard at once."""

import hashlib
import hmac

import pytest
from django.urls import reverse

from agencies.scope import acting_for
from claims.models import ClaimMessage, ClaimReply, Debtor, Document, Event
from messaging.models import InboundFile, InboundMessage, Message
from messaging.queries import opted_out
from messaging.services import take_mail
from messaging.services.erasure import erase_messages
from tests.formats.test_bounces import WHOLE
from tests.messaging.mails import PDF, SENDER, mail
from tests.messaging.outbox import message
from tests.world import NOW, world

SECRET, MAIL_ID = "a secret of the tests", "<abc.ours@creansys.example>"
RECEIPT = ("reçu.pdf", PDF, "application/pdf")


@pytest.fixture
def made(db, settings, tmp_path):
    settings.MAIL_HOOK_SECRET = SECRET
    folder = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"files": folder}
    return world()


@pytest.fixture
def ours(made):
    """Our side, in force."""
    with acting_for(made.ours.pk):
        yield made.ours


def wrote(ours, address="Durand@exemple.be"):
    """An e-mail of ours about the first claim, which left."""
    sent = message(party_id=ours.claim.party_id, address=address, recipient="member:4")
    Message.objects.filter(pk=sent.pk).update(state="sent", sent_on=NOW.date(), attempts=1, provider_id=MAIL_ID)
    ClaimMessage.objects.create(claim=ours.claim, message=sent, party_id=ours.claim.party_id)


def take(*mails):
    for one in mails:
        take_mail(data=one, at=NOW)


def claims():
    return list(ClaimReply.objects.values_list("claim_id", flat=True))


def test_an_answer_is_put_to_the_file_of_what_it_answers(ours):
    wrote(ours)
    take(mail(From="another@exemple.be", In_Reply_To=MAIL_ID))
    assert claims() == [ours.claim.pk]
    assert Event.objects.get(kind="replied").claim_id == ours.claim.pk


def test_the_same_mail_twice_is_once(ours):
    take(mail(), mail())
    assert InboundMessage.objects.count() == 1


def test_without_a_message_id_the_bytes_tell(ours):
    take(mail(Message_ID=""), mail(Message_ID=""), mail("autre", Message_ID=""))
    assert InboundMessage.objects.count() == 2


def test_a_structured_reference_names_the_file(ours):
    digits = ours.claim.reference
    take(mail(Subject=f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"))
    assert claims() == [ours.claim.pk]


def test_the_address_of_one_debtor_tells_its_file(ours):
    Debtor.objects.filter(pk=ours.claim.debtor_id).update(email=SENDER)
    take(mail())
    assert claims() == [ours.claim.pk]


def test_what_might_be_of_two_creditors_waits_to_be_sorted(ours):
    Debtor.objects.filter(pk__in=[ours.claim.debtor_id, ours.others_claim.debtor_id]).update(email=SENDER)
    take(mail())
    assert claims() == []
    assert InboundMessage.objects.get().handled_at is None


def test_papers_that_come_along_are_papers_of_the_file(ours):
    wrote(ours)
    take(mail(In_Reply_To=MAIL_ID, files=[RECEIPT, ("virus.exe", b"MZ\x00", "application/octet-stream")]))
    assert [row.file.name for row in Document.objects.filter(claim=ours.claim)] == ["reçu.pdf"]
    assert list(InboundFile.objects.values_list("name", "refused")) == [("reçu.pdf", ""), ("virus.exe", "wrong_kind")]


@pytest.mark.parametrize("said", [{"text": "STOP\n\n> Bonjour"}, {"text": "", "Subject": "Stop"}])
def test_one_word_that_says_stop_is_heard(ours, said):
    take(mail(**said))
    assert opted_out("email", "Durand@exemple.be")
    assert InboundMessage.objects.get().handled_at == NOW


def test_a_machine_asks_for_nothing(ours):
    take(mail("stop", Auto_Submitted="auto-replied"))
    assert not opted_out("email", SENDER)


def test_news_of_mail_that_came_back_is_no_message(ours):
    wrote(ours)
    take(WHOLE)
    assert not InboundMessage.objects.exists()
    assert Event.objects.get().kind == "undelivered"


def test_news_of_mail_that_is_not_ours_is_kept(ours):
    take(WHOLE)
    assert InboundMessage.objects.count() == 1


def test_what_somebody_wrote_is_erased_with_its_files(ours):
    wrote(ours)
    take(mail(In_Reply_To=MAIL_ID, files=[RECEIPT]))
    inbound = InboundMessage.objects.get()
    files = erase_messages(message_ids=[], at=NOW, inbound_ids=[inbound.pk])
    inbound.refresh_from_db()
    assert (inbound.sender, inbound.subject, inbound.text, InboundFile.objects.get().name) == ("", "", "", "")
    assert files == {InboundFile.objects.get().file_id}


def call(client, data, *, agency="ours", secret=SECRET):
    path = reverse("messaging:email_received", kwargs={"agency": agency})
    seal = hmac.new(secret.encode(), f"{path}\n".encode() + data, hashlib.sha256).hexdigest()
    headers = {"X-Signature": f"sha256={seal}"}
    return client.post(path, data, content_type="message/rfc822", headers=headers).status_code


def heard(side):
    with acting_for(side.pk):
        return InboundMessage.objects.count()


def test_a_provider_hands_mail_in_once(client, made):
    assert [call(client, mail()), call(client, mail())] == [204, 204]
    assert (heard(made.ours), heard(made.theirs)) == (1, 0)


def test_a_mail_larger_than_a_form_may_be_is_taken(client, made):
    scan = ("scan.pdf", PDF + b"x" * 6_000_000, "application/pdf")
    assert call(client, mail(files=[scan])) == 204


def test_without_our_seal_nothing_is_taken(client, made):
    assert call(client, mail(), secret="another") == 403
    assert heard(made.ours) == 0


def test_what_is_no_mail_is_said(client, made):
    assert call(client, b"no mail") == 422
    assert client.get(reverse("messaging:email_received", kwargs={"agency": "ours"})).status_code == 405

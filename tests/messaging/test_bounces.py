"""Mail that comes back: sealed word alone is believed, once, and reaches claim, outbox and guard."""

import hashlib
import hmac
import json

import pytest
from django.urls import reverse

from agencies.scope import acting_for
from claims.models import ClaimMessage, Debtor, Event
from messaging.models import BadAddress, DeliveryReport, Message
from messaging.queries import bad_addresses
from tests.formats.test_bounces import WHOLE
from tests.messaging.outbox import message
from tests.world import NOW, world

SECRET, MAIL_ID = "a secret of the tests", "<abc.ours@creansys.example>"


@pytest.fixture
def made(db, settings):
    settings.MAIL_HOOK_SECRET = SECRET
    return world()


@pytest.fixture
def mail(made):
    """An e-mail that ours has sent about its first claim."""
    claim = made.ours.claim
    with acting_for(made.ours.pk):
        sent = message(party_id=claim.party_id, kind="paynow.paynow", address="Durand@exemple.be")
        Message.objects.filter(pk=sent.pk).update(state="sent", sent_on=NOW.date(), settled_at=NOW, provider_id=MAIL_ID)
        ClaimMessage.objects.create(claim=claim, message=sent, party_id=claim.party_id)
    return sent


def call(client, body, *, agency="ours", secret=SECRET, kind="application/json", sealed_for=""):
    """The status of a call to the hook, sealed with the secret."""
    path = reverse("messaging:email_bounce", kwargs={"agency": agency})
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    seal = hmac.new(secret.encode(), f"{sealed_for or path}\n".encode() + data, hashlib.sha256).hexdigest()
    headers = {"X-Signature": f"sha256={seal}"}
    return client.post(path, data, content_type=kind, headers=headers).status_code


def gone(**more):
    return {"message_id": MAIL_ID, "kind": "permanent", "status": "5.1.1", "detail": "User unknown"} | more


def told(side):
    with acting_for(side.pk):
        return list(Event.objects.values_list("kind", flat=True))


def test_a_permanent_bounce_is_told_once_and_marks_the_address(client, made, mail):
    assert [call(client, gone()), call(client, gone())] == [204, 204]
    assert told(made.ours) == ["undelivered"]
    with acting_for(made.ours.pk):
        assert bad_addresses(["DURAND@exemple.be"]).keys() == {"DURAND@exemple.be"}
        assert [(row.status, row.code, row.detail) for row in DeliveryReport.objects.all()] == [
            ("bounced", "5.1.1", "User unknown")
        ]


@pytest.mark.parametrize("more", [{"kind": "temporary"}, {"status": "5.7.1"}])
def test_what_does_not_blame_the_address_leaves_it_good(client, made, mail, more):
    assert call(client, gone(**more)) == 204
    with acting_for(made.ours.pk):
        assert not BadAddress.objects.exists()
    assert told(made.ours) == ([] if "kind" in more else ["undelivered"])


def test_the_mail_of_a_server_says_the_same(client, made, mail):
    assert call(client, WHOLE, kind="message/rfc822") == 204
    with acting_for(made.ours.pk):
        assert DeliveryReport.objects.get().detail == "550 5.1.1 User unknown"
    assert told(made.ours) == ["undelivered"]


@pytest.mark.parametrize("wrong", [{"secret": "another"}, {"sealed_for": "/hooks/theirs/email/bounce/"}])
def test_a_wrong_seal_is_refused_and_nothing_happened(client, made, mail, wrong):
    assert call(client, gone(), **wrong) == 403
    assert told(made.ours) == []


def test_without_a_secret_of_ours_nobody_is_believed(client, made, mail, settings):
    settings.MAIL_HOOK_SECRET = ""
    assert call(client, gone(), secret="") == 403


def test_another_agency_s_word_touches_nothing_of_ours(client, made, mail):
    assert call(client, gone(), agency="theirs") == 404
    assert told(made.ours) == []


@pytest.mark.parametrize("body", [b"no json", {"kind": "permanent"}])
def test_what_is_not_understood_is_said(client, made, mail, body):
    assert call(client, body) == 422


def test_a_mail_that_was_maybe_sent_was(client, made, mail):
    with acting_for(made.ours.pk):
        Message.objects.update(state="parked", provider_id="", sent_on=None, settled_at=None, taken_at=NOW)
    digest = hashlib.sha256(mail.dedupe_key.encode()).hexdigest()[:40]
    assert call(client, gone(message_id=f"<{digest}.ours@localhost>")) == 204
    with acting_for(made.ours.pk):
        assert Message.objects.get().state == "sent"


def test_the_page_of_the_claim_says_that_mail_came_back(client, made, mail, french):
    with acting_for(made.ours.pk):
        Debtor.objects.filter(pk=made.ours.claim.debtor_id).update(email="Durand@exemple.be")
    call(client, gone())
    client.force_login(made.ours.agent.user)
    page = client.get(f"/ours/office/claims/{made.ours.claim.number}/").content.decode()
    assert "courrier revenu" in page


def test_the_office_shows_what_came_back_and_trusts_the_address_again(client, made, mail):
    call(client, gone())
    client.force_login(made.ours.agent.user)
    listed = client.get("/ours/office/messages/?returned=yes").context["table"].rows
    assert [row.key for row in listed] == [str(mail.pk)]
    page = client.get(f"/ours/office/messages/{mail.uid}/")
    assert "User unknown" in page.content.decode()
    assert client.post(page.context["again"].url).status_code == 302
    with acting_for(made.ours.pk):
        assert bad_addresses([mail.address]) == {}

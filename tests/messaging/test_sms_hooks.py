"""Reports and replies: signed, once, inside the agency that the address names, and into the story of the claim."""

import time
from uuid import uuid4

import pytest
from django.urls import reverse

from agencies.models import Agency
from agencies.scope import acting_for
from claims.models import ClaimMessage, Event
from claims.queries.timeline import timeline
from claims.wording import event as in_words
from deploy.local import sms as stand_in
from messaging.events import MessageReceived, MessageUndelivered
from messaging.models import DeliveryReport, InboundMessage, Message
from messaging.queries import opted_out
from messaging.services import deliver_one, resolve_parked
from tests.messaging.outbox import LATER, seen
from tests.messaging.phones import NUMBER, OUR_NUMBER, TOKEN, phones, text
from tests.world import NOW, world

SITE = "https://site.test"


@pytest.fixture
def made(db, settings):
    """Two agencies; ours has sent an SMS about its first claim."""
    settings.PUBLIC_URL, settings.TWILIO_AUTH_TOKEN = SITE, TOKEN
    sides = world()
    with acting_for(sides.ours.pk):
        _about(sides.ours.claim)
    return sides


def _about(claim):
    message = text(party_id=claim.party_id, kind="paynow.decision")
    Message.objects.filter(pk=message.pk).update(state="sent", sent_on=NOW.date(), settled_at=NOW, attempts=1)
    ClaimMessage.objects.create(claim=claim, message=message, party_id=claim.party_id)
    return message


@pytest.fixture
def sms(made):
    """The SMS that ours has sent."""
    with acting_for(made.ours.pk):
        return Message.objects.get()


def call(client, name, given, *, token=TOKEN, **parts):
    """The status of a call to a hook of `ours`, signed with the token."""
    path = reverse(f"messaging:{name}", kwargs={"agency": "ours"} | parts)
    headers = {"X-Twilio-Signature": stand_in.signature(SITE + path, given, token)}
    return client.post(path, given, headers=headers).status_code


def reply(client, body="Je choisis", sid="SM1", **options):
    """A reply from the number that was written to."""
    return call(client, "sms_reply", {"MessageSid": sid, "From": NUMBER, "To": OUR_NUMBER, "Body": body}, **options)


def report(client, sms, status="delivered", **options):
    """A report about the SMS."""
    given = {"MessageSid": "SM0", "MessageStatus": status, "ErrorCode": "30003"}
    return call(client, "sms_status", given, **{"uid": sms.uid} | options)


def stories(side):
    """What the first claim's timeline says, latest first."""
    with acting_for(side.pk):
        return [(told.kind, told.actor, told.detail) for told in timeline(side.claim.pk)]


def test_a_reply_reaches_the_claim_once(client, made, sms):
    assert [reply(client), reply(client)] == [200, 200]
    [(kind, actor, detail)] = stories(made.ours)
    assert (kind, actor, detail["text"]) == ("replied", sms.recipient, "Je choisis")
    with acting_for(made.ours.pk):
        [inbound] = InboundMessage.objects.all()
        assert in_words(timeline(made.ours.claim.pk)[0])[1] == "Je choisis"
    assert (inbound.answers_id, inbound.party_id, inbound.sender) == (sms.pk, sms.party_id, NUMBER)


@pytest.mark.parametrize("signed_by", ["another token", ""])
def test_a_wrong_signature_is_refused_and_nothing_happened(client, made, sms, signed_by, published):
    assert reply(client, "STOP", token=signed_by) == report(client, sms, "failed", token=signed_by) == 403
    with acting_for(made.ours.pk):
        assert not InboundMessage.objects.exists()
        assert not DeliveryReport.objects.exists()
        assert not opted_out("sms", NUMBER)
    assert (published, stories(made.ours)) == ([], [])


def test_without_a_token_of_ours_nobody_is_believed(client, made, settings):
    settings.TWILIO_AUTH_TOKEN = ""
    assert reply(client, token="") == 403


def test_a_signature_for_one_agency_opens_no_other(client, made):
    given = {"MessageSid": "SM1", "From": NUMBER, "Body": "Bonjour"}
    ours, theirs = (reverse("messaging:sms_reply", kwargs={"agency": slug}) for slug in ("ours", "theirs"))
    headers = {"X-Twilio-Signature": stand_in.signature(SITE + ours, given, TOKEN)}
    assert client.post(theirs, given, headers=headers).status_code == 403


def test_another_agency_s_reports_touch_nothing_of_ours(client, made, sms):
    assert report(client, sms, agency="theirs") == 404
    assert reply(client, agency="theirs") == 200
    assert stories(made.ours) == []
    with acting_for(made.theirs.pk):
        assert InboundMessage.objects.get().answers_id is None


@pytest.mark.parametrize("agency", ["nobody", "office"])
def test_an_agency_that_is_none_is_not_found(client, made, agency):
    assert reply(client, agency=agency) == 404


def test_a_get_is_not_a_call(client, made):
    assert client.get(reverse("messaging:sms_reply", kwargs={"agency": "ours"})).status_code == 405


@pytest.fixture
def suspended(made):
    with acting_for(made.ours.pk):
        Agency.objects.update(suspended_on=NOW.date())


def test_a_suspended_agency_still_records_what_comes_back(client, sms, suspended, made):
    assert call(client, "sms_status", {"MessageSid": "SM9", "MessageStatus": "delivered"}, uid=sms.uid) == 204
    assert reply(client, "STOP") == 200
    with acting_for(made.ours.pk):
        assert (DeliveryReport.objects.get().status, opted_out("sms", NUMBER)) == ("delivered", True)


def test_each_status_is_kept_once_whatever_the_order(client, made, sms):
    assert [report(client, sms, status) for status in ("delivered", "sent", "delivered")] == [204] * 3
    with acting_for(made.ours.pk):
        assert set(sms.reports.values_list("status", flat=True)) == {"sent", "delivered"}
    assert report(client, sms, uid=uuid4()) == 404


def test_an_sms_that_reached_nobody_is_told_once(client, made, sms):
    assert report(client, sms, "undelivered") == report(client, sms, "undelivered") == 204
    [(kind, _, detail)] = stories(made.ours)
    assert (kind, detail["to"], detail["reason"]) == ("undelivered", NUMBER, "30003")


@pytest.mark.parametrize(("status", "state"), [("delivered", "sent"), ("failed", "failed")])
def test_a_report_settles_what_was_maybe_sent(client, made, sms, status, state):
    with acting_for(made.ours.pk):
        Message.objects.filter(pk=sms.pk).update(state="parked", sent_on=None, settled_at=None, taken_at=NOW)
    report(client, sms, status)
    settled = seen(made.ours.pk, sms.pk)
    assert (settled.state, settled.provider_id) == (state, "SM0")
    assert settled.sent_on == (NOW.date() if state == "sent" else None)


def test_stop_closes_the_number_and_start_opens_it(client, made, sms):
    for body, sid, closed in (("Stop", "SM1", True), ("STOP", "SM2", True), ("start", "SM3", False)):
        reply(client, body, sid)
        with acting_for(made.ours.pk):
            assert opted_out("sms", NUMBER) is closed
    with acting_for(made.theirs.pk):
        assert not opted_out("sms", NUMBER)


def test_a_reply_answers_the_last_message_to_that_number(client, made, sms, published):
    with acting_for(made.ours.pk):
        last = text(dedupe_key="last")
        Message.objects.filter(pk=last.pk).update(attempts=1)
        text(dedupe_key="not sent yet")
    reply(client)
    assert [(event.__class__, event.message_id) for event in published] == [(MessageReceived, last.pk)]


def test_an_unreadable_reply_is_kept(client, made, published):
    assert reply(client, "\x00 😀" * 3000) == 200
    with acting_for(made.ours.pk):
        assert "\x00" not in InboundMessage.objects.get().text


def test_what_is_not_parked_is_not_settled_twice(client, made, sms, published):
    report(client, sms, "failed")
    assert seen(made.ours.pk, sms.pk).state == "sent"
    assert [event.__class__ for event in published] == [MessageUndelivered]
    with acting_for(made.ours.pk), pytest.raises(Exception, match="not parked"):
        resolve_parked(message=sms, sent=True, at=LATER)


@pytest.mark.real_commits
def test_from_the_telephone_to_the_timeline(live_server, settings, monkeypatch, tmp_path):
    settings.PUBLIC_URL = live_server.url
    side = world().ours
    with phones(settings, monkeypatch, tmp_path):
        monkeypatch.setattr(stand_in, "REPORTS", ("sent", "delivered"))
        with acting_for(side.pk):
            made = text(party_id=side.claim.party_id)
            ClaimMessage.objects.create(claim=side.claim, message=made, party_id=side.claim.party_id)
        assert deliver_one(agency_id=side.pk, message_id=made.pk, at=LATER) == "sent"
        _wait(side, lambda: DeliveryReport.objects.filter(status="delivered").exists())
        [there] = stand_in._all()
        assert stand_in.take(f"/sms/{there['sid']}/reply", "Body=D%27accord").status == 303
    with acting_for(side.pk):
        assert list(Event.objects.order_by("seq").values_list("kind", flat=True)) == ["texted", "replied"]


def _wait(side, done):
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with acting_for(side.pk):
            if done():
                return
        time.sleep(0.05)
    pytest.fail("nothing came back")

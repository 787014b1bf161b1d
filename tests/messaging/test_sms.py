"""SMS over HTTP against the local telephones: what arrives, what each refusal means, what is found again."""

import json
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from django.urls import reverse
from django.utils import timezone

from agencies.scope import acting_for
from agencies.services import set_option
from deploy.local import sms as stand_in
from messaging.channels import CHANNELS, Refused
from messaging.channels.phones import mobile
from messaging.models import Message, OptOut
from messaging.queries import texting_number
from messaging.rules import STUCK_AFTER, State
from messaging.services import deliver_one, settle_stuck
from messaging.services.delivery import packed
from tests.messaging.outbox import LATER, committed, free_port, seen
from tests.messaging.phones import NUMBER, OUR_NUMBER, phones, serving, text
from tests.world import DAY, NOW

pytestmark = pytest.mark.real_commits


@pytest.fixture
def kept(settings, monkeypatch, tmp_path):
    """What the telephones hold: a list of messages, latest first, asked anew at each call."""
    with phones(settings, monkeypatch, tmp_path):
        yield stand_in._all


def sent(agencies, when=LATER, **fields):
    """The id of an SMS, and the state it reached."""
    made = committed(agencies.ours, text, **fields)
    return made, deliver_one(agency_id=agencies.ours, message_id=made, at=when)


def test_it_arrives_with_the_address_for_reports(agencies, kept):
    made, state = sent(agencies)
    [there] = kept()
    ours = seen(agencies.ours, made)
    hook = reverse("messaging:sms_status", kwargs={"agency": "ours", "uid": ours.uid})
    assert (state, ours.provider_id, ours.sender) == ("sent", there["sid"], OUR_NUMBER)
    assert (there["to"], there["from"], there["body"]) == (NUMBER, OUR_NUMBER, "Bonjour à tous")
    assert there["status_callback"].endswith(hook)


@pytest.mark.parametrize(
    ("address", "state", "said"),
    [
        ("+15005550001", "failed", "21211"),
        ("+15005550004", "failed", "21610"),
        ("+15005550009", "failed", "21614"),
        ("0475 12 34 56", "failed", "not an international"),
    ],
)
def test_a_number_that_no_sms_reaches_fails(agencies, kept, address, state, said):
    made, reached = sent(agencies, address=address)
    assert (reached, kept()) == (state, [])
    assert said in seen(agencies.ours, made).answer


@pytest.mark.parametrize("wrong", [{"TWILIO_AUTH_TOKEN": "no"}, {"TWILIO_ACCOUNT_SID": ""}, {"TWILIO_FROM": "?"}])
def test_our_own_mistakes_are_not_the_recipient_s_fault(agencies, kept, settings, wrong):
    for name, value in wrong.items():
        setattr(settings, name, value)
    assert sent(agencies)[1] == "queued"


def test_a_text_of_too_many_parts_fails(agencies, kept):
    assert sent(agencies, text="é" * 1000)[1] == "failed"


def test_a_provider_that_is_down_is_tried_again(agencies, kept, settings):
    settings.TWILIO_API_URL = f"http://127.0.0.1:{free_port()}"
    made, state = sent(agencies)
    assert (state, "no connection" in seen(agencies.ours, made).answer) == ("queued", True)


def answering(status, *, keep=False, hang_up=False):
    """A provider that keeps the message or not, and answers with a status or not at all; it lists what it kept."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self):
            given = stand_in._fields(self.rfile.read(int(self.headers["Content-Length"])).decode())
            if keep:
                stand_in._kept(given["From"], given["To"], given["Body"], "outbound-api", "")
            if not hang_up:
                self._say(status, b"{}")

        def do_GET(self):
            self._say(200, stand_in.show(self.path, self.headers["Authorization"]).body)

        def _say(self, code, body):
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Answers


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_provider_in_trouble_is_tried_again(agencies, kept, settings, status):
    with serving(answering(status)) as settings.TWILIO_API_URL:
        assert sent(agencies)[1] == "queued"


@pytest.mark.parametrize(("keep", "state"), [(True, "sent"), (False, "parked")])
def test_a_line_that_breaks_has_the_provider_asked(agencies, kept, settings, keep, state):
    with serving(answering(200, keep=keep, hang_up=True)) as settings.TWILIO_API_URL:
        made, reached = sent(agencies, when=timezone.now())  # dates of the provider are compared with ours
    assert (reached, len(kept())) == (state, int(keep))
    assert bool(seen(agencies.ours, made).provider_id) is keep


def lost(agencies, at: datetime, **fields) -> Message:
    """An SMS whose worker died after the provider had it."""
    made = committed(agencies.ours, text, at=at, **fields)
    with acting_for(agencies.ours):
        Message.objects.filter(pk=made).update(state=State.SENDING, attempts=1, taken_at=at)
        return Message.objects.get(pk=made)


def test_what_a_dead_worker_sent_is_found_and_what_it_did_not_is_parked(agencies, kept):
    at = timezone.now()
    had = lost(agencies, at, dedupe_key="had", text="Reçu")
    lost(agencies, at, dedupe_key="not", text="Pas parti")
    with acting_for(agencies.ours):
        there = stand_in._kept(OUR_NUMBER, NUMBER, "Reçu", "outbound-api", "")
    assert settle_stuck(agency_id=agencies.ours, at=at + STUCK_AFTER) == {State.SENT: 1, State.PARKED: 1}
    assert seen(agencies.ours, had.pk).provider_id == there["sid"]


def test_the_same_text_of_another_message_is_not_taken_for_it(agencies, kept):
    at = timezone.now()
    sent(agencies, when=at, dedupe_key="first")
    lost(agencies, at, dedupe_key="second")
    assert settle_stuck(agency_id=agencies.ours, at=at + STUCK_AFTER) == {State.PARKED: 1}


def test_two_alike_at_the_provider_decide_nothing(agencies, kept):
    made = lost(agencies, timezone.now())
    for _ in range(2):
        stand_in._kept(OUR_NUMBER, NUMBER, made.text, "outbound-api", "")
    with acting_for(agencies.ours):
        key = packed(made).key
    assert CHANNELS["sms"].find(key) is None


def test_a_provider_that_refuses_to_list_is_asked_again(agencies, kept, settings):
    made = lost(agencies, timezone.now())
    settings.TWILIO_AUTH_TOKEN = "no"
    with acting_for(agencies.ours), pytest.raises(Refused):
        CHANNELS["sms"].find(packed(made).key)


def test_who_said_stop_is_not_written_to(agencies, kept, published):
    made = committed(agencies.ours, text)
    with acting_for(agencies.ours):
        OptOut.objects.create(channel="sms", address=NUMBER, since=NOW)
        assert texting_number(NUMBER, "FR") == ""
    assert deliver_one(agency_id=agencies.ours, message_id=made, at=LATER) == "failed"
    assert ([event.message_id for event in published], kept()) == ([made], [])
    with acting_for(agencies.theirs):
        assert texting_number(NUMBER, "FR") == NUMBER


def test_our_own_side_is_not_woken(agencies, settings):
    night = NOW.replace(hour=22)
    made = seen(agencies.ours, committed(agencies.ours, text, at=night))
    assert timezone.localtime(made.not_before) == timezone.localtime(NOW + timedelta(days=1)).replace(hour=8)


def test_an_agency_has_its_own_sender(agencies, kept):
    with acting_for(agencies.ours):
        set_option(key="sms.sender", value="Ours", since=DAY, at=NOW)
    sent(agencies)
    assert [one["from"] for one in kept()] == ["Ours"]


@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("0475 12 34 56", "BE", "+32475123456"),
        ("06 39 98 00 11", "FR", NUMBER),
        ("+49 1512 3456789", "BE", "+4915123456789"),
        ("065 99 00 01", "BE", ""),
        ("03 99 00 00 03", "FR", ""),
        ("nobody", "BE", ""),
        ("", "BE", ""),
    ],
)
def test_which_numbers_an_sms_reaches(written, country, number):
    assert mobile(written, country) == number


def test_without_an_account_nobody_is_reached(agencies):
    with acting_for(agencies.ours):
        assert texting_number(NUMBER, "FR") == ""


def test_what_the_telephones_show_is_escaped(kept):
    there = stand_in._kept(OUR_NUMBER, NUMBER, "<b>x</b>", "outbound-api", "")
    for path in ("/sms", f"/sms/{there['sid']}"):
        assert b"&lt;b&gt;x" in stand_in.show(path).body
    assert stand_in.show("/sms/../secrets") is None
    assert json.loads(stand_in.show(f"/2010-04-01/Accounts/{stand_in.ACCOUNT}/Messages.json").body)["code"] == 20003

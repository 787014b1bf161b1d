"""E-mail against a real SMTP server on this machine: what arrives, and what each refusal means."""

from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from agencies.scope import acting_for
from files.services import keep
from messaging.channels.email import Email
from messaging.rules import State
from messaging.services import deliver_due, deliver_one
from tests.messaging.outbox import LATER, PDF, committed, free_port, seen

pytestmark = [pytest.mark.real_commits, pytest.mark.usefixtures("store")]


class Mailbox:
    """Keeps what arrives; answers RCPT and DATA as told."""

    def __init__(self):
        self.mails = []
        self.to_sender = self.to_recipient = self.to_data = "250 OK"

    async def handle_MAIL(self, server, session, envelope, address, options):
        """Take or refuse a sender."""
        envelope.mail_from = address
        return self.to_sender

    async def handle_RCPT(self, server, session, envelope, address, options):
        """Take or refuse a recipient."""
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server, session, envelope):
        """Take or refuse a mail; None hangs up after having it."""
        if self.to_data is None or self.to_data.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content, policy=default))
        if self.to_data is None:
            server.transport.abort()
            return "421 never heard"
        return self.to_data


@pytest.fixture
def mailbox(settings):
    """A server on a free port, and Django pointed at it."""
    box = Mailbox()
    port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.DEFAULT_FROM_EMAIL = "Platform <mail@platform.test>"
    yield box
    controller.stop()


def sent(agencies, **fields):
    """The id of a mail, and the state it reached."""
    made = committed(agencies.ours, **fields)
    return made, deliver_one(agency_id=agencies.ours, message_id=made, at=LATER)


def test_text_html_and_files_arrive(agencies, mailbox):
    with acting_for(agencies.ours):
        pdf = keep(data=PDF, name="lettre.pdf")
    made, state = sent(agencies, html="<p>Bonjour</p>", files=[pdf])
    (mail,) = mailbox.mails
    assert (state, mail["To"], mail["Subject"]) == ("sent", "one@example.test", "Décision")
    assert mail["From"] == "Ours <mail@platform.test>"
    assert mail.get_body(("plain",)).get_content().strip() == "Bonjour"
    assert mail.get_body(("html",)).get_content().strip() == "<p>Bonjour</p>"
    assert [part.get_payload(decode=True) for part in mail.iter_attachments()] == [PDF]
    assert seen(agencies.ours, made).provider_id == mail["Message-ID"]


def test_the_message_id_is_the_key_at_every_attempt(agencies, mailbox):
    mailbox.to_data = "451 try later"
    made, state = sent(agencies)
    assert state == "queued"
    mailbox.to_data = "250 OK"
    deliver_due(agency_id=agencies.ours, at=seen(agencies.ours, made).not_before)
    committed(agencies.theirs)
    deliver_due(agency_id=agencies.theirs, at=LATER)
    ids = [mail["Message-ID"] for mail in mailbox.mails]
    assert [known.partition(".")[2] for known in ids] == ["ours@platform.test>", "theirs@platform.test>"]


@pytest.mark.parametrize(
    ("to_recipient", "to_data", "state"),
    [
        ("550 no such user", "250 OK", State.FAILED),
        ("450 mailbox busy", "250 OK", State.QUEUED),
        ("250 OK", "554 rejected", State.FAILED),
        ("250 OK", "452 full", State.QUEUED),
        ("250 OK", None, State.PARKED),
    ],
)
def test_what_a_server_s_answer_means(agencies, mailbox, to_recipient, to_data, state):
    mailbox.to_recipient, mailbox.to_data = to_recipient, to_data
    made, reached = sent(agencies)
    assert reached == state
    assert seen(agencies.ours, made).answer


def test_a_refused_sender_is_not_the_recipient_s_fault(agencies, mailbox):
    mailbox.to_sender = "550 not from you"
    made, state = sent(agencies)
    assert (state, seen(agencies.ours, made).answer) == ("queued", "550 not from you")


def test_a_mail_that_is_maybe_sent_stays_parked(agencies, mailbox):
    mailbox.to_data = None
    made, _ = sent(agencies)
    assert Email().find("any key") is None
    assert not deliver_due(agency_id=agencies.ours, at=LATER + timedelta(days=9))
    assert (len(mailbox.mails), seen(agencies.ours, made).state) == (1, "parked")


def test_a_server_that_is_down_is_tried_again(agencies, mailbox, settings):
    settings.EMAIL_PORT = 1
    made, state = sent(agencies)
    assert state == "queued"
    assert "no connection" in seen(agencies.ours, made).answer


@pytest.mark.parametrize("address", ["nobody", "two@example.test, three@example.test", "a@b.test\nBcc: c@d.test"])
def test_an_address_that_is_none_fails(agencies, mailbox, address):
    assert sent(agencies, address=address)[1] == "failed"
    assert mailbox.mails == []

"""Mails as people and machines write them; whatever is sent, it is read or refused, never more."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats.errors import Unreadable
from formats.mails import MAX_BYTES, own_words, read_mail
from tests.messaging.mails import PDF, SENDER, mail


def test_a_mail_is_read():
    found = read_mail(
        mail("Bonjour,\nj'ai payé.", Subject="Re: créance", In_Reply_To="<b@x>", References="<a@x> <b@x>")
    )
    assert (found.sender, found.subject, found.message_id) == (SENDER, "Re: créance", "<1@exemple.be>")
    assert (found.text, found.answers, found.by_machine) == ("Bonjour,\nj'ai payé.", ("<b@x>", "<a@x>"), False)


def test_its_files_come_with_their_names():
    found = read_mail(mail(files=[("reçu/1.pdf", PDF, "application/pdf")]))
    assert [(one.name, one.data) for one in found.files] == [("reçu_1.pdf", PDF)]
    assert found.text == "J'ai payé hier."


def test_a_page_without_plain_text_is_read_as_text():
    page = b"From: a@b.be\r\nContent-Type: text/html; charset=latin-1\r\n\r\n<style>x{}</style><p>R\xe9pondu</p>oui"
    assert read_mail(page).text == "Répondu\noui"


@pytest.mark.parametrize("head", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}])
def test_a_machine_is_known(head):
    assert read_mail(mail(**head)).by_machine


@pytest.mark.parametrize(
    "quoted",
    [
        "> Bonjour",
        "Le 2 mars 2026 à 10:00, Agence <a@b.be> a écrit :",
        "On Mon, 2 March 2026, Agency wrote:",
        "Op ma 2 maart 2026 om 10:00 schreef Agentschap <a@b.be>:",
        "-----Original Message-----",
        "De : Agence <a@b.be>",
    ],
)
def test_what_is_quoted_is_not_the_senders(quoted):
    assert own_words(f"STOP\n\n{quoted}\nVeuillez payer") == "STOP"


@pytest.mark.parametrize("data", [b"", b"no mail at all", b"From: nobody\r\n\r\nx", b"x" * (MAX_BYTES + 1)])
def test_what_is_no_mail_is_refused(data):
    with pytest.raises(Unreadable):
        read_mail(data)


@pytest.mark.parametrize("name", ["=?nonsense?q?x?=", "=?utf-8?b?%%?=", "\x00", "=?utf-8?q?=FF=FE?="])
def test_headers_that_lie_are_kept_as_they_are(name):
    raw = f"From: a@b.be\r\nSubject: {name}\r\nContent-Type: text/plain; charset=nonsense\r\n\r\nmot".encode()
    found = read_mail(raw)
    assert found.text == "mot"
    assert "\x00" not in found.subject


@given(st.binary(max_size=300))
def test_nothing_but_a_refusal_comes_of_noise(noise):
    for data in (noise, b"From: a@b.be\r\n" + noise, mail().replace(b"hier", noise)):
        with suppress(Unreadable):
            assert read_mail(data).sender

"""The local mailbox keeps what it is sent and shows it without running it."""

import socket
from email.message import EmailMessage
from smtplib import SMTP

import pytest
from aiosmtpd.controller import Controller

from deploy.local import mailbox
from deploy.local.ports import HOST


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty mailbox."""
    monkeypatch.setattr(mailbox, "FOLDER", tmp_path)
    return tmp_path


def letter():
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.test", "b@example.test", "Rappel <1>"
    message.set_content("Bonjour & merci")
    message.add_alternative("<p>Bonjour</p><script>alert(1)</script>", subtype="html")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="état.pdf")
    return message


@pytest.fixture
def name(folder):
    """The name of one message that came in by SMTP."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    server = Controller(mailbox.Catcher(), hostname=HOST, port=port)
    server.start()
    with SMTP(HOST, port) as client:
        client.send_message(letter())
    server.stop()
    [file] = folder.glob("*.eml")
    return file.stem


def test_the_list_shows_it_escaped(name):
    page = mailbox.respond("/").body.decode()
    assert "Rappel &lt;1&gt;" in page
    assert f'href="/{name}"' in page


def test_its_text_and_its_files_are_there(name):
    page = mailbox.respond(f"/{name}").body.decode()
    assert "Bonjour &amp; merci" in page
    assert "état.pdf" in page
    assert "<script>" not in page


def test_its_html_runs_nothing(name):
    answer = mailbox.respond(f"/{name}/html")
    assert answer.policy.startswith("sandbox; default-src 'none'")


def test_its_attachment_opens(name):
    answer = mailbox.respond(f"/{name}/0")
    assert (answer.body, answer.kind, answer.name) == (b"%PDF-1.7", "application/pdf", "état.pdf")


@pytest.mark.parametrize("path", ["/nothing", "/../secrets", "/x/9", "/.x"])
def test_nothing_else_is_served(folder, path):
    assert mailbox.respond(path) is None

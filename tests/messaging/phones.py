"""SMS for tests, and a server of the local telephones on a port of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from deploy.local import mailbox, sms
from messaging.models import Message
from tests.messaging.outbox import message

TOKEN = "a token of the tests"
NUMBER, OUR_NUMBER = "+33639980011", "+32450000000"
ACCOUNT = {"TWILIO_ACCOUNT_SID": sms.ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN, "TWILIO_FROM": OUR_NUMBER}


def text(**fields: Any) -> Message:
    """An SMS to a creditor, queued now; needs an agency in force."""
    given = {"channel": "sms", "address": NUMBER, "recipient": "creditor:7", "subject": "", "text": "Bonjour à tous"}
    return message(**given | fields)


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler] = mailbox.Page) -> Iterator[str]:
    """The address of a server that runs inside."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@contextmanager
def phones(settings: Any, monkeypatch: Any, folder: Path) -> Iterator[Path]:
    """The local telephones, and Django pointed at them; yields where they keep the messages."""
    monkeypatch.setattr(sms, "FOLDER", folder)
    monkeypatch.setattr(sms, "REPORTS", ())  # a test that wants reports asks for them
    for name, value in ACCOUNT.items():
        monkeypatch.setenv(name, value)
        setattr(settings, name, value)
    with serving() as url:
        settings.TWILIO_API_URL = url
        yield folder

"""Messages for tests, and a channel that does as it is told."""

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import connection

from agencies.scope import acting_for
from files.services import keep
from law.clearance import Clearance
from messaging.channels import Parcel, Sent
from messaging.models import Message
from messaging.rules import NotToADebtor
from messaging.services import enqueue
from tests.world import DAY, NOW

PDF = b"%PDF-1.7 a letter"
LATER = NOW + timedelta(hours=1)


def clearance(**fields: Any) -> Clearance:
    """Leave to send debtor 31 a notice today."""
    given = {"act": "notice", "recipient": "debtor:31", "claim": "812", "granted": NOW, "rules": ("be-b2b",)}
    return Clearance(**given | {"expires": NOW + timedelta(hours=12)} | fields)


def message(**fields: Any) -> Message:
    """An e-mail to a member, queued now; needs an agency in force."""
    given = {"dedupe_key": "key:1", "kind": "decision", "channel": "email", "recipient": "member:4"}
    given |= {"address": "one@example.test", "subject": "Décision", "text": "Bonjour", "language": "fr"}
    given |= {"template_version": "1", "clearance": NotToADebtor("a member decides"), "party_id": None, "at": NOW}
    return enqueue(**given | fields)


def letter(**fields: Any) -> Message:
    """A notice by post to debtor 31, for today's print run; needs an agency in force."""
    pdf = keep(data=PDF, name="notice.pdf")
    given = {"channel": "letter", "recipient": "debtor:31", "kind": "paynow", "clearance": clearance()}
    return message(**given | {"files": [pdf], "posting_on": DAY, "address": "Rue Haute 1"} | fields)


def committed(agency_id: int, make: Callable[..., Message] = message, **fields: Any) -> int:
    """The id of a message whose transaction is over."""
    with acting_for(agency_id):
        return make(**fields).pk


def seen(agency_id: int, message_id: int) -> Message:
    """The message as the agency sees it now."""
    with acting_for(agency_id):
        return Message.objects.select_related("print_run").get(pk=message_id)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@dataclass
class Recorder:
    """`sent` counts parcels by key; `before` and `after` run around sending, to fail there."""

    idempotent: bool = False
    leaves_at_once: bool = True
    sent: list[str] = field(default_factory=list)
    known: bool = False  # whether `find` remembers
    before: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None

    def send(self, parcel: Parcel) -> Sent:
        """Remember the parcel; no transaction may be open."""
        assert not connection.in_atomic_block
        self.before()
        self.sent.append(parcel.key)
        self.after()
        return Sent(f"sent:{parcel.key}")

    def find(self, key: str) -> Sent | None:
        """What was sent, where it can be asked."""
        return Sent(f"sent:{key}") if self.known and key in self.sent else None

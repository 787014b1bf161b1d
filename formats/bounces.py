"""Reading the mail that a mail server sends when a message of ours could not be delivered (RFC 3464)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from typing import Literal

from formats.errors import Unreadable

MAX_BYTES = 10 * 2**20
LONGEST = 500  # letters kept of what a server says
Kind = Literal["permanent", "temporary", "delivered"]
KINDS: dict[str, Kind] = {"failed": "permanent", "delayed": "temporary"}
ACTIONS = frozenset({*KINDS, "delivered", "relayed", "expanded"})


@dataclass(frozen=True, slots=True)
class Returned:
    """What became of a message for one recipient; `status` is the enhanced code ("5.1.1"), "" where none is given."""

    address: str
    kind: Kind
    status: str
    detail: str


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery status: about which message (its Message-ID, with its angle brackets), and for whom."""

    message_id: str
    recipients: tuple[Returned, ...]


def read_bounce(data: bytes) -> Bounce:
    """A delivery status mail as it came.

    Raises Unreadable: `too_large`, `not_a_bounce` (another mail), `missing_field` (it names no message or recipient).
    """
    if len(data) > MAX_BYTES:
        raise Unreadable("too_large", f"{len(data)} bytes")
    parts = _parts(data)
    told = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    if not told:
        raise Unreadable("not_a_bounce")
    recipients = tuple(_recipients(told[0]))
    message_id = _message_id(parts[parts.index(told[0]) + 1 :])
    if not recipients or not message_id:
        raise Unreadable("missing_field", "Message-ID" if recipients else "Final-Recipient")
    return Bounce(message_id, recipients)


@dataclass(frozen=True, slots=True)
class Notice:
    """What a provider of e-mail says of one message."""

    message_id: str
    kind: Kind
    status: str
    detail: str


def read_notice(data: bytes) -> Notice:
    """A provider's word in JSON: `message_id`, `kind` (permanent or temporary); `status`, `detail`, `provider` if any.

    Raises Unreadable: `not_a_bounce`, `missing_field`.
    """
    try:
        given = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable("not_a_bounce", "no JSON") from error
    if not isinstance(given, dict):
        raise Unreadable("not_a_bounce", "no object")
    message_id, kind, status, detail, provider = (
        _line(given.get(name)) for name in ("message_id", "kind", "status", "detail", "provider")
    )
    if not message_id or kind not in ("permanent", "temporary"):
        raise Unreadable("missing_field", "kind" if message_id else "message_id")
    bracketed = message_id if message_id.startswith("<") else f"<{message_id}>"
    said = f"{provider}: {detail}" if provider and detail else provider or detail
    return Notice(bracketed, "permanent" if kind == "permanent" else "temporary", _code(status), said[:LONGEST])


def _parts(data: bytes) -> list[Message]:
    try:
        return list(BytesParser(policy=compat32).parsebytes(data).walk())
    except (RecursionError, ValueError, LookupError) as error:  # parts in parts without end; headers that lie
        raise Unreadable("not_a_bounce", type(error).__name__) from error


def _recipients(told: Message) -> Iterator[Returned]:
    """One group of fields for each recipient, after those of the message."""
    payload = told.get_payload()
    for group in [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []:
        address, action = _address(group), _text(group, "Action").lower()
        if address and action in ACTIONS:
            detail = _text(group, "Diagnostic-Code").partition(";")[2].strip() or _text(group, "Diagnostic-Code")
            yield Returned(address, KINDS.get(action, "delivered"), _code(_text(group, "Status")), detail[:LONGEST])


def _address(group: Message) -> str:
    """The address we wrote to: the original one where it is told, without its type."""
    given = _text(group, "Original-Recipient") or _text(group, "Final-Recipient")
    return given.partition(";")[2].strip().strip("<>").lower()


def _code(given: str) -> str:
    """An enhanced status code, or ""."""
    code = given.split(" ")[0]
    numbers = code.split(".")
    well = len(numbers) == 3 and all(part.isascii() and part.isdigit() and len(part) <= 3 for part in numbers)
    return code if well and numbers[0] in ("2", "4", "5") else ""


def _message_id(after: list[Message]) -> str:
    """From the copy of our message, whole or its head alone."""
    for part in after:
        if found := _text(part, "Message-ID"):
            return found[:LONGEST]
        if part.get_content_type() == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            head = BytesParser(policy=compat32).parsebytes(
                payload if isinstance(payload, bytes) else b"", headersonly=True
            )
            if found := _text(head, "Message-ID"):
                return found[:LONGEST]
    return ""


def _text(part: Message, name: str) -> str:
    """A field on one line, without what no database keeps; "" without it."""
    return _line(str(part.get(name, "") or ""))


def _line(value: object) -> str:
    text = value if isinstance(value, str) else ""
    return " ".join(text.encode("utf-8", "replace").decode().replace("\x00", "").split())

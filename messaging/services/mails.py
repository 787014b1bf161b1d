"""Mail to the agency: fetched from its mailbox, or handed in by a provider; each message taken once."""

import hashlib
from datetime import datetime
from typing import Any

import structlog

from agencies.scope import acting_for, widened
from formats.errors import Unreadable
from formats.mails import Mail, own_words, read_mail
from messaging import rules
from messaging.channels.imap import Mailbox, Place
from messaging.models import Mailbox as Read
from messaging.models import Message
from messaging.services.bounces import sent_as, take_bounce
from messaging.services.inbound import Sheet, receive

log = structlog.get_logger(__name__)
AT_ONCE = 200  # messages of one visit: some minutes of work


def take_mail(*, data: bytes, at: datetime) -> None:
    """Keep an e-mail that came in: news of mail of ours that came back, or what somebody wrote. Twice is once.

    Raises Unreadable for what is no e-mail.
    """
    try:
        if take_bounce(data=data, at=at):
            return
    except Unreadable as error:
        log.debug("mail.no_bounce", code=error.code)  # the usual case: a person wrote
    _received(read_mail(data), hashlib.sha256(data).hexdigest(), at)


def _received(mail: Mail, digest: str, at: datetime) -> None:
    said = own_words(mail.text)
    with widened("take_mail"):
        receive(
            channel="email",
            provider_id=mail.message_id[:200] or f"sha256:{digest}",
            sender=mail.sender,
            text=mail.text,
            at=at,
            subject=mail.subject,
            answered=_answered(mail),
            files=[Sheet(one.name, one.data) for one in mail.files],
            wish="" if mail.by_machine else rules.wish(said) or rules.wish(mail.subject),
        )


def _answered(mail: Mail) -> Message | None:
    """The message of ours that it refers to."""
    return next(filter(None, map(sent_as, mail.answers)), None)


def fetch(*, agency_id: int, place: Place, at: datetime) -> int:
    """Take what came into the agency's mailbox since the last visit; how many messages. Not inside a transaction.

    A message is flagged as seen once it is kept. What goes wrong (Unreachable, a message that cannot be kept) is told
    on the mailbox's row and raised; the next visit tries again from where this one stood.
    """
    try:
        with Mailbox(place) as box:
            taken = _emptied(agency_id, box, place, at)
    except Exception as error:
        _note(agency_id, place, {"error": f"{type(error).__name__}: {error}"[:500]}, failing_at=at)
        raise
    _note(agency_id, place, {"error": "", "checked_at": at, "failing_since": None})
    return taken


def _emptied(agency_id: int, box: Mailbox, place: Place, at: datetime) -> int:
    with acting_for(agency_id):
        row = _row(place)
        last = row.last_number if row.validity == box.validity else 0
    numbers = box.numbers_after(last)[:AT_ONCE]
    for number in numbers:
        data = box.fetch(number)
        with acting_for(agency_id):
            _take(place, box.validity, number, data, at)
        box.mark_seen(number)
    return len(numbers)


def _take(place: Place, validity: int, number: int, data: bytes, at: datetime) -> None:
    """One message and how far the mailbox was read, in one transaction; nothing where another worker was quicker."""
    row = Read.objects.select_for_update().get(pk=_row(place).pk)
    if row.validity == validity and row.last_number >= number:
        return
    try:
        if data:
            take_mail(data=data, at=at)
    except Unreadable as error:  # no mail at all: nobody could read it to us either
        log.warning("mail.unreadable", place=str(place), number=number, code=error.code, detail=error.detail)
    Read.objects.filter(pk=row.pk).update(validity=validity, last_number=number)


def _row(place: Place) -> Read:
    row: Read = Read.objects.get_or_create(place=str(place))[0]
    return row


def _note(agency_id: int, place: Place, told: dict[str, Any], *, failing_at: datetime | None = None) -> None:
    with acting_for(agency_id):
        row = _row(place)
        if failing_at:
            told["failing_since"] = row.failing_since or failing_at
        Read.objects.filter(pk=row.pk).update(**told)

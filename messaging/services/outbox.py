"""The outbox: a message is a row, written in the transaction of the business that asks for it."""

from collections.abc import Sequence
from datetime import date, datetime
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, localtime

from agencies.models import Agency
from agencies.options import option
from agencies.scope import current_agency_id, widened
from agencies.work import later
from core.errors import Stale
from files.models import File
from files.rules import PDF
from files.services import store
from law.clearance import Clearance
from messaging import rules
from messaging.models import Message, MessageFile
from messaging.rules import NotToADebtor, State, Verdict
from messaging.services.record import locked, settle


def enqueue(
    *,
    dedupe_key: str,
    kind: str,
    channel: str,
    recipient: str,
    address: str,
    subject: str,
    text: str,
    language: str,
    template_version: str,
    clearance: Clearance | NotToADebtor,
    party_id: int | None,
    at: datetime,
    html: str = "",
    files: Sequence[File] = (),
    not_before: datetime | None = None,
    posting_on: date | None = None,
    sender: str = "",
) -> Message:
    """Write a message that leaves once this transaction is durable, at `not_before` if later; never twice for a key.

    The same `dedupe_key` returns the first message, whatever the rest says. `recipient` reads "debtor:31"; `address`
    is the e-mail address, the number in E.164 or the lines on the envelope; `sender` is the From header (by default the
    agency's name with the platform's address), or the number or name that an SMS comes from. To one who asked us to
    stop, a message fails when it would leave: ask `queries.opted_out` before. A letter, registered or not, has exactly
    one file, its PDF, and is posted on `posting_on`, the day its text was computed on (by default the working day on or
    after `at`). An SMS to our own side waits for the morning.

    Raises Uncleared where a debtor is written to without a matching clearance, ValueError for a letter without its
    PDF, an SMS that is more than text, a subject of several lines, or an unknown channel.
    """
    if channel not in rules.QUEUES:
        raise ValueError(f"{channel!r} is no channel")
    leaves_at = _leaving(max(at, not_before or at), channel, clearance)
    rules.check_leave(clearance, channel=channel, recipient=recipient, at=at, leaves_at=leaves_at)
    _check_content(channel, subject, html, files)
    content: dict[str, Any] = {
        "kind": kind,
        "channel": channel,
        "recipient": recipient,
        "address": address,
        "subject": subject,
        "text": text,
        "html": html,
        "language": language,
        "template_version": template_version,
        "clearance": rules.proof(clearance),
        "party_id": party_id,
        "queued_at": at,
        "not_before": leaves_at,
    }
    content |= _way(channel, sender, posting_on, leaves_at)
    with widened("enqueue"):
        return _written(dedupe_key, content, files, at)


def _leaving(at: datetime, channel: str, clearance: Clearance | NotToADebtor) -> datetime:
    """`at`, or the morning after: an SMS wakes people. Towards debtors the guard has seen to the hours of the law."""
    if channel != "sms" or isinstance(clearance, Clearance):
        return at
    local = localtime(at)
    return rules.by_day(local, *option("sms.own_side_hours", local.date()))


def _check_content(channel: str, subject: str, html: str, files: Sequence[File]) -> None:
    if "\n" in subject or "\r" in subject:
        raise ValueError("a subject is one line")
    if channel in rules.PAPER and [file.mime for file in files] != [PDF.mime]:
        raise ValueError("a letter has exactly one file, its PDF")
    if channel == "sms" and (files or html):
        raise ValueError("an SMS is text alone")


def _way(channel: str, sender: str, posting_on: date | None, leaves_at: datetime) -> dict[str, Any]:
    """From whom and, for a letter, on which day; the agency is asked only where the caller left it open."""
    if channel in rules.PAPER:
        return {"sender": sender, "posting_on": posting_on or _posting_day(leaves_at)}
    if channel == "sms":
        return {"sender": sender or option("sms.sender", localdate(leaves_at)) or settings.TWILIO_FROM}
    return {"sender": sender or _usual_sender()}


def _posting_day(leaves_at: datetime) -> date:
    country = Agency.objects.get(pk=current_agency_id()).country
    return rules.posting_day(country, localdate(leaves_at))


def _usual_sender() -> str:
    name = Agency.objects.get(pk=current_agency_id()).name
    return formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def _written(dedupe_key: str, content: dict[str, Any], files: Sequence[File], at: datetime) -> Message:
    message: Message
    message, new = Message.objects.get_or_create(dedupe_key=dedupe_key, defaults=content)
    if not new:
        return message
    MessageFile.objects.bulk_create(
        MessageFile(message=message, file=file, party_id=message.party_id, position=position)
        for position, file in enumerate(files, 1)
    )
    if message.not_before <= at:
        hand_to_workers(message)
    return message


def hand_to_workers(message: Message) -> None:
    """Queue the task that delivers the message, once this transaction is durable."""
    later("messaging.deliver", queue=rules.QUEUES[message.channel], swept=True, message_id=message.pk)


def cancel(*, message: Message, at: datetime) -> bool:
    """Stop a message that has not left; True when it will not be sent, False when it is leaving or has left.

    A letter can still be taken out of its print run until the run is closed.
    """
    with widened("cancel"):
        held = locked(message.pk)
        if held.state == State.CANCELLED:
            return True
        if State.CANCELLED not in rules.MOVES[State(held.state)] or (held.print_run and held.print_run.closed_at):
            return False
        settle(held, verdict=Verdict(State.CANCELLED), at=at)
        if path := held.provider_id if held.channel in rules.PAPER else "":
            transaction.on_commit(lambda: store().delete(path))
    return True


def resolve_parked(*, message: Message, sent: bool, at: datetime) -> Message:
    """A person found out whether a parked message was sent: then on the day of the attempt; if not, it is sent again.

    Raises Stale when it is not parked.
    """
    with widened("resolve_parked"):
        held = locked(message.pk)
        if held.state != State.PARKED:
            raise Stale(f"message {held.pk} is {held.state}, not parked")
        if sent:
            settle(held, verdict=Verdict(State.SENT, held.answer), at=at, left_at=held.taken_at)
        else:
            settle(held, verdict=Verdict(State.QUEUED, held.answer, again_at=at), at=at)
            hand_to_workers(held)
    return held

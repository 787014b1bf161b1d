"""Sending in three steps: take (a short transaction), send (with none open), record (a short transaction)."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

import structlog
from django.db import connection

from agencies.models import Agency
from agencies.scope import acting_for, current_agency_id
from core.errors import Stale
from core.locks import Lock, hold
from files.models import File
from files.services import read
from messaging import rules
from messaging.channels import CHANNELS, Attachment, Channel, Parcel, Refused, Sent, Unsure
from messaging.channels.sms import Key, digest_of
from messaging.models import Message, MessageFile, PrintRun
from messaging.queries import opted_out
from messaging.rules import State, Verdict
from messaging.services.record import locked, settle

log = structlog.get_logger(__name__)
LAPSED = "The clearance lapsed before the message could leave."
ANOTHERS = "The provider shows a message with the same text, which is another one's."
OPTED_OUT = "The recipient asked not to be written to this way."


@dataclass(frozen=True, slots=True)
class Taken:
    """A message with all that sending it needs from the database."""

    message: Message
    files: tuple[File, ...]
    slug: str
    reply_to: str

    @property
    def key(self) -> str:
        """Under which the channel knows it: a letter by its place and bytes, an SMS by attempt, number and text, the
        rest by agency and dedupe key."""
        message = self.message
        if message.channel == "sms":
            taken_at = message.taken_at or message.queued_at
            return str(Key(self.slug, str(message.uid), taken_at, message.address, digest_of(message.text)))
        if message.channel in rules.PAPER:
            folder = f"print/{self.message.agency_id}/{self.message.print_run_id}"
            return f"{folder}/{self.message.uid}.pdf#{self.files[0].sha256}"
        digest = hashlib.sha256(self.message.dedupe_key.encode()).hexdigest()
        return f"{digest[:40]}.{self.slug}"


def deliver_one(*, agency_id: int, message_id: int, at: datetime) -> State | None:
    """Send the message if it is due and nobody else has it; the state it goes to, None when there was nothing to do.

    To be called with no transaction open. Whatever kills it between the steps leaves the message in `sending`, for
    `settle_stuck`. Raises Stale when the message was settled while it was being sent.
    """
    with acting_for(agency_id):
        taken = _take(message_id, at)
    if not isinstance(taken, Taken):
        return taken
    verdict = _attempt(taken, at)
    with acting_for(agency_id):
        return record(taken, verdict=verdict, at=at)


def deliver_due(*, agency_id: int, at: datetime) -> Counter[State]:
    """Send, one after the other, all that is due at `at`; how many went to which state."""
    done: Counter[State] = Counter()
    last = 0
    while ids := _due_after(agency_id, at, last):
        for last in ids:
            state = deliver_one(agency_id=agency_id, message_id=last, at=at)
            done.update([state] if state else [])
    return done


def _due_after(agency_id: int, at: datetime, last: int) -> list[int]:
    with acting_for(agency_id):
        return list(Message.objects.due(at).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:500])


def _take(message_id: int, at: datetime) -> Taken | State | None:
    free = Message.objects.due(at).select_for_update(skip_locked=True, of=("self",))
    message = free.filter(pk=message_id, agency__suspended_on=None).first()
    if message is None:
        return None
    if reason := _not_any_more(message, at):
        settle(message, verdict=Verdict(State.FAILED, reason), at=at)
        return State.FAILED
    if message.posting_on and message.print_run_id is None:
        message.print_run = _open_run(message.posting_on)
    message.state, message.attempts, message.taken_at = State.SENDING.value, message.attempts + 1, at
    message.save(update_fields=["state", "attempts", "taken_at", "print_run"])
    return packed(message)


def _not_any_more(message: Message, at: datetime) -> str:
    """Why a message that was queued may not leave now; empty when it may."""
    if rules.lapsed(message.clearance, at):
        return LAPSED
    return OPTED_OUT if opted_out(message.channel, message.address) else ""


def _open_run(posting_on: date) -> PrintRun:
    """The run of that posting day which letters still enter; made when there is none."""
    hold(Lock.PRINT_RUN, current_agency_id())  # so that no letter slips into a run that is being closed
    run: PrintRun = PrintRun.objects.get_or_create(posting_on=posting_on, closed_at=None)[0]
    return run


def packed(message: Message) -> Taken:
    """The message with its files and its agency's names, read now."""
    agency = Agency.objects.get(pk=current_agency_id())
    rows = MessageFile.objects.filter(message=message).select_related("file").order_by("position")
    return Taken(message, tuple(row.file for row in rows), agency.slug, agency.email)


def _attempt(taken: Taken, at: datetime) -> Verdict:
    if connection.in_atomic_block:
        raise RuntimeError("a message is never sent inside a transaction")
    message, channel = taken.message, CHANNELS[taken.message.channel]
    try:
        sent = channel.send(_parcel(taken))
    except Refused as refusal:
        attempts, reason = message.attempts, str(refusal)
        return rules.after_refusal(reason=reason, permanent=refusal.permanent, attempts=attempts, at=at)
    except Unsure as doubt:
        return _after_doubt_now(taken, str(doubt), at)
    return arrived(sent, channel=channel)


def _after_doubt_now(taken: Taken, reason: str, at: datetime) -> Verdict:
    message, idempotent = taken.message, CHANNELS[taken.message.channel].idempotent
    try:
        return after_doubt(taken, reason=reason, at=at)
    except (Refused, OSError) as error:  # the line that broke is still down: a person, or a status report, settles it
        log.warning("message.not_found_out", message=message.pk, error=str(error))
        return rules.after_loss(reason=reason, idempotent=idempotent, attempts=message.attempts, at=at)


def after_doubt(taken: Taken, *, reason: str, at: datetime) -> Verdict:
    """What becomes of a message that was maybe sent: the channel is asked first. Raises Refused when it is silent."""
    message, channel = taken.message, CHANNELS[taken.message.channel]
    if found := channel.find(taken.key):
        return arrived(found, channel=channel)
    return rules.after_loss(reason=reason, idempotent=channel.idempotent, attempts=message.attempts, at=at)


def arrived(sent: Sent, *, channel: Channel) -> Verdict:
    """What it means that the channel has the message: sent, or for a letter, in its print run."""
    state = State.SENT if channel.leaves_at_once else State.PRINTED
    return Verdict(state, provider_id=sent.provider_id)


def _parcel(taken: Taken) -> Parcel:
    message = taken.message
    try:
        attachments = tuple(Attachment(file.name, file.mime, read(file)) for file in taken.files)
    except OSError as error:
        raise Refused(f"the store of files does not answer: {error}") from error
    return Parcel(
        key=taken.key,
        address=message.address,
        subject=message.subject,
        text=message.text,
        html=message.html,
        sender=message.sender,
        reply_to=taken.reply_to,
        attachments=attachments,
    )


def record(taken: Taken, *, verdict: Verdict, at: datetime, left_at: datetime | None = None) -> State:
    """Write down what became of this attempt. Raises Stale when a later attempt has begun or it is settled already."""
    held = locked(taken.message.pk)
    if held.attempts != taken.message.attempts:
        raise Stale(f"message {held.pk} was taken again since attempt {taken.message.attempts}")
    if held.channel == "sms" and verdict.provider_id and _is_anothers(held, verdict.provider_id):
        verdict = Verdict(State.PARKED, ANOTHERS)
    settle(held, verdict=verdict, at=at, left_at=left_at)
    log.info("message.settled", message=held.pk, channel=held.channel, state=held.state, attempts=held.attempts)
    return verdict.state


def _is_anothers(message: Message, provider_id: str) -> bool:
    """Whether what was found by number and text is known as another message."""
    same_number = Message.objects.filter(channel="sms", address=message.address).exclude(pk=message.pk)
    return bool(same_number.filter(provider_id=provider_id).exists())

"""What comes back: what the provider of SMS reports, what people answer, and who asks us to stop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from agencies.scope import current_scope, widened
from core.events import publish
from files.rules import DOCUMENTS
from files.services import Rejected, keep
from messaging import rules
from messaging.events import MessageReceived, MessageUndelivered
from messaging.models import DeliveryReport, InboundFile, InboundMessage, Message, OptOut
from messaging.rules import State, Verdict
from messaging.services.record import settle


def note_report(*, uid: UUID, provider_id: str, status: str, code: str, at: datetime) -> bool:
    """Keep what the provider says of a message of ours; False when there is no such message.

    The same status twice is once. A parked message is settled by it: the provider had it after all.
    """
    with widened("note_report"):
        message = Message.objects.select_for_update(of=("self",)).filter(uid=uid, channel="sms").first()
        if message is None:
            return False
        given = {"party_id": message.party_id, "code": code[:10], "at": at}
        _, new = DeliveryReport.objects.get_or_create(message=message, status=status[:20], defaults=given)
        if message.state == State.PARKED:
            verdict = Verdict(State.FAILED if status == "failed" else State.SENT, code, provider_id)
            settle(message, verdict=verdict, at=at, left_at=message.taken_at)
        if new and status in rules.UNDELIVERED:
            _tell_undelivered(message, code, at)
    return True


def _tell_undelivered(message: Message, code: str, at: datetime) -> None:
    about = (message.pk, message.kind, message.channel, message.recipient)
    publish(MessageUndelivered(*about, reason=code, at=at))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that came with a message."""

    name: str
    data: bytes


def receive(
    *,
    channel: str,
    provider_id: str,
    sender: str,
    text: str,
    at: datetime,
    subject: str = "",
    answered: Message | None = None,
    files: Sequence[Sheet] = (),
    wish: str | None = None,
) -> InboundMessage:
    """Keep what somebody wrote to us, next to the message that it answers or the last to that address; twice is once.

    One word that says stop closes the channel to that address, one that says start opens it again; `wish` says which
    it is ("stop", "start" or "") where the text alone does not.
    """
    asked = rules.wish(text) if wish is None else wish
    with widened("receive"):
        answered = answered or _last_to(channel, sender)
        given: dict[str, Any] = {"answers": answered, "sender": sender, "text": text, "received_at": at}
        given |= {"subject": subject, "party_id": answered.party_id if answered else None}
        given |= {"handled_at": at if asked else None}  # a wish is heeded at once: nobody need look
        inbound: InboundMessage
        inbound, new = InboundMessage.objects.get_or_create(channel=channel, provider_id=provider_id, defaults=given)
        if new:
            _keep_files(inbound, files)
            _heed(inbound, asked)
            publish(MessageReceived(inbound.pk, answered.pk if answered else None, channel, at))
    return inbound


def _keep_files(inbound: InboundMessage, files: Sequence[Sheet]) -> None:
    """The same checks as for a file that a person uploads; what is refused is named."""
    for position, sheet in enumerate(files, start=1):
        kept = keep(data=sheet.data, name=sheet.name, party_id=inbound.party_id, allowed=DOCUMENTS)
        known = {"refused": kept.code} if isinstance(kept, Rejected) else {"file": kept}
        place = {"inbound": inbound, "party_id": inbound.party_id, "position": position, "name": sheet.name}
        InboundFile.objects.create(**place, **known)


def mark_handled(*, inbound_id: int, at: datetime) -> bool:
    """A member has dealt with what somebody wrote; False when somebody had before."""
    with widened("mark_handled"):
        waiting = InboundMessage.objects.filter(pk=inbound_id, handled_at=None)
        return bool(waiting.update(handled_at=at, handled_by_id=current_scope().member_id))


def _last_to(channel: str, address: str) -> Message | None:
    written = Message.objects.filter(channel=channel, address__in={address, address.lower()}, attempts__gt=0)
    found: Message | None = written.order_by("-pk").first()
    return found


def _heed(inbound: InboundMessage, asked: str) -> None:
    address = {"channel": inbound.channel, "address": inbound.sender, "ended_at": None}
    if asked == "stop":
        given = {"since": inbound.received_at, "asked_by": inbound}
        OptOut.objects.get_or_create(**address, defaults=given)
    elif asked == "start":
        OptOut.objects.filter(**address).update(ended_at=inbound.received_at)

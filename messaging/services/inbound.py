"""What comes back by SMS: what the provider reports, what people answer, and who asks us to stop."""

from datetime import datetime
from typing import Any
from uuid import UUID

from agencies.scope import current_scope, widened
from core.events import publish
from messaging import rules
from messaging.events import MessageReceived, MessageUndelivered
from messaging.models import DeliveryReport, InboundMessage, Message, OptOut
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


def receive(*, channel: str, provider_id: str, sender: str, text: str, at: datetime) -> InboundMessage:
    """Keep what somebody wrote to us, next to the last message that had gone to that address; twice is once.

    One word that says stop closes the channel to that address, one that says start opens it again.
    """
    with widened("receive"):
        answered = _last_to(channel, sender)
        given: dict[str, Any] = {"answers": answered, "sender": sender, "text": text, "received_at": at}
        given |= {"party_id": answered.party_id if answered else None}
        given |= {"handled_at": at if rules.wish(text) else None}  # a wish is heeded at once: nobody need look
        inbound: InboundMessage
        inbound, new = InboundMessage.objects.get_or_create(channel=channel, provider_id=provider_id, defaults=given)
        if new:
            _heed(inbound)
            publish(MessageReceived(inbound.pk, answered.pk if answered else None, channel, at))
    return inbound


def mark_handled(*, inbound_id: int, at: datetime) -> bool:
    """A member has dealt with what somebody wrote; False when somebody had before."""
    with widened("mark_handled"):
        waiting = InboundMessage.objects.filter(pk=inbound_id, handled_at=None)
        return bool(waiting.update(handled_at=at, handled_by_id=current_scope().member_id))


def _last_to(channel: str, address: str) -> Message | None:
    left = Message.objects.filter(channel=channel, address=address, attempts__gt=0)
    found: Message | None = left.order_by("-pk").first()
    return found


def _heed(inbound: InboundMessage) -> None:
    address = {"channel": inbound.channel, "address": inbound.sender, "ended_at": None}
    match rules.wish(inbound.text):
        case "stop":
            given = {"since": inbound.received_at, "asked_by": inbound}
            OptOut.objects.get_or_create(**address, defaults=given)
        case "start":
            OptOut.objects.filter(**address).update(ended_at=inbound.received_at)

"""What becomes of messages about a claim, told in its timeline."""

from datetime import datetime

from claims.models import Claim, ClaimMessage
from claims.services.lifecycle import locked
from claims.services.timeline import tell
from core.errors import Stale
from messaging.events import MessageFailed, MessageReceived, MessageSent, MessageUndelivered
from messaging.models import InboundMessage, Message


def sent(event: MessageSent) -> None:
    """An e-mail or SMS left (letters leave by print run, which their stage tells)."""
    what = "texted" if event.channel == "sms" else "emailed"
    for claim, message in _about(event.message_id):
        tell(claim, what, at=_settled(message), kind=event.kind, to=message.address)


def failed(event: MessageFailed) -> None:
    """A message was refused for good: a person must see it."""
    for claim, message in _about(event.message_id):
        tell(claim, "not_sent", at=_settled(message), kind=event.kind, channel=event.channel, reason=event.reason)


def undelivered(event: MessageUndelivered) -> None:
    """A message that had left reached nobody: the number may be wrong."""
    for claim, message in _about(event.message_id):
        tell(claim, "undelivered", at=event.at, kind=event.kind, to=message.address, reason=event.reason)


def received(event: MessageReceived) -> None:
    """Somebody answered a message about these claims."""
    if event.message_id is None:
        return
    inbound = InboundMessage.objects.get(pk=event.inbound_id)
    for claim, message in _about(event.message_id):
        said = {"channel": event.channel, "sender": inbound.sender, "text": inbound.text}
        tell(claim, "replied", at=event.at, actor=message.recipient, inbound=inbound.pk, **said)


def _settled(message: Message) -> datetime:
    """The moment at which the message ended; its absence is a bug of the outbox."""
    if message.settled_at is None:
        raise Stale(f"message {message.pk} has not ended")
    return message.settled_at


def _about(message_id: int) -> list[tuple[Claim, Message]]:
    links = ClaimMessage.objects.filter(message_id=message_id).select_related("message")
    return [(locked(link.claim_id), link.message) for link in links]

"""What becomes of messages about a claim, told in its timeline."""

from datetime import datetime

from claims.models import Claim, ClaimMessage
from claims.services.lifecycle import locked
from claims.services.timeline import tell
from core.errors import Stale
from messaging.events import MessageFailed, MessageSent
from messaging.models import Message


def sent(event: MessageSent) -> None:
    """An e-mail left (letters leave by print run, which their stage tells)."""
    for claim, message in _about(event.message_id):
        tell(claim, "emailed", at=_settled(message), kind=event.kind, to=message.address)


def failed(event: MessageFailed) -> None:
    """A message was refused for good: a person must see it."""
    for claim, message in _about(event.message_id):
        tell(claim, "not_sent", at=_settled(message), kind=event.kind, channel=event.channel, reason=event.reason)


def _settled(message: Message) -> datetime:
    """The moment at which the message ended; its absence is a bug of the outbox."""
    if message.settled_at is None:
        raise Stale(f"message {message.pk} has not ended")
    return message.settled_at


def _about(message_id: int) -> list[tuple[Claim, Message]]:
    links = ClaimMessage.objects.filter(message_id=message_id).select_related("message")
    return [(locked(link.claim_id), link.message) for link in links]

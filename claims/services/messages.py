"""What becomes of messages about a claim, told in its timeline."""

from claims.models import Claim, ClaimMessage
from claims.services.lifecycle import locked
from claims.services.timeline import tell
from messaging.events import MessageFailed, MessageSent
from messaging.models import Message


def sent(event: MessageSent) -> None:
    """An e-mail left (letters leave by print run, which their stage tells)."""
    for claim, message in _about(event.message_id):
        tell(claim, "emailed", at=message.settled_at, kind=event.kind, to=message.address)


def failed(event: MessageFailed) -> None:
    """A message was refused for good: a person must see it."""
    for claim, message in _about(event.message_id):
        tell(claim, "not_sent", at=message.settled_at, kind=event.kind, channel=event.channel, reason=event.reason)


def _about(message_id: int) -> list[tuple[Claim, Message]]:
    links = ClaimMessage.objects.filter(message_id=message_id).select_related("message")
    return [(locked(link.claim_id), link.message) for link in links]

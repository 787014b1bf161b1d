"""Mail that comes back: kept, told to the claims, and its address left alone when it is gone for good."""

import hashlib
from datetime import date, datetime

from agencies.models import Agency
from agencies.scope import current_agency_id, widened
from core.errors import Stale
from core.events import publish
from formats.bounces import read_bounce
from messaging import rules
from messaging.channels.email import message_id as written_id
from messaging.events import MessageUndelivered
from messaging.models import BadAddress, DeliveryReport, Message
from messaging.rules import State, Verdict
from messaging.services.record import settle


def note_bounce(*, message_id: str, kind: str, status: str, detail: str, at: datetime) -> bool:
    """Keep that an e-mail of ours came back (`permanent`) or waits at a server (`temporary`); False when it is none.

    `message_id` is the Message-ID that it left with, `status` the enhanced code of RFC 3463 or "". The same news twice
    is once. A permanent one is told to the floors above, and marks the address bad where the code blames the address.
    """
    with widened("note_bounce"):
        message = sent_as(message_id)
        if message is None:
            return False
        given = {"party_id": message.party_id, "code": status[:10], "detail": detail[:500], "at": at}
        word = rules.BOUNCED if kind == "permanent" else rules.DELAYED
        _, new = DeliveryReport.objects.get_or_create(message=message, status=word, defaults=given)
        if message.state == State.PARKED:  # the server had it after all
            left_at, verdict = message.taken_at, Verdict(State.SENT, detail, provider_id=message_id)
            settle(message, verdict=verdict, at=at, left_at=left_at)
        if new and kind == "permanent":
            _gone(message, status, detail, at)
    return True


def take_bounce(*, data: bytes, at: datetime) -> int:
    """Read a delivery status mail (RFC 3464) and keep what it says of our message; for how many recipients it was ours.

    Raises Unreadable for any other mail. Whoever fetches mail from a mailbox calls this.
    """
    bounce = read_bounce(data)
    told = [one for one in bounce.recipients if one.kind != "delivered"]
    return sum(
        note_bounce(message_id=bounce.message_id, kind=one.kind, status=one.status, detail=one.detail, at=at)
        for one in told
    )


def note_returned(*, message_id: int, reason: str, on: date, at: datetime) -> bool:
    """A letter of ours came back by post on `on`, `reason` as the post says; False when that was known.

    Raises Stale unless it is a letter that left.
    """
    with widened("note_returned"):
        message = Message.objects.select_for_update(of=("self",)).get(pk=message_id)
        if message.channel not in rules.PAPER or message.state != State.SENT:
            raise Stale(f"message {message_id} is no letter that left")
        given = {"party_id": message.party_id, "code": reason[:10], "detail": on.isoformat(), "at": at}
        _, new = DeliveryReport.objects.get_or_create(message=message, status=rules.POSTED_BACK, defaults=given)
        if new:
            publish(MessageUndelivered(message.pk, message.kind, message.channel, message.recipient, reason, at))
    return bool(new)


def restore_address(*, message: Message, at: datetime) -> None:
    """Somebody found out that the address of a message works: it is written to again. Raises Stale when it is good."""
    with widened("restore_address"):
        bad = BadAddress.objects.filter(channel=message.channel, address=message.address.lower(), ended_at=None)
        if not bad.update(ended_at=at):
            raise Stale(f"the address of message {message.pk} was not bad")


def sent_as(message_id: str) -> Message | None:
    """Our e-mail by the Message-ID that the channel kept; one that was maybe sent is known by its key."""
    mails = Message.objects.select_for_update(of=("self",)).filter(channel="email")
    found: Message | None = mails.filter(provider_id=message_id).order_by("-pk").first()
    if found is not None or not message_id:
        return found
    slug = Agency.objects.values_list("slug", flat=True).get(pk=current_agency_id())
    return next((mail for mail in mails.filter(state=State.PARKED) if _id_of(mail, slug) == message_id), None)


def _id_of(message: Message, slug: str) -> str:
    """The Message-ID that delivery gives it (messaging.services.delivery.Taken.key)."""
    return written_id(f"{hashlib.sha256(message.dedupe_key.encode()).hexdigest()[:40]}.{slug}")


def _gone(message: Message, status: str, detail: str, at: datetime) -> None:
    about = (message.pk, message.kind, message.channel, message.recipient)
    if rules.blames_address(status):
        given = {"since": at, "detail": detail[:500], "message": message}
        BadAddress.objects.get_or_create(
            channel=message.channel, address=message.address.lower(), ended_at=None, defaults=given
        )
    publish(MessageUndelivered(*about, reason=f"{status} {detail}".strip(), at=at))

"""The last step of everything: the row gets its new state, and the floors above are told."""

from datetime import datetime

from django.utils.timezone import localdate

from core.events import publish
from messaging import rules
from messaging.events import MessageFailed, MessageSent
from messaging.models import Message
from messaging.rules import State, Verdict


def locked(message_id: int) -> Message:
    """The message under its row lock, with its print run. Raises DoesNotExist outside its agency."""
    held = Message.objects.select_related("print_run").select_for_update(of=("self",))
    return held.get(pk=message_id)


def settle(message: Message, *, verdict: Verdict, at: datetime, left_at: datetime | None = None) -> None:
    """Write the verdict down in the caller's transaction and publish what it means.

    `at` is the moment of this writing; `left_at`, where it is another one, that whose local day is the sending day.
    Raises Stale when the message cannot go to that state from where it is.
    """
    rules.check_move(message.state, verdict.state)
    message.state, message.answer = verdict.state.value, verdict.answer
    message.provider_id = verdict.provider_id or message.provider_id
    message.not_before = verdict.again_at or message.not_before
    message.settled_at = at if verdict.state in rules.FINAL else None
    message.sent_on = localdate(left_at or at) if verdict.state == State.SENT else None
    message.save(update_fields=["state", "answer", "provider_id", "not_before", "settled_at", "sent_on"])
    _tell(message, at)


def _tell(message: Message, at: datetime) -> None:
    about = (message.pk, message.kind, message.channel, message.recipient)
    if message.state == State.SENT and message.sent_on:
        publish(MessageSent(*about, on=message.sent_on))
    elif message.state == State.FAILED:
        publish(MessageFailed(*about, reason=message.answer, lapsed=rules.lapsed(message.clearance, at)))

"""Erasing what was written to and by a person: that something left, when and how, stays as proof."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from agencies.scope import widened
from messaging.models import (
    BadAddress,
    DeliveryReport,
    InboundFile,
    InboundMessage,
    Message,
    MessageFile,
    PrintRunPart,
    Registration,
)
from messaging.rules import State

TO_DEBTORS = "debtor:"


def erase_messages(*, message_ids: Collection[int], at: datetime, inbound_ids: Collection[int] = ()) -> set[int]:
    """Empty the words of these messages, of what answered them or is in `inbound_ids`, and a debtor's addresses; the
    files to erase.

    Kind, channel, days, state, the provider's id and a registered letter's number stay: the proof that it was sent.
    What was still to leave never does. A wish not to be written to stays in force.
    """
    with widened("erase_messages"):
        messages = Message.objects.filter(pk__in=message_ids)
        messages.filter(state=State.QUEUED).update(state=State.CANCELLED, settled_at=at)
        messages.update(subject="", text="", html="", answer="")
        messages.filter(recipient__startswith=TO_DEBTORS).update(address="")
        DeliveryReport.objects.filter(message__in=message_ids).update(detail="")
        heard = InboundMessage.objects.filter(Q(answers__in=message_ids) | Q(pk__in=inbound_ids))
        heard_ids = list(heard.values_list("pk", flat=True))
        heard.update(sender="", subject="", text="")
        InboundFile.objects.filter(inbound__in=heard_ids).update(name="")
        BadAddress.objects.filter(message__in=message_ids).update(address="", detail="", ended_at=at)
        return _files_of(message_ids) | _files_heard(heard_ids)


def _files_of(message_ids: Collection[int]) -> set[int]:
    """What went with the messages, proofs of registered ones, and the printer's copies of runs that were posted."""
    runs = Message.objects.filter(pk__in=message_ids, print_run__handed_over_on__isnull=False).values("print_run_id")
    return {
        *MessageFile.objects.filter(message__in=message_ids).values_list("file_id", flat=True),
        *Registration.objects.filter(message__in=message_ids, proof__isnull=False).values_list("proof_id", flat=True),
        *PrintRunPart.objects.filter(print_run__in=runs).values_list("file_id", flat=True),
    }


def _files_heard(inbound_ids: Collection[int]) -> set[int]:
    rows = InboundFile.objects.filter(inbound__in=inbound_ids, file__isnull=False)
    return set(rows.values_list("file_id", flat=True))

"""What the Peppol network answered about an invoice."""

from agencies.scope import widened
from billing.models import Invoice
from messaging.events import MessageSent
from messaging.models import Message

CHANNEL = "peppol"


def dedupe_key(invoice_id: int) -> str:
    """How the outbox names the structured copy of an invoice."""
    return f"peppol:{invoice_id}"


def taken(event: MessageSent) -> None:
    """The access point took an invoice: its own number is kept with it."""
    message = Message.objects.filter(pk=event.message_id, channel=CHANNEL).first()
    if message is None:
        return
    with widened("invoice_on_network"):
        number = message.dedupe_key.removeprefix(dedupe_key(0)[:-1])
        Invoice.objects.filter(pk=int(number)).update(network=message.provider_id[:80])

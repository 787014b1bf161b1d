"""Shells: enter the agency, read the clock, call one service."""

from django.utils import timezone

from agencies.work import agency_task
from billing.services import charging, drawing, issuing, packs, sending


@agency_task("billing.charge_act", rests=True)
def charge_act(action_id: int) -> None:
    """The fee of one act that was done."""
    charging.charge_act(action_id=action_id, at=timezone.now())


@agency_task("billing.pack", rests=True)
def tell_ending(entry_id: int) -> None:
    """Warn of PAYNOW that lapse, or let them lapse."""
    now = timezone.now()
    packs.tell_ending(entry_id=entry_id, on=timezone.localdate(now), at=now)


@agency_task("billing.draw", rests=True)
def draw(fee_id: int) -> None:
    """Invoice what one creditor owes one entity."""
    drawing.draw(fee_id=fee_id, at=timezone.now())


@agency_task(drawing.ISSUE, rests=True)
def issue(invoice_id: int) -> None:
    """Number one invoice."""
    issuing.issue(invoice_id=invoice_id, at=timezone.now())


@agency_task(issuing.SEND, rests=True)
def send(invoice_id: int) -> None:
    """Write one invoice and mail it."""
    sending.send(invoice_id=invoice_id, at=timezone.now())


@agency_task("billing.remind", rests=True)
def remind(invoice_id: int) -> None:
    """Remind of one invoice."""
    sending.remind(invoice_id=invoice_id, at=timezone.now())

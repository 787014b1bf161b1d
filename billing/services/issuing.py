"""An invoice gets its number: without gaps for its entity, series and year."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from agencies import numbering
from agencies.options import option
from agencies.scope import widened
from agencies.work import later
from billing.models import Invoice
from billing.services.paying import pay
from funds.queries.closing import open_day
from funds.rules import ledger
from funds.rules.ledger import Kind
from funds.services.ledger import post

SEND = "billing.send"


def issue(*, invoice_id: int, at: datetime) -> Invoice | None:
    """Number an invoice that was drawn, on the day of `at` or the first open day of the books; None when it has one.

    Run in a short transaction of its own: the number is taken at its end, so that whoever waits for the next one waits
    for a moment, and what fails before leaves no gap.
    """
    with widened("issue_invoice"):
        free = Invoice.objects.select_for_update(of=("self",), skip_locked=True)
        invoice = free.filter(pk=invoice_id, number=None).first()
        if invoice is None:
            return None
        on = open_day(invoice.entity_id, localdate(at))
        given = {"year": on.year, "issued_on": on, "due_on": _due(invoice, on)}
        _booked(invoice, on, at)
        later(SEND, queue="letters", swept=True, invoice_id=invoice.pk)
        (number,) = numbering.take(_series(invoice, on))
        Invoice.objects.filter(pk=invoice.pk).update(number=number, **given)
        invoice.refresh_from_db()
    return invoice


def _booked(invoice: Invoice, on: date, at: datetime) -> None:
    """In the own ledger; a credit note also takes what is left to pay off the invoice that it corrects."""
    is_note = invoice.kind == Invoice.Kind.CREDIT_NOTE
    sign = -1 if is_note else 1
    lines = ledger.invoiced(invoice.party_id, sign * invoice.net, sign * invoice.vat)
    post(entity_id=invoice.entity_id, on=on, kind=Kind.INVOICED, source=f"invoice:{invoice.pk}", lines=lines)
    if is_note and invoice.corrects_id:
        held = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.corrects_id)
        given: dict[str, Any] = {"by": Invoice.PaidBy.CREDIT_NOTE, "source": f"note:{invoice.pk}", "at": at}
        pay(invoice=held, amount=invoice.total, on=on, **given)


def _series(invoice: Invoice, on: date) -> str:
    """The name of the counter: one for each entity, kind and year."""
    return f"{invoice.kind}:{invoice.entity_id}:{on.year}"


def _due(invoice: Invoice, on: date) -> date | None:
    if invoice.kind == Invoice.Kind.CREDIT_NOTE:
        return None
    return on + timedelta(days=option("billing.payment_days", on))

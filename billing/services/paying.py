"""The agency's own invoices are paid: a transfer seen on its own account, or set off against trust money."""

from datetime import date, datetime

from agencies import audit
from agencies.scope import widened
from billing.models import Invoice
from core.errors import Stale


def paid(*, invoice: Invoice, on: date, by: str, at: datetime) -> None:
    """The invoice was paid in full on `on`, by `by` (Invoice.PaidBy).

    Raises Stale when it has no number or is no longer open, ValueError for an unknown way or a credit note.
    """
    if by not in Invoice.PaidBy.values or invoice.kind != Invoice.Kind.INVOICE:
        raise ValueError(f"invoice {invoice.pk} is not paid by {by!r}")
    with widened("invoice_paid"):
        open_ones = Invoice.objects.filter(pk=invoice.pk, paid_on=None).exclude(number=None)
        if not open_ones.update(paid_on=on, paid_by=by):
            raise Stale(f"invoice {invoice.pk} is not open")
        audit.record("invoice.paid", at=at, code=invoice.label, value=by)

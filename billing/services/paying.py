"""The agency's own invoices are paid: a transfer seen on its own account, or set off against trust money.

Each payment is an entry in the own ledger, known by its source; `Invoice.paid` is their sum.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F

from agencies import audit
from agencies.scope import widened
from billing.models import Invoice
from billing.queries.invoices import invoice_of_reference
from core.errors import Stale
from core.money import ZERO
from funds.events import OwnMoneyCame
from funds.rules import ledger
from funds.rules.ledger import Account, Kind
from funds.services.ledger import post

WAYS = Invoice.PaidBy
OUT_OF: Mapping[str, Account] = {WAYS.BANK: Account.OWN_UNEXPLAINED, WAYS.SET_OFF: Account.OWN_DUE_FROM_TRUST}
"""Where the money of a payment is; a credit note is in the books by itself."""


def paid(*, invoice: Invoice, on: date, by: str, at: datetime) -> None:
    """A person says that all that was left of the invoice was paid on `on`, by `by` (Invoice.PaidBy).

    Raises Stale when it has no number or is no longer open, ValueError for an unknown way or a credit note.
    """
    if by not in WAYS.values or invoice.kind != Invoice.Kind.INVOICE:
        raise ValueError(f"invoice {invoice.pk} is not paid by {by!r}")
    with widened("invoice_paid"):
        held = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
        if held.paid_on or held.number is None:
            raise Stale(f"invoice {invoice.pk} is not open")
        pay(invoice=held, amount=held.left, on=on, by=by, source="by-hand", at=at)


def pay(*, invoice: Invoice, amount: Decimal, on: date, by: str, source: str, at: datetime) -> Decimal:
    """Pay an invoice, its row locked, with as much of `amount` as is left to pay; what was taken of it.

    `source` names the payment, once for this invoice: a second time nothing is taken.
    """
    taken = min(amount, invoice.left)
    if taken <= ZERO or not _booked(invoice, taken, on, by, source):
        return ZERO
    closed = {"paid_on": on, "paid_by": by} if taken == invoice.left else {}
    Invoice.objects.filter(pk=invoice.pk).update(paid=F("paid") + taken, **closed)
    audit.record("invoice.paid", at=at, code=invoice.label, value=by, amount=str(taken))
    return taken


def _booked(invoice: Invoice, taken: Decimal, on: date, by: str, source: str) -> bool:
    """In the own ledger, unless the books know this payment; a credit note stands there by itself."""
    if by not in OUT_OF:
        return True
    kind = Kind.SET_OFF if by == WAYS.SET_OFF else Kind.PAID
    _entry, fresh = post(
        entity_id=invoice.entity_id,
        on=on,
        kind=kind,
        source=f"invoice:{invoice.pk}:{source}",
        lines=ledger.paid(invoice.party_id, taken, OUT_OF[by]),
        note=invoice.label,
    )
    return fresh


def came(event: OwnMoneyCame) -> None:
    """Money on the own account that names an invoice pays it; what is beyond it stays to be explained by a person."""
    with widened("own_money_came"):
        found = invoice_of_reference(event.reference, event.entity_id)
        if found is None:
            return
        held = Invoice.objects.select_for_update(of=("self",)).get(pk=found.pk)
        source = f"movement:{event.movement_id}"
        pay(invoice=held, amount=event.amount, on=event.on, by=WAYS.BANK, source=source, at=event.at)

"""Invoices as lists, pages and data."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.db.models import F, QuerySet, Sum

from agencies.scope import current_scope
from billing.models import Fee, Invoice, InvoiceLine
from core.money import ZERO
from formats.peppol import Bill, Item, Trader
from funds.rules.matching import digits_of
from funds.rules.remitting import Deduction
from law.identifiers import creditor_reference, structured_reference

OWN = 7_000_000_000  # the base of references on own invoices starts here: far above those of claims
LABEL = re.compile(r"(NC-)?(?:(20\d\d)-)?0*(\d{1,9})")
LEFT = F("total") - F("paid")
TRADER = ("name", "street", "postcode", "city", "country", "vat_number", "enterprise_number", "email")
OF: dict[str, Literal["Invoice", "CreditNote"]] = {"invoice": "Invoice", "credit_note": "CreditNote"}


def reference_of(invoice: Invoice) -> str:
    """What the creditor writes on its transfer: the Belgian structured communication, ISO 11649 elsewhere."""
    if invoice.seller["country"] == "BE":
        return structured_reference(OWN + invoice.pk)
    return creditor_reference(f"{OWN + invoice.pk}")


def invoice_of_reference(reference: str, entity_id: int) -> Invoice | None:
    """The invoice of an entity that a structured reference names, as the bank writes it; None for any other."""
    digits = digits_of(reference)
    base = digits if reference.startswith("RF") else digits[:-2]
    if not base.isdigit() or int(base) <= OWN:
        return None
    rows = Invoice.objects.filter(kind=Invoice.Kind.INVOICE, entity_id=entity_id, pk=int(base) - OWN)
    return rows.exclude(number=None).first()


def to_set_off(entity_id: int) -> list[Deduction]:
    """What creditors have not paid of the invoices of an entity, the one due first first; one query.

    Whether a creditor agreed that it is taken from its money is asked of its contract, where a run is planned.
    """
    rows = Invoice.objects.filter(kind=Invoice.Kind.INVOICE, entity_id=entity_id, paid_on=None).exclude(number=None)
    return [Deduction(one.party_id, one.label, one.left) for one in rows.order_by("due_on", "pk")]


def bill_of(invoice: Invoice, lines: Sequence[InvoiceLine]) -> Bill:
    """An issued invoice as data; ValueError before it has its number."""
    if invoice.issued_on is None:
        raise ValueError(f"invoice {invoice.pk} has no number yet")
    before = invoice.corrects
    return Bill(
        kind=OF[invoice.kind],
        number=invoice.label,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        seller=_trader(invoice.seller),
        buyer=_trader(invoice.buyer),
        asked_by=f"{invoice.creditor.number}",
        category=invoice.vat_category,  # type: ignore[arg-type]
        rate=invoice.vat_rate,
        net=invoice.net,
        vat=invoice.vat,
        total=invoice.total,
        items=[
            Item(name=line.text, why=line.why, quantity=line.quantity, price=line.price, net=line.net) for line in lines
        ],
        iban=invoice.seller["own_iban"],
        bic=invoice.seller["own_bic"],
        reference=reference_of(invoice),
        note=invoice.reason,
        corrects=(before.label, before.issued_on) if before and before.issued_on else None,
    )


def _trader(side: dict[str, Any]) -> Trader:
    return Trader(**{name: side[name] for name in TRADER})


def visible_invoices() -> QuerySet[Invoice]:
    """The invoices of the scope in force; a creditor sees its own once they have their number."""
    party_id, invoices = current_scope().party_id, Invoice.objects.select_related("creditor", "entity")
    if party_id is None:
        return invoices
    return invoices.filter(party_id=party_id).exclude(number=None)


def sought(rows: QuerySet[Invoice], text: str) -> QuerySet[Invoice]:
    """Those of `rows` with this number: 2026-00012, NC-2026-3, or 12 of any year; all for no text, none for others."""
    if not text.strip():
        return rows
    found = LABEL.fullmatch(text.strip().upper())
    if found is None:
        return rows.none()
    note, year, number = found.groups()
    rows = rows.filter(number=int(number), **({"year": int(year)} if year else {}))
    return rows.filter(kind=Invoice.Kind.CREDIT_NOTE) if note else rows


def visible_fees() -> QuerySet[Fee]:
    """The fees of the scope in force, with what explains them."""
    party_id, fees = current_scope().party_id, Fee.objects.select_related("line", "claim", "contract__creditor")
    return fees if party_id is None else fees.filter(party_id=party_id)


@dataclass(frozen=True, slots=True)
class Owing:
    """What creditors owe the agency: invoiced and open, of that late, and earned but not invoiced yet."""

    open: Decimal
    late: Decimal
    to_invoice: Decimal


def owing(on: date) -> Owing:
    """What is owed on `on` in the scope in force; VAT included in what is invoiced; three queries."""
    invoices = visible_invoices().filter(kind=Invoice.Kind.INVOICE, paid_on=None).exclude(number=None).order_by()
    fees = visible_fees().filter(invoice=None).order_by()
    return Owing(
        _sum(invoices, LEFT),
        _sum(invoices.filter(due_on__lt=on), LEFT),
        _sum(fees, "amount"),
    )


def _sum(rows: QuerySet[Any], column: Any) -> Decimal:
    return rows.aggregate(all=Sum(column))["all"] or ZERO

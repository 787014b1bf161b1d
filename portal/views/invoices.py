"""What the agency invoiced the creditor: all of it, and each invoice with the reason of every line."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Member
from billing.access import invoice_for
from billing.models import Invoice
from billing.queries.invoices import owing, reference_of, sought, visible_invoices
from billing.screens import facts_of, lines_table, state_badge, sums_of, title_of
from portal.views.page import creditors, here, show
from web import marks
from web.formatting import grouped_iban, money
from web.parts import Action, Cell, Figure, Row
from web.tables import Column, Listing

INVOICES = Listing(
    name="portal_invoices",
    columns=[
        Column("number", gettext_lazy("Invoice"), "key", sort="id", descending=True),
        Column("issued", gettext_lazy("Date"), "day"),
        Column("due", gettext_lazy("To be paid by"), "day"),
        Column("state", gettext_lazy("State"), "badge"),
        Column("total", gettext_lazy("Total"), "amount"),
    ],
    default="number",
    size=30,
    search=gettext_lazy("Number, for example 2026-00012"),
)


@creditors("portal.see")
def invoices(request: HttpRequest, member: Member) -> HttpResponse:
    """The invoices and credit notes of the creditor, the latest first."""
    wish, on = INVOICES.read(request.GET), timezone.localdate()
    page = INVOICES.fetch(sought(visible_invoices(), wish.text), wish)
    empty = _("No invoice matches.") if wish.text else _("No invoice yet.")
    table = INVOICES.view(_("My invoices"), page, wish, lambda row: _row(member, row, on), empty=empty)
    owed = owing(on)
    figures = [
        Figure(_("Left to pay"), money(owed.open), tone="attention" if owed.late else "quiet"),
        Figure(_("Of that, late"), money(owed.late), tone="attention" if owed.late else "quiet"),
        Figure(_("On your next invoice, excluding VAT"), money(owed.to_invoice)),
    ]
    return show(request, member, "invoices", "invoices", table=table, figures=figures)


def _row(member: Member, row: Invoice, on: date) -> Row:
    sign = -1 if row.kind == Invoice.Kind.CREDIT_NOTE else 1
    cells = [
        Cell(row.label, "key", note=row.entity.name),
        Cell(marks.day_mark(row.issued_on), "day"),
        Cell(marks.day_mark(row.due_on), "day"),
        Cell(state_badge(row, on), "badge"),
        Cell(marks.amount(sign * row.total), "amount"),
    ]
    return Row(str(row.uid), here(member, "invoice", invoice=row.uid), cells)


@creditors("portal.see")
def invoice(request: HttpRequest, member: Member, invoice: UUID) -> HttpResponse:
    """One invoice: its lines, why each is there, how to pay it."""
    found = invoice_for(member, invoice, to="portal.see")
    to_pay = found.kind == Invoice.Kind.INVOICE and found.paid_on is None
    context: dict[str, Any] = {
        "title": title_of(found),
        "back_url": here(member, "invoices"),
        "badge": state_badge(found, timezone.localdate()),
        "facts": facts_of(found),
        "lines": lines_table(found),
        "sums": sums_of(found),
        "main": _paper(member, found, "file", _("The invoice (PDF)"), "file"),
        "others": [one for one in [_paper(member, found, "xml", _("As data (UBL)"), "download")] if one],
        "pay": _pay(found) if to_pay else [],
    }
    return show(request, member, "invoices", "invoice", **context)


def _paper(member: Member, found: Invoice, which: str, label: str, icon: str) -> Action | None:
    paper = getattr(found, which)
    return Action(label, here(member, "file", file=paper.uid), icon=icon) if paper else None


def _pay(found: Invoice) -> list[tuple[str, str]]:
    return [
        (_("Amount"), money(found.left)),
        ("IBAN", grouped_iban(found.seller["own_iban"])),
        (_("Reference"), reference_of(found)),
    ]

"""An invoice as the office and the portal both show it."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from billing.models import Invoice
from billing.wording import rate
from web import marks
from web.formatting import long_day, money
from web.parts import Cell, Heading, Row, TableView


def state_badge(row: Invoice, on: date) -> str:
    """What became of an invoice, in a word."""
    if row.kind == Invoice.Kind.CREDIT_NOTE:
        return marks.badge(_("credit note"))
    if row.paid_on:
        return marks.badge(_("paid"), "ok")
    if row.paid:
        return marks.badge(_("paid in part"), "attention")
    if row.due_on and row.due_on < on:
        return marks.badge(_("late"), "attention")
    return marks.badge(_("to be paid")) if row.number else marks.badge(_("being drawn up"))


def title_of(found: Invoice) -> str:
    """What an invoice is called on its page."""
    words = _("Credit note %(number)s") if found.kind == Invoice.Kind.CREDIT_NOTE else _("Invoice %(number)s")
    return words % {"number": found.label or "…"}


def facts_of(found: Invoice) -> list[tuple[str, str]]:
    """Who, when, and what became of it."""
    told = found.get_paid_by_display() if found.paid_by else ""
    return [
        (_("Invoiced by"), found.entity.name),
        (_("Invoiced to"), found.buyer["name"]),
        (_("Date"), long_day(found.issued_on)),
        (_("To be paid by"), long_day(found.due_on)),
        (_("Corrects invoice"), found.corrects.label if found.corrects else ""),
        (_("Reason"), found.reason),
        (_("Sent on"), long_day(found.sent_at and timezone.localdate(found.sent_at))),
        (_("On the Peppol network"), found.network),
        (_("Reminded of on"), long_day(found.reminded_on)),
        (_("Paid on"), f"{long_day(found.paid_on)} {told}".strip() if found.paid_on else ""),
        (_("Paid so far"), money(found.paid) if found.paid and not found.paid_on else ""),
        (_("Left to pay"), money(found.left) if found.paid and not found.paid_on else ""),
        (_("VAT by"), found.vat_source),
    ]


def lines_table(found: Invoice) -> TableView:
    """The lines of an invoice, each with why it is there."""
    headings = [
        Heading(_("Designation")),
        Heading(_("Number"), "amount"),
        Heading(_("Price"), "amount"),
        Heading(_("Excluding VAT"), "amount"),
    ]
    rows = [
        Row(
            str(line.position),
            "",
            [
                Cell(line.text, note=line.why),
                Cell(str(line.quantity), "amount"),
                Cell(marks.amount(line.price), "amount"),
                Cell(marks.amount(line.net), "amount"),
            ],
        )
        for line in found.lines.order_by("position")
    ]
    return TableView(_("Lines"), headings, rows)


def sums_of(found: Invoice) -> list[tuple[str, Any]]:
    """The sums under the lines."""
    reversed_ = found.vat_category == "AE"
    vat = _("VAT: reverse charge") if reversed_ else _("VAT %(rate)s") % {"rate": rate(found.vat_rate)}
    total = _("Total in the creditor's favour") if found.kind == Invoice.Kind.CREDIT_NOTE else _("Total to pay")
    return [(_("Total excluding VAT"), found.net), (vat, found.vat), (total, found.total)]

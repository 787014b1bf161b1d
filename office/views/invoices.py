"""The agency's own invoices: found in a list, each with its reasons, marked as paid, credited; the fees behind them."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Member
from billing.access import invoice_for
from billing.models import Fee, Invoice, TariffLine
from billing.queries.invoices import owing, sought, visible_fees, visible_invoices
from billing.screens import facts_of, lines_table, state_badge, sums_of, title_of
from billing.services.drawing import credit_in_full
from billing.services.paying import paid
from billing.wording import name_of, why_fee
from claims.wording import translated
from law.refusals import Refusal
from office.forms.billing import CreditForm, PaidForm
from office.views.page import action, ask, here, show, staff, to
from web import marks, parts
from web.formatting import day, money
from web.parts import Action, Cell, Consequence, Figure, Row
from web.tables import Column, Filter, Listing
from web.toasts import toast

LOOKS = {
    "open": Q(kind=Invoice.Kind.INVOICE, paid_on=None),
    "notes": Q(kind=Invoice.Kind.CREDIT_NOTE),
    "unnumbered": Q(number=None),
}
INVOICES = Listing(
    name="office_invoices",
    columns=[
        Column("number", gettext_lazy("Invoice"), "key", sort="id", descending=True),
        Column("creditor", gettext_lazy("Creditor")),
        Column("issued", gettext_lazy("Date"), "day"),
        Column("due", gettext_lazy("To be paid by"), "day"),
        Column("state", gettext_lazy("State"), "badge"),
        Column("net", gettext_lazy("Excluding VAT"), "amount"),
        Column("total", gettext_lazy("Total"), "amount"),
    ],
    default="number",
    filters=[
        Filter(
            "look",
            gettext_lazy("Which"),
            "",
            [
                ("open", gettext_lazy("not paid")),
                ("notes", gettext_lazy("credit notes")),
                ("unnumbered", gettext_lazy("without number yet")),
            ],
        )
    ],
    search=gettext_lazy("Number, for example 2026-00012"),
)
NONE = gettext_lazy(
    "No invoice yet: they are drawn when a contract is signed, PAYNOW are ordered, or a month has ended."
)
FEES = Listing(
    name="office_fees",
    columns=[
        Column("what", gettext_lazy("Fee"), sort="id", descending=True),
        Column("creditor", gettext_lazy("Creditor")),
        Column("on", gettext_lazy("Earned on"), "day"),
        Column("invoice", gettext_lazy("Invoice"), "badge"),
        Column("amount", gettext_lazy("Excluding VAT"), "amount"),
    ],
    default="what",
    filters=[Filter("stage", gettext_lazy("Stage"), "stage", TariffLine.Stage.choices)],
)


@staff("money.see")
def invoices(request: HttpRequest, member: Member) -> HttpResponse:
    """Every invoice and credit note, the latest first, with what is open."""
    wish, on = INVOICES.read(request.GET), timezone.localdate()
    look = wish.chosen.get("look", "")
    rows = visible_invoices().filter(LOOKS[look]) if look else visible_invoices()
    page = INVOICES.fetch(sought(rows, wish.text), replace(wish, chosen={}))
    empty = _("No invoice matches.") if look or wish.text else str(NONE)
    table = INVOICES.view(_("Invoices"), page, wish, lambda row: _row(member, row, on), empty=empty)
    fees = action(member, _("Fees earned"), "fees", "chart")
    shown: dict[str, Any] = {"title": _("Invoices"), "table": table, "figures": _owed(member, on), "others": [fees]}
    return show(request, member, "invoices", "invoices", **shown)


def _owed(member: Member, on: date) -> list[Figure]:
    owed = owing(on)
    late = "attention" if owed.late else "quiet"
    return [
        Figure(_("Invoiced and not paid"), money(owed.open), url=f"{here(member, 'invoices')}?look=open"),
        Figure(_("Of that, late"), money(owed.late), tone=late),  # type: ignore[arg-type]
        Figure(_("Earned, to be invoiced"), money(owed.to_invoice), url=here(member, "fees")),
    ]


def _row(member: Member, row: Invoice, on: date) -> Row:
    sign = -1 if row.kind == Invoice.Kind.CREDIT_NOTE else 1
    cells = [
        Cell(row.label or _("not numbered yet"), "key"),
        Cell(row.creditor.name, note=row.entity.name),
        Cell(marks.day_mark(row.issued_on), "day"),
        Cell(marks.day_mark(row.due_on), "day"),
        Cell(state_badge(row, on), "badge"),
        Cell(marks.amount(sign * row.net), "amount"),
        Cell(marks.amount(sign * row.total), "amount"),
    ]
    return Row(str(row.uid), here(member, "invoice", invoice=row.uid), cells)


@staff("money.see")
def invoice(request: HttpRequest, member: Member, invoice: UUID) -> HttpResponse:
    """One invoice: its lines with the reason of each, its papers, what became of it."""
    found = invoice_for(member, invoice, to="money.see")
    context: dict[str, Any] = {
        "title": title_of(found),
        "back_url": here(member, "invoices"),
        "invoice": found,
        "badge": state_badge(found, timezone.localdate()),
        "facts": facts_of(found),
        "lines": lines_table(found),
        "sums": sums_of(found),
        "main": _paper(member, found),
        "others": _acts(member, found),
        "creditor": action(member, found.creditor.name, "creditor", "people", creditor=found.creditor.number),
    }
    return show(request, member, "invoice", "invoices", **context)


def _paper(member: Member, found: Invoice) -> Action | None:
    return action(member, _("The invoice (PDF)"), "file", "file", file_uid=found.file.uid) if found.file else None


def _acts(member: Member, found: Invoice) -> list[Action]:
    acts = []
    if found.xml:
        acts.append(action(member, _("As data (UBL)"), "file", "download", file_uid=found.xml.uid))
    if member.may("money.book") and found.kind == Invoice.Kind.INVOICE and found.number:
        if found.paid_on is None:
            acts.append(action(member, _("Mark as paid"), "invoice_paid", "check", invoice=found.uid))
        acts.append(action(member, _("Credit it in full"), "invoice_credit", "undo", invoice=found.uid))
    return acts


@staff("money.book", "GET", "POST")
def invoice_paid(request: HttpRequest, member: Member, invoice: UUID) -> HttpResponse:
    """The whole of it came in on the agency's own account, or was set off."""
    found, now = invoice_for(member, invoice, to="money.book"), timezone.now()
    form = PaidForm(request.POST or None, issued_on=found.issued_on, on=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        paid(invoice=found, at=now, **form.cleaned_data)
        toast(request, _("Invoice %(number)s is paid.") % {"number": found.label})
        return to(member, "invoice", invoice=found.uid)
    said = [Consequence(1, _("invoice is closed"), money(found.left), "ok")]
    back = (title_of(found), here(member, "invoice", invoice=found.uid))
    title, submit = _("Mark as paid"), _("It is paid")
    return ask(
        request, member, "invoices", title=title, lead=title_of(found), back=back, submit=submit, form=form,
        consequences=said,
    )  # fmt: skip


@staff("money.book", "GET", "POST")
def invoice_credit(request: HttpRequest, member: Member, invoice: UUID) -> HttpResponse:
    """Take the whole of it back by a credit note."""
    found, now = invoice_for(member, invoice, to="money.book"), timezone.now()
    form, refusal = CreditForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        made = credit_in_full(invoice=found, at=now, **form.cleaned_data)
        if not isinstance(made, Refusal):
            toast(request, _("The credit note is drawn up: it gets its number and goes by itself."))
            return to(member, "invoice", invoice=made.uid)
        refusal = parts.Refusal(_("crediting the invoice"), translated(made.reason), translated(made.source), None)
    said = [Consequence(1, _("credit note"), money(found.total), "attention")]
    back = (title_of(found), here(member, "invoice", invoice=found.uid))
    title, submit = _("Credit it in full"), _("Make the credit note")
    return ask(
        request, member, "invoices", title=title, lead=title_of(found), back=back, submit=submit, form=form,
        consequences=said, tone="danger", refusal=refusal,
    )  # fmt: skip


@staff("money.see")
def fees(request: HttpRequest, member: Member) -> HttpResponse:
    """Every fee earned or taken back, the latest first, with its reason."""
    wish = FEES.read(request.GET)
    page = FEES.fetch(visible_fees().select_related("invoice"), wish)
    empty = _("No fee yet.")
    table = FEES.view(_("Fees earned"), page, wish, lambda row: _fee(member, row), empty=empty)
    back = [action(member, _("Invoices"), "invoices", "file")]
    return show(request, member, "invoices", "invoices", title=_("Fees earned"), table=table, others=back)


def _fee(member: Member, row: Fee) -> Row:
    invoice = row.invoice
    url = here(member, "invoice", invoice=invoice.uid) if invoice else ""
    told = (invoice.label or _("being drawn up")) if invoice else _("from %(day)s") % {"day": day(row.bill_on)}
    cells = [
        Cell(name_of(row.line), note=why_fee(row)),
        Cell(row.contract.creditor.name),
        Cell(marks.day_mark(row.on), "day"),
        Cell(marks.badge(told, "ok" if invoice else "quiet"), "badge"),
        Cell(marks.amount(row.amount), "amount"),
    ]
    return Row(str(row.pk), url, cells)

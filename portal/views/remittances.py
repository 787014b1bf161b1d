"""What the agency passed on to the creditor: each remittance with the payments that it is made of."""

import io
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Member
from core.dates import add_months
from formats.writers import write_csv
from funds.models import RemittanceLine, RemittancePart
from funds.queries.paying import held_of
from funds.queries.remittances import line_told, pieces, remitted_to, told_to
from funds.showing import PIECES, line_badge, piece_cells
from portal.views.page import creditor_of, creditors, here, show
from web import marks
from web.formatting import day, grouped_iban, money
from web.parts import Action, Cell, Figure, Row
from web.tables import Column, Listing

REMITTANCES = Listing(
    name="portal_remittances",
    columns=[
        Column("on", gettext_lazy("Remitted on"), "key", sort="id", descending=True),
        Column("account", gettext_lazy("On your account")),
        Column("state", gettext_lazy("State"), "badge"),
        Column("amount", gettext_lazy("Sum paid"), "amount"),
    ],
    default="on",
    size=30,
)


@creditors("portal.see")
def remittances(request: HttpRequest, member: Member) -> HttpResponse:
    """What was remitted, the latest first, and what is still held."""
    wish, on, party_id = REMITTANCES.read(request.GET), timezone.localdate(), creditor_of(member).party_id
    page = REMITTANCES.fetch(told_to(party_id), wish)
    empty = _("Nothing was remitted yet: it begins with the first payment of a debtor to the agency.")
    table = REMITTANCES.view(_("Remittances"), page, wish, lambda row: _row(member, row), empty=empty)
    figures = [
        Figure(_("Held for you today"), money(held_of(party_id))),
        Figure(_("Remitted in twelve months"), money(remitted_to(party_id, _year_before(on), on))),
    ]
    way = Action(_("My account"), here(member, "account"), icon="euro")
    return show(request, member, "remittances", "remittances", table=table, figures=figures, way=way)


def _year_before(on: date) -> date:
    return add_months(on, -12)


def _row(member: Member, row: RemittanceLine) -> Row:
    kept = _("%(amount)s kept for invoices") % {"amount": money(row.withheld)} if row.withheld else ""
    cells = [
        Cell(day(row.on), "key"),
        Cell(grouped_iban(row.iban)),
        Cell(line_badge(row), "badge"),
        Cell(marks.amount(row.amount), "amount", note=kept),
    ]
    return Row(str(row.uid), here(member, "remittance", line=row.uid), cells)


def _line(member: Member, uid: UUID) -> RemittanceLine:
    """A remittance of one's own that was let go; 404 for every other."""
    found = line_told(creditor_of(member).party_id, uid)
    if found is None:
        raise Http404
    return found


@creditors("portal.see")
def remittance(request: HttpRequest, member: Member, line: UUID) -> HttpResponse:
    """One remittance, each payment explained."""
    found = _line(member, line)
    wish = PIECES.read(request.GET)
    page = PIECES.fetch(pieces(found), wish)
    table = PIECES.view(_("Payments passed on"), page, wish, lambda one: _piece(member, one))
    context: dict[str, Any] = {
        "title": _("Remittance of %(day)s") % {"day": day(found.on)},
        "back_url": here(member, "remittances"),
        "badge": line_badge(found),
        "facts": _facts(found),
        "table": table,
        "main": Action(_("Advice (PDF)"), here(member, "remittance_advice", line=found.uid), "post", "download"),
        "others": [Action(_("Payments (CSV)"), here(member, "remittance_csv", line=found.uid), icon="download")],
    }
    return show(request, member, "remittances", "remittance", **context)


def _facts(found: RemittanceLine) -> list[tuple[str, str]]:
    taken = ", ".join(f"{one['reference']}: {money(Decimal(one['amount']))}" for one in found.deductions)
    return [
        (_("Received from your debtors"), money(found.gross)),
        (_("Kept for invoices"), taken),
        (_("Sum paid"), money(found.amount)),
        (_("On your account"), grouped_iban(found.iban)),
        (_("Reference on your statement"), found.end_to_end),
    ]


def _piece(member: Member, one: RemittancePart) -> Row:
    return Row(str(one.pk), here(member, "claim", number=one.part.claim.number), piece_cells(one))


@creditors("portal.see")
def remittance_csv(request: HttpRequest, member: Member, line: UUID) -> HttpResponse:
    """The payments of a remittance, for a spreadsheet."""
    found = _line(member, line)
    headings = [_("File"), _("Debtor"), _("Value date"), _("Sum received"), _("Kept for invoices"), _("Passed on")]
    target = io.BytesIO()
    write_csv(target, headings, (_values(one) for one in pieces(found).order_by("pk")))
    name = f"reversement-{found.on:%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(target.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _values(one: RemittancePart) -> list[Any]:
    part = one.part
    sums = [part.amount, one.withheld, one.amount - one.withheld]
    return [part.claim.number, part.claim.debtor.name, part.value_on, *sums]

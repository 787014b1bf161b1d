"""The activity reports of a creditor: all of them, and each with its papers."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Member
from portal.views.page import creditors, here, show
from reports.access import report_for, visible_reports
from reports.models import Report
from reports.screens import drawn_with, figures, tables
from reports.wording import RHYTHMS, figures_of, name_of, period
from web import marks
from web.parts import Action, Cell, Row
from web.tables import Column, Listing

REPORTS = Listing(
    name="portal_reports",
    columns=[
        Column("period", gettext_lazy("Period"), "key", sort="id", descending=True),
        Column("name", gettext_lazy("Report")),
        Column("files", gettext_lazy("Files open"), "amount"),
        Column("received", gettext_lazy("Paid by debtors"), "amount"),
        Column("remitted", gettext_lazy("Remitted"), "amount"),
    ],
    default="period",
    size=30,
)


@creditors("claims.see")
def reports(request: HttpRequest, member: Member) -> HttpResponse:
    """The reports, the latest first."""
    wish = REPORTS.read(request.GET)
    page = REPORTS.fetch(visible_reports(member), wish)
    empty = _("The first report comes when the period of your contract's rhythm is over.")
    table = REPORTS.view(_("My reports"), page, wish, lambda row: _row(member, row), empty=empty)
    own = Action(_("Reports of your own"), here(member, "report_settings"), icon="settings")
    return show(request, member, "reports", "reports", table=table, others=[own])


def _row(member: Member, row: Report) -> Row:
    told = figures_of(row.facts)
    cells = [
        Cell(_capital(period(row.first, row.last)), "key", note=row.contract.entity.name),
        Cell(name_of(row), note="" if row.final else _capital(str(RHYTHMS[row.rhythm]))),
        Cell(str(told.files), "amount"),
        Cell(marks.amount(told.received), "amount"),
        Cell(marks.amount(told.remitted), "amount"),
    ]
    return Row(str(row.uid), here(member, "report", report=row.uid), cells)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


@creditors("claims.see")
def report(request: HttpRequest, member: Member, report: UUID) -> HttpResponse:
    """One report: its figures, and the papers as they were sent."""
    found = report_for(member, report, to="claims.see")
    papers = [
        Action(_("The report (PDF)"), here(member, "file", file=found.pdf.uid), icon="file"),
        Action(_("The list of files (Excel)"), here(member, "file", file=found.xlsx.uid), icon="download"),
    ]
    context: dict[str, Any] = {
        "title": f"{name_of(found)} {period(found.first, found.last)}",
        "lead": drawn_with(found),
        "back_url": here(member, "reports"),
        "main": papers[0],
        "others": papers[1:],
        "figures": figures(found.facts),
        "tables": tables(found.facts),
    }
    return show(request, member, "reports", "report", **context)

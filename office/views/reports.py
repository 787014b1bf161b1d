"""The reports to creditors: which were drawn and sent, which did not leave, which come next; sent or drawn by hand."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Member
from agencies.work import later
from claims.models import Claim
from messaging.models import Message
from office.views.outbox import STATES
from office.views.page import action, ask, here, show, staff, to
from reports.access import contract_for, report_for, visible_reports
from reports.models import Report, Schedule
from reports.queries.planned import last_of, of_creditor, planned
from reports.queries.sending import SENDS, mails_of, not_sent
from reports.screens import drawn_with, figures, tables
from reports.wording import RHYTHMS, name_of, period
from web import marks
from web.parts import Cell, Consequence, Option, Row
from web.tables import Column, Filter, Listing
from web.toasts import toast

SEND = "reports.send"
LOOKS = [
    ("failed", gettext_lazy("did not leave")),
    ("own", gettext_lazy("of the creditor's own")),
    ("final", gettext_lazy("final reports")),
]
REPORTS = Listing(
    name="office_reports",
    columns=[
        Column("period", gettext_lazy("Report"), "key", sort="id", descending=True),
        Column("creditor", gettext_lazy("Creditor")),
        Column("drawn", gettext_lazy("Drawn on"), "day"),
        Column("sent", gettext_lazy("Mail"), "badge"),
    ],
    default="period",
    filters=[Filter("look", gettext_lazy("Which reports"), "", LOOKS)],
    search=gettext_lazy("Number or name of a creditor"),
)
DUE = Listing(
    name="office_reports_due",
    columns=[
        Column("due", gettext_lazy("Next one on"), "key", sort="due_on"),
        Column("creditor", gettext_lazy("Creditor")),
        Column("report", gettext_lazy("Report")),
        Column("last", gettext_lazy("Last one"), "day"),
    ],
    default="due",
    filters=[Filter("rhythm", gettext_lazy("Rhythm"), "rhythm", list(RHYTHMS.items()))],
    search=gettext_lazy("Number or name of a creditor"),
)


def _tabs(member: Member, current: str) -> list[Option]:
    pages = (("reports", _("Drawn")), ("reports_due", _("Next ones")))
    return [Option(words, here(member, page), page == current) for page, words in pages]


@staff("creditors.see")
def reports(request: HttpRequest, member: Member) -> HttpResponse:
    """Every report to a creditor, the latest first, with what became of its mail."""
    wish = REPORTS.read(request.GET)
    rows = visible_reports(member).filter(of_creditor(wish.text) & _looked_for(wish.chosen.get("look", "")))
    page = REPORTS.fetch(rows, replace(wish, chosen={}))
    mails = mails_of([row.pk for row in page.rows])
    empty = _("No report here. They are drawn when the period of a contract's rhythm is over.")
    table = REPORTS.view(_("Reports"), page, wish, lambda row: _row(member, row, mails.get(row.pk, [])), empty=empty)
    shown: dict[str, Any] = {"title": _("Reports"), "table": table, "tabs": _tabs(member, "reports"), "name": "reports"}
    return show(request, member, "list", "reports", **shown)


def _looked_for(look: str) -> Q:
    match look:
        case "failed":
            return Q(pk__in=not_sent())
        case "own":
            return Q(version__isnull=False)
        case "final":
            return Q(final=True)
    return Q()


def _row(member: Member, row: Report, mails: list[Message]) -> Row:
    creditor = row.contract.creditor
    cells = [
        Cell(name_of(row), "key", note=period(row.first, row.last)),
        Cell(creditor.name, note=creditor.number),
        Cell(marks.day_mark(timezone.localdate(row.drawn_at)), "day"),
        Cell(_state(mails), "badge", note=mails[0].address if mails else ""),
    ]
    return Row(str(row.uid), here(member, "report", report=row.uid), cells)


def _state(mails: list[Message]) -> str:
    if not mails:
        return str(marks.badge(_("no address"), "attention"))
    label, tone = STATES[mails[0].state]
    return str(marks.badge(str(label), tone))


@staff("creditors.see")
def report(request: HttpRequest, member: Member, report: UUID) -> HttpResponse:
    """One report: its figures, its papers, its mails."""
    found = report_for(member, report, to="creditors.see")
    mails = mails_of([found.pk]).get(found.pk, [])
    others = [action(member, _("The list of files (Excel)"), "file", "download", file_uid=found.xlsx.uid)]
    if member.may("claims.work"):
        others.append(action(member, _("Send it again"), "report_send", "mail", report=found.uid))
    creditor = found.contract.creditor
    context: dict[str, Any] = {
        "title": f"{name_of(found)} {period(found.first, found.last)}",
        "lead": f"{creditor.name} · {drawn_with(found)}",
        "back_url": here(member, "reports"),
        "main": action(member, _("The report (PDF)"), "file", "file", file_uid=found.pdf.uid),
        "others": others,
        "creditor": action(member, creditor.name, "creditor", "people", creditor=creditor.number),
        "mails": [(_mail(one), one.address, timezone.localtime(one.queued_at), one.answer) for one in mails],
        "figures": figures(found.facts),
        "tables": tables(found.facts),
    }
    return show(request, member, "report", "reports", **context)


def _mail(message: Message) -> str:
    return _state([message])


@staff("claims.work", "GET", "POST")
def report_send(request: HttpRequest, member: Member, report: UUID) -> HttpResponse:
    """Mail a report once more: for an address that was wrong, or a mail that got lost."""
    found = report_for(member, report, to="claims.work")
    address = found.contract.creditor.email
    if request.method == "POST" and address:
        later(SEND, queue="letters", report_id=found.pk)
        toast(request, _("The report leaves again."))
        return to(member, "report", report=found.uid)
    sent = len(mails_of([found.pk]).get(found.pk, ()))
    said = [Consequence(1, _("mail with both papers"), address or _("No address is on file."), "attention")]
    can = bool(address) and sent < SENDS
    back = (name_of(found), here(member, "report", report=found.uid))
    return ask(
        request, member, "reports", title=_("Send it again"), lead=period(found.first, found.last), back=back,
        submit=_("Send it again") if can else "", consequences=said,
    )  # fmt: skip


@staff("creditors.see")
def reports_due(request: HttpRequest, member: Member) -> HttpResponse:
    """The next report on each contract, the soonest first."""
    wish = DUE.read(request.GET)
    page = DUE.fetch(planned().filter(of_creditor(wish.text)), wish)
    last = last_of([row.party_id for row in page.rows])
    empty = _("No contract runs.")
    table = DUE.view(_("Next ones"), page, wish, lambda row: _due(member, row, last.get(row.party_id)), empty=empty)
    shown: dict[str, Any] = {"title": _("Reports"), "table": table, "tabs": _tabs(member, "reports_due")}
    return show(request, member, "list", "reports", **shown, name="reports_due")


def _due(member: Member, row: Schedule, last: Report | None) -> Row:
    creditor = row.contract.creditor
    url = here(member, "report_draw", contract=row.contract_id) if member.may("claims.work") else ""
    name = row.setting.name if row.setting else _("Activity report")
    cells = [
        Cell(marks.day_mark(row.due_on), "key"),
        Cell(creditor.name, note=creditor.number),
        Cell(name, note=str(RHYTHMS[row.rhythm])),
        Cell(marks.day_mark(timezone.localdate(last.drawn_at)) if last else "–", "day"),
    ]
    return Row(str(row.pk), url if row.contract.ended_on is None else "", cells)


@staff("claims.work", "GET", "POST")
def report_draw(request: HttpRequest, member: Member, contract: int) -> HttpResponse:
    """Draw the reports on a contract now, to the day before; the next ones go on from there."""
    found = contract_for(member, contract, to="claims.work")
    if request.method == "POST":
        later("reports.draw", queue="letters", contract_id=found.pk, early=True)
        toast(request, _("The reports are being drawn: they stand here in a moment."))
        return to(member, "reports")
    files = Claim.objects.filter(contract=found, closed_on=None).count()
    said = [
        Consequence(1, _("period is told up to yesterday"), _("The next report goes on from there.")),
        Consequence(files, _("open files in it"), found.creditor.email or _("No address is on file."), "attention"),
    ]
    back = (_("Next ones"), here(member, "reports_due"))
    title, submit = _("Draw the reports now"), _("Draw and send them")
    lead = f"{found.creditor.name} · {found.entity.name}"
    return ask(request, member, "reports", title=title, lead=lead, back=back, submit=submit, consequences=said)

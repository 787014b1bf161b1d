"""The accountant's month: what it comes to, what it proves, its papers, and its closing for good."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agencies.access import DoorClosed
from agencies.models import Entity, Member
from claims.wording import translated
from core.dates import month_end
from core.money import ZERO
from files.access import file_for
from files.models import File
from files.services import read
from jobs import services as jobs
from jobs.access import job_for
from jobs.models import Job
from law.refusals import Refusal
from office.views.page import action, ask, here, show, staff, to
from reports.models import Closing
from reports.month_tables import balances_table, banks_table, checks_table, figures, open_table, vat_table
from reports.queries.month import Month, month_of
from reports.queries.months import Listed, Shelf, closing_of, shelves
from reports.rules.month import begins, written
from reports.services.month import KIND, ask_papers, close
from web import marks, parts
from web.formatting import day, money
from web.parts import Action, Cell, Consequence, Heading, Option, Row, TableView
from web.toasts import toast


def name_of(month: date) -> str:
    """A month as it is read: mars 2026."""
    return date_format(month, "F Y")


@staff("money.book")
def months(request: HttpRequest, member: Member) -> HttpResponse:
    """The months of each entity, a year at a time: open, closed, by whom and when."""
    on = timezone.localdate()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else on.year
    found = shelves(on, year)
    known = sorted({one for shelf in found for one in shelf.years} | {on.year}, reverse=True)
    context: dict[str, Any] = {
        "title": _("Months"),
        "lead": _("What each month comes to, and its closing for good."),
        "years": [Option(str(one), f"{here(member, 'months')}?year={one}", one == year) for one in known],
        "tables": [_shelf(member, shelf) for shelf in found],
        "others": [action(member, _("The books"), "books", "chart")],
    }
    return show(request, member, "months", "months", **context)


def _shelf(member: Member, shelf: Shelf) -> TableView:
    headings = [
        Heading(_("Month"), "key"),
        Heading(_("State"), "badge"),
        Heading(_("Closed on"), "day"),
        Heading(_("Closed by")),
    ]
    rows = [_row(member, shelf.entity, one) for one in shelf.months]
    return TableView(shelf.entity.name, headings, rows, empty=_("Nothing was booked in this year."))


def _row(member: Member, entity: Entity, one: Listed) -> Row:
    made = one.closing
    cells = [
        Cell(name_of(one.month).capitalize(), "key"),
        Cell(_badge(one), "badge"),
        Cell(day(timezone.localdate(made.closed_at)) if made else "–", "day"),
        Cell(_who(made) if made else "–"),
    ]
    return Row(written(one.month), here(member, "month", entity=entity.pk, month=written(one.month)), cells)


def _badge(one: Listed) -> str:
    if one.closing:
        return marks.badge(pgettext("month", "closed"), "ok")
    if not one.is_over:
        return marks.badge(pgettext("month", "runs"), "quiet")
    return (
        marks.badge(pgettext("month", "to be closed"), "attention")
        if one.is_next
        else marks.badge(pgettext("month", "open"), "quiet")
    )


def _who(made: Closing) -> str:
    return str(made.closed_by.user) if made.closed_by else "–"


def _opened(entity: int, month: str) -> tuple[Entity, date]:
    """The entity and the month of an address; a page that is not there otherwise."""
    found, begun = Entity.objects.filter(pk=entity).first(), begins(month)
    if found is None or begun is None:
        raise DoorClosed
    return found, begun


@staff("money.book")
def month(request: HttpRequest, member: Member, entity: int, month: str) -> HttpResponse:
    """One month of one entity: its sums, the checks, what is still open, its papers."""
    found, begun = _opened(entity, month)
    told, made = month_of(found, begun), closing_of(found.pk, begun)
    context: dict[str, Any] = {
        "title": name_of(begun).capitalize(),
        "lead": found.name,
        "back_url": f"{here(member, 'months')}?year={begun.year}",
        "badge": marks.badge(pgettext("month", "closed"), "ok")
        if made
        else marks.badge(pgettext("month", "open"), "quiet"),
        "told": told,
        "made": made,
        "who": _who(made) if made else "",
        "figures": figures(told),
        "checks": checks_table(told),
        "still_open": open_table(told),
        "tables": [balances_table(told), vat_table(told), banks_table(told)],
        "sha256": made.sha256 if made else "",
        **_acts(member, told, made),
    }
    return show(request, member, "month", "months", **context)


def _acts(member: Member, told: Month, made: Closing | None) -> dict[str, Any]:
    at = {"entity": told.entity.pk, "month": written(told.month)}
    if made:
        zip_ = action(member, _("Download the papers (ZIP)"), "month_papers", "download", **at) if made.file else None
        return {"main": zip_, "others": []}
    over = timezone.localdate() > month_end(told.month)
    main = action(member, _("Close the month"), "month_close", "lock", **at) if over else None
    write = Action(_("Papers as they stand (ZIP)"), here(member, "month_write", **at), "post", "download")
    return {"main": main, "others": [write]}


@staff("money.book", "POST")
def month_write(request: HttpRequest, member: Member, entity: int, month: str) -> HttpResponse:
    """Have the papers of a month written as it stands."""
    found, begun = _opened(entity, month)
    return to(member, "month_made", job_uid=ask_papers(entity=found, month=begun, at=timezone.now()).uid)


@staff("money.book")
def month_made(request: HttpRequest, member: Member, job_uid: UUID) -> HttpResponse:
    """How far the papers are; then the papers."""
    found = _job(job_uid)
    done, total = jobs.progress(found) or (0, 1)
    file = found.result.get("file")
    context: dict[str, Any] = {
        "back": here(member, "months"),
        "file": action(member, _("Download the papers (ZIP)"), "month_zip", "download", job_uid=job_uid)
        if file
        else None,
        "sha256": found.result.get("sha256", ""),
        "failed": found.state in (Job.State.FAILED, Job.State.CANCELLED),
        "done": done,
        "total": total,
    }
    return show(request, member, "month_made", "months", **context)


def _job(uid: UUID) -> Job:
    found = job_for(uid)
    if found.kind != KIND:
        raise DoorClosed
    return found


@staff("money.book")
def month_zip(request: HttpRequest, member: Member, job_uid: UUID) -> HttpResponse:
    """The papers of an open month, once they are written."""
    file = _job(job_uid).result.get("file")
    if not file:
        raise DoorClosed
    return _sent(file_for(UUID(file)))


@staff("money.book")
def month_papers(request: HttpRequest, member: Member, entity: int, month: str) -> HttpResponse:
    """The papers of a closed month: the same bytes each time."""
    found, begun = _opened(entity, month)
    made = closing_of(found.pk, begun)
    if made is None or made.file is None:
        raise DoorClosed
    return _sent(made.file)


def _sent(file: File) -> HttpResponse:
    name = file.name.encode("ascii", "replace").decode().replace('"', "").replace("?", "-")
    response = HttpResponse(read(file), content_type=file.mime)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@staff("money.book", "GET", "POST")
def month_close(request: HttpRequest, member: Member, entity: int, month: str) -> HttpResponse:
    """Close a month for good: says what cannot change any more and what is still open."""
    found, begun = _opened(entity, month)
    refusal = None
    if request.method == "POST":
        now = timezone.now()
        made = close(entity=found, month=begun, on=timezone.localdate(now), at=now)
        if not isinstance(made, Refusal):
            toast(request, _("%(month)s is closed.") % {"month": name_of(begun).capitalize()})
            return to(member, "month", entity=found.pk, month=written(begun))
        refusal = parts.Refusal(_("closing the month"), translated(made.reason), translated(made.source))
    told = month_of(found, begun)
    back = (name_of(begun).capitalize(), here(member, "month", entity=found.pk, month=written(begun)))
    return ask(
        request, member, "months", title=_("Close the month"), lead=f"{found.name} · {name_of(begun)}", back=back,
        submit=_("Close it for good"), consequences=_consequences(told), refusal=refusal, tone="danger",
    )  # fmt: skip


def _consequences(told: Month) -> list[Consequence]:
    """What cannot change any more, whether it ties, and what is open all the same."""
    frozen = _("What comes later for it is booked on the first open day and keeps its own day beside it.")
    apart = sum(not check.ties for check in told.checks)
    said = [
        Consequence(1, _("month in which nothing is booked, earned or invoiced any more"), frozen, "attention"),
        Consequence(1, _("set of papers, written once and kept with its hash"), "", "ok"),
        Consequence(
            apart, _("checks that do not tie"), _("The month stays open until they do.") if apart else "",
            "danger" if apart else "ok",
        ),
    ]  # fmt: skip
    table = open_table(told)
    for row, one in zip(table.rows, told.open, strict=True):
        why = money(one.amount) if one.amount != ZERO else ""
        said.append(Consequence(one.count, row.cells[0].text, why, "attention"))
    return said

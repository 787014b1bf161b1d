"""Visits: the round by postcode, in the calendar, on paper, and its results from the door."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.access import DoorClosed
from agencies.models import Member
from agencies.queries import members
from amicable.models import Action
from amicable.queries.visits import Round, rounds, visit_of
from amicable.services.visiting import KIND, ask_tour, log_visit
from claims import guard
from claims.access import claim_for
from claims.models import Claim
from claims.queries.checks import refusals_of, unchecked
from core.dates import add_days
from formats.calendars import Day, calendar
from jobs.access import job_for
from jobs.models import Job
from jobs.services import progress
from office.forms.visits import TourForm, VisitForm
from office.views.acts import ask_about
from office.views.page import action, ask, here, show, staff, to
from office.views.refusing import forbidden
from web import marks, parts
from web.parts import Cell, Consequence, Heading, Row, TableView
from web.toasts import toast

AHEAD = 7  # days that a round looks ahead


@staff("claims.work")
def visits(request: HttpRequest, member: Member) -> HttpResponse:
    """The visits of the next days, grouped by postcode: each round is a table, and prints as a route sheet."""
    on = timezone.localdate()
    found = rounds(add_days(on, AHEAD))
    tables = [*_to_look_up(member, found, on), *(_table(member, one, on) for one in found)]
    lead = _("By postcode, for the next seven days. What is due goes on the route sheet of a day.")
    if not found:
        lead = _("No visit is to be made in the next seven days.")
    ics = action(member, _("Into my calendar (ICS)"), "visits_calendar", "calendar")
    sheet = action(member, _("Print a route sheet"), "tour", "file")
    shown: dict[str, Any] = {"main": sheet, "others": [ics]} if found else {}
    return show(request, member, "list", "visits", title=_("Visits"), lead=lead, tables=tables, **shown)


def _table(member: Member, one: Round, on: date) -> TableView:
    headings = [
        Heading(_("Debtor")),
        Heading(_("Address")),
        Heading(_("Due"), "day"),
        Heading(_("Principal"), "amount"),
    ]
    count = ngettext("%(n)d visit", "%(n)d visits", len(one.visits)) % {"n": len(one.visits)}
    title = f"{one.country} {one.postcode} {one.city} · {count}"
    return TableView(title, headings, [_row(member, visit, on) for visit in one.visits])


def _to_look_up(member: Member, found: Sequence[Round], on: date) -> list[TableView]:
    """The businesses that a route sheet leaves out until they are looked up; each leads to where that is recorded."""
    claims = unchecked([visit.claim for one in found for visit in one.visits], on)
    headings = [Heading(_("Look up in the register")), Heading(_("Numbers"))]
    rows = [
        Row(
            str(claim.pk),
            here(member, "claim_checked", number=claim.number),
            [
                Cell(claim.debtor.name, note=f"{claim.number} · {claim.creditor.name}"),
                Cell(claim.debtor.enterprise_number or "–", note=claim.debtor.vat_number),
            ],
        )
        for claim in claims
    ]
    return [TableView(_("Not to be visited before they are looked up again"), headings, rows)] if rows else []


def _row(member: Member, visit: Action, on: date) -> Row:
    claim, debtor = visit.claim, visit.debtor
    cells = [
        Cell(debtor.name, note=f"{claim.number} · {claim.creditor.name}"),
        Cell(debtor.street or "–", note=debtor.phone),
        Cell(marks.deadline(visit.on, on), "day"),
        Cell(marks.amount(claim.principal), "amount"),
    ]
    return Row(str(visit.pk), here(member, "claim_visit", number=claim.number), cells)


@staff("claims.work")
def visits_calendar(request: HttpRequest, member: Member) -> HttpResponse:
    """The same visits as a calendar file."""
    now = timezone.now()
    due = [visit for one in rounds(add_days(timezone.localdate(now), AHEAD)) for visit in one.visits]
    data = calendar([_day(member, visit) for visit in due], name=_("Visits"), at=now)
    answer = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="visites.ics"'
    return answer


def _day(member: Member, visit: Action) -> Day:
    debtor, number = visit.debtor, visit.claim.number
    where = f"{debtor.street}, {debtor.postcode} {debtor.city}, {debtor.country}"
    what = _("Visit: %(debtor)s") % {"debtor": debtor.name}
    notes = _("File %(number)s") % {"number": number}
    return Day(f"visit-{visit.pk}@{member.agency.slug}", visit.on, what, where, notes)


@staff("claims.work", "GET", "POST")
def tour(request: HttpRequest, member: Member) -> HttpResponse:
    """Ask for the route sheet of a day, with the documents to hand over, as one PDF."""
    now = timezone.now()
    agents = [(str(one.pk), str(one.user)) for one in members() if one.may("claims.work")]
    form = TourForm(request.POST or None, agents=agents, initial={"on": timezone.localdate(now), "agent": member.pk})
    if request.method == "POST" and form.is_valid():
        of = form.cleaned_data["agent"]
        made = ask_tour(on=form.cleaned_data["on"], member_id=int(of) if of else None, at=now)
        return to(member, "toured", job_uid=made.uid)
    lead = _("Visits that are due, late ones included. An agent's are those charged to it, and those of nobody.")
    why = _("Print it again on the day of the visit: the amount is that of the day, the latest print counts.")
    first = Consequence(1, _("document for each consumer in Belgium is printed with it, to be handed over first"), why)
    return ask(
        request, member, "visits", title=_("Print a route sheet"), back=(_("Visits"), here(member, "visits")),
        submit=_("Write it"), form=form, lead=lead, consequences=[first],
    )  # fmt: skip


@staff("claims.work")
def toured(request: HttpRequest, member: Member, job_uid: UUID) -> HttpResponse:
    """How far the route sheet is; then the file."""
    job = job_for(job_uid)
    if job.kind != KIND:
        raise DoorClosed
    done, total = progress(job) or (0, 1)
    made = job.result.get("file")
    file = action(member, _("Open the route sheet (PDF)"), "file", "download", file_uid=made) if made else None
    failed = job.state in (Job.State.FAILED, Job.State.CANCELLED)
    told = {"done": done, "total": total, "rows": job.result.get("rows"), "file": file, "failed": failed}
    return show(request, member, "tour", "visits", back=here(member, "visits"), **told)


@staff("claims.work", "GET", "POST")
def claim_visit(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """The result of a visit, entered at the door; what the law says of it now stands above."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    visit = visit_of(found)
    if visit is None:
        toast(request, _("No visit is to be made for this file."))
        return to(member, "claim", number=number)
    form = VisitForm(request.POST or None, printed=visit.proof_id is not None)
    if request.method == "POST" and form.is_valid():
        log_visit(action_id=visit.pk, on=timezone.localdate(now), at=now, **form.cleaned_data)
        toast(request, _("The visit is recorded."))
        promised = form.cleaned_data["outcome"] == "promises"
        return to(member, "claim_promise" if promised else "claim", number=number)
    title = _("Result of the visit")
    return ask_about(
        request, member, found, title=title, submit=_("Record the visit"), form=form,
        consequences=_at_the_door(found, visit), refusal=_refused(found),
    )  # fmt: skip


def _at_the_door(found: Claim, visit: Action) -> list[Consequence]:
    """What an agent says and hands over to a Belgian consumer. Source: CDE art. XIX.10."""
    if (found.country, found.debtor_kind) != ("BE", "consumer"):
        return []
    said = _("Say who you are, for which agency and creditor. The consumer need not let you in, and may end the visit.")
    what = _("document to hand over at the door, before anything else")
    if visit.proof_id is None:
        said = f"{_('It is not printed yet: print the route sheet of the day first.')} {said}"
    return [Consequence(1, what, said, "attention" if visit.proof_id else "danger")]


def _refused(found: Claim) -> parts.Refusal | None:
    now = timezone.now()
    asked = guard.ask(found, "visit", recipient=f"debtor:{found.debtor_id}", at=now)
    reasons = [*(asked if isinstance(asked, tuple) else ()), *refusals_of(found, timezone.localdate(now))]
    return forbidden("visit", reasons[0]) if reasons else None

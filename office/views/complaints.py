"""The register of complaints: listed, entered, answered, exported."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access import DoorClosed
from agencies.models import Member
from amicable.models import Complaint
from amicable.queries.register import complaints, exported, headings
from amicable.services import complaining
from claims.access import visible_claims
from office.forms.arranging import ComplaintAnswerForm, ComplaintForm
from office.views.page import action, ask, here, sheet, show, staff, to
from office.views.persons import ANSWERED, people_tabs
from web import marks
from web.formatting import day
from web.parts import Action, Cell, Consequence, Row
from web.tables import Column, Listing
from web.toasts import toast

REGISTER = Listing(
    name="office_complaints",
    columns=[
        Column("name", gettext_lazy("Who complains")),
        Column("subject", gettext_lazy("About")),
        Column("claim", gettext_lazy("File")),
        Column("state", gettext_lazy("State"), "badge"),
        Column("received", gettext_lazy("Received on"), "day", sort="received_on", descending=True),
    ],
    default="received",
    filters=[ANSWERED],
)


@staff("claims.work")
def register(request: HttpRequest, member: Member) -> HttpResponse:
    """Every complaint, the latest first; those to answer say by when."""
    wish = REGISTER.read(request.GET)
    page = REGISTER.fetch(complaints(wish.chosen.get("look", "")), replace(wish, chosen={}))
    on = timezone.localdate()
    empty = _("No complaint matches.") if wish.chosen else _("No complaint was received.")
    table = REGISTER.view(_("Complaints"), page, wish, lambda row: _row(member, row, on), empty=empty)
    main = action(member, _("Record a complaint"), "complaint_new", "plus")
    others = [Action(_("Export (CSV)"), here(member, "complaints_export"), icon="download")]
    context: dict[str, Any] = {
        "title": _("Complaints"),
        "table": table,
        "name": "complaints",
        "main": main,
        "others": others,
        "tabs": people_tabs(member, "complaints"),
    }
    return show(request, member, "list", "complaints", **context)


def _row(member: Member, row: Complaint, on: date) -> Row:
    late = row.answer_by < on
    if row.answered_on:
        state, note = marks.badge(_("answered"), "ok"), day(row.answered_on)
    else:
        state = marks.badge(_("late") if late else _("to answer"), "danger" if late else "attention")
        note = _("by %(day)s") % {"day": day(row.answer_by)}
    cells = [
        Cell(row.name),
        Cell(row.get_subject_display()),
        Cell(str(row.claim.number) if row.claim else "–"),
        Cell(state, "badge", note=note),
        Cell(marks.day_mark(row.received_on), "day"),
    ]
    return Row(str(row.pk), here(member, "complaint", complaint=row.uid), cells)


@staff("claims.work", "GET", "POST")
def complaint_new(request: HttpRequest, member: Member) -> HttpResponse:
    """Enter a complaint; it is answered within the days that the agency set itself."""
    on = timezone.localdate()
    form = ComplaintForm(request.POST or None, on=on, initial={"number": request.GET.get("file")})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        number = given.pop("number")
        claim = visible_claims().filter(number=number).first() if number else None
        if number and claim is None:
            form.add_error("number", _("There is no such file."))
        else:
            made = complaining.record(claim_id=claim.pk if claim else None, **given)
            toast(request, _("Recorded; to be answered by %(day)s.") % {"day": day(made.answer_by)})
            return to(member, "complaints")
    back = (_("Complaints"), here(member, "complaints"))
    title = _("Record a complaint")
    return ask(request, member, "complaints", title=title, back=back, submit=_("Record it"), form=form)


@staff("claims.work", "GET", "POST")
def complaint(request: HttpRequest, member: Member, complaint: str) -> HttpResponse:
    """One complaint, and its answer once."""
    row = Complaint.objects.select_related("claim").filter(uid=complaint).first()
    if row is None:
        raise DoorClosed
    form = None if row.answered_on else ComplaintAnswerForm(request.POST or None)
    if request.method == "POST" and form is not None and form.is_valid():
        complaining.answer(complaint_id=row.pk, on=timezone.localdate(), **form.cleaned_data)
        toast(request, _("The answer is recorded."))
        return to(member, "complaints")
    said = [Consequence(1, row.get_subject_display(), row.said, "attention")]
    if row.answered_on:
        answer = " · ".join(filter(None, (row.answer, row.measures)))
        said.append(Consequence(1, f"{row.get_outcome_display()}, {day(row.answered_on)}", answer, "ok"))
    lead = " · ".join(filter(None, (row.contact, day(row.received_on), str(row.claim.number) if row.claim else "")))
    back = (_("Complaints"), here(member, "complaints"))
    submit = _("Record the answer") if form else _("Back to the register")
    context = {"lead": lead, "consequences": said, "form": form}
    return ask(request, member, "complaints", title=row.name, back=back, submit=submit, **context)


@staff("claims.work")
def complaints_export(request: HttpRequest, member: Member) -> HttpResponse:
    """The register as a sheet, for whoever supervises the agency."""
    return sheet(_("complaints.csv"), headings(), exported())

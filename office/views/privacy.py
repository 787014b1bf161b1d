"""What people ask about their personal data: the register, one request, the copy, the erasure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib.messages import WARNING
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access import DoorClosed
from agencies.models import Member
from claims.access import debtor_for
from claims.models import Debtor, PersonRequest
from claims.queries.persons import exported, headings, held_of, is_pursued, requests
from claims.services.persons import answer_request, ask_copy, erase_as_asked, record_request
from office.forms.persons import AnswerForm, EraseForm, RequestForm
from office.views.page import action, ask, here, sheet, show, staff, to
from office.views.persons import ANSWERED, people_tabs, request_row
from web import parts
from web.formatting import day
from web.parts import Action, Consequence
from web.tables import Column, Listing
from web.toasts import toast

COPIES = (PersonRequest.Kind.ACCESS, PersonRequest.Kind.PORTABILITY)
KEPT = gettext_lazy("Kept by law: %(what)s")
REGISTER = Listing(
    name="office_privacy",
    columns=[
        Column("name", gettext_lazy("Debtor")),
        Column("kind", gettext_lazy("Asks for")),
        Column("state", gettext_lazy("State"), "badge"),
        Column("received", gettext_lazy("Received on"), "day", sort="received_on", descending=True),
    ],
    default="received",
    filters=[ANSWERED],
)


@staff("claims.work")
def privacy(request: HttpRequest, member: Member) -> HttpResponse:
    """Every request about personal data, the latest first; those to answer say by when."""
    wish, on = REGISTER.read(request.GET), timezone.localdate()
    page = REGISTER.fetch(requests(wish.chosen.get("look", "")), replace(wish, chosen={}))
    empty = _("No request matches.") if wish.chosen else _("Nobody asked about personal data.")
    table = REGISTER.view(_("Requests"), page, wish, lambda row: request_row(member, row, on)[0], empty=empty)
    context: dict[str, Any] = {
        "title": _("Personal data"),
        "lead": _("A request is entered on the page of its debtor, and answered within one month."),
        "tabs": people_tabs(member, "privacy"),
        "table": table,
        "name": "privacy",
        "others": [Action(_("Export (CSV)"), here(member, "privacy_export"), icon="download")],
    }
    return show(request, member, "list", "complaints", **context)


@staff("claims.work")
def privacy_export(request: HttpRequest, member: Member) -> HttpResponse:
    """The register as a sheet, for whoever supervises the agency."""
    return sheet(_("requests.csv"), headings(), exported())


def _ask(request: HttpRequest, member: Member, found: Debtor, **more: Any) -> HttpResponse:
    back = (found.name, here(member, "person", person=found.uid))
    return ask(request, member, "complaints", back=back, lead=more.pop("lead", found.name), **more)


@staff("claims.work", "GET", "POST")
def person_request(request: HttpRequest, member: Member, person: UUID) -> HttpResponse:
    """Enter what a debtor asks about its data; the month runs from the day of receipt."""
    found = debtor_for(member, person)
    form = RequestForm(request.POST or None, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        made = record_request(debtor_id=found.pk, **form.cleaned_data)
        toast(request, _("Recorded; to be answered by %(day)s.") % {"day": day(made.answer_by)})
        return to(member, "privacy_request", asked=made.uid)
    why = _("One month from its receipt (GDPR art. 12 § 3). Check who asks before anything is handed out.")
    runs = Consequence(1, _("request enters the register, and is to be answered"), why, "attention")
    title = _("Record a request")
    return _ask(request, member, found, title=title, submit=_("Record it"), form=form, consequences=[runs])


def _asked(uid: UUID) -> PersonRequest:
    row = PersonRequest.objects.select_related("debtor", "file").filter(uid=uid).first()
    if row is None:
        raise DoorClosed
    return row


@staff("claims.work", "GET", "POST")
def privacy_request(request: HttpRequest, member: Member, asked: UUID) -> HttpResponse:
    """One request: what it asks, what helps to answer it, and its answer once."""
    row = _asked(asked)
    form = None if row.answered_on else AnswerForm(request.POST or None)
    if request.method == "POST" and form is not None and form.is_valid():
        answer_request(request_id=row.pk, on=timezone.localdate(), **form.cleaned_data)
        toast(request, _("The answer is recorded."))
        return to(member, "privacy")
    until = _("To be answered by %(day)s.") % {"day": day(row.answer_by)}
    context: dict[str, Any] = {
        "title": f"{row.get_kind_display()[:1].upper()}{row.get_kind_display()[1:]}",
        "lead": f"{row.debtor.name} · {day(row.received_on)}",
        "back_url": here(member, "person", person=row.debtor.uid),
        "row": row,
        "until": "" if row.answered_on else until,
        "acts": _helps(member, row),
        "form": form,
    }
    return show(request, member, "person_request", "complaints", 422 if form and form.errors else 200, **context)


def _helps(member: Member, row: PersonRequest) -> list[Action]:
    """What prepares the answer: the copy, and the erasure, for whoever may."""
    acts = []
    if row.file and row.file.erased_on is None:
        acts.append(action(member, _("The copy (ZIP)"), "file", "download", file_uid=row.file.uid))
    if row.answered_on or not member.may("people.erase"):
        return acts
    if row.kind in COPIES:
        copy = here(member, "person_copy", asked=row.uid)
        acts.append(Action(_("Put together what is held"), copy, "post", "download"))
    if row.kind in (PersonRequest.Kind.ERASURE, PersonRequest.Kind.OBJECTION):
        acts.append(action(member, _("Erase the person"), "person_erase", "stop", asked=row.uid))
    return acts


@staff("people.erase", "POST")
def person_copy(request: HttpRequest, member: Member, asked: UUID) -> HttpResponse:
    """Have all that is held put into one ZIP, which the register then keeps."""
    row = _asked(asked)
    if row.kind not in COPIES or row.debtor.erased_on:
        raise DoorClosed
    return to(member, "exported", job_uid=ask_copy(request_id=row.pk, at=timezone.now()).uid)


@staff("people.erase", "GET", "POST")
def person_erase(request: HttpRequest, member: Member, asked: UUID) -> HttpResponse:
    """Erase the person who asked: what goes and what the law keeps stands above the button."""
    row, now = _asked(asked), timezone.now()
    if row.answered_on or row.debtor.erased_on:
        toast(request, _("This request was answered before."), level=WARNING)
        return to(member, "privacy_request", asked=row.uid)
    pursued = is_pursued(row.debtor)
    form = None if pursued else EraseForm(request.POST or None)
    if request.method == "POST" and form is not None and form.is_valid():
        erase_as_asked(request_id=row.pk, text=form.cleaned_data["text"], on=timezone.localdate(now), at=now)
        toast(request, _("The person is erased; the register keeps that it asked."))
        return to(member, "privacy")
    refusal = _pursued() if pursued else None
    title = _("Erase the person")
    more = {"refusal": refusal, "form": form, "tone": "danger", "consequences": _erased(held_of(row.debtor))}
    return _ask(request, member, row.debtor, title=title, submit="" if pursued else _("Erase for good"), **more)


def _pursued() -> parts.Refusal:
    why = _("A file of this person is open: what the claim needs is kept until it is closed. Answer the request so.")
    return parts.Refusal(_("Not erased"), why, _("GDPR art. 17 § 3, e"), None)


def _erased(held: Mapping[str, int]) -> list[Consequence]:
    """What goes, and what the law obliges to keep, with its source (docs/erasure.md)."""
    goes = _("Name, addresses, telephone, e-mail, numbers; what people wrote; the bytes of letters and papers.")
    books = _(
        "Invoice numbers, dates, amounts and payments: seven years (CDE art. III.86), ten in France (C. com. art."
        " L123-22)."
    )
    chain = _("Kind, day and hash of each link: that something was done is proved, not what was said.")
    sent = _("Channel, days and proof of posting, without the words; wishes not to be contacted protect the person.")
    files = held["messages"] + held["replies"] + held["papers"]
    return [
        Consequence(files, _("messages and papers lose their words, for good"), goes, "danger"),
        Consequence(held["claims"], str(KEPT) % {"what": _("the accounts of the files")}, books),
        Consequence(held["events"], str(KEPT) % {"what": _("the sealed timeline, without its words")}, chain),
        Consequence(held["messages"], str(KEPT) % {"what": _("the proof that messages left")}, sent),
    ]

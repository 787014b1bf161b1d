"""Addresses that are no good: letters that came back, searches for debtors, what was asked and found."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.access import DoorClosed
from agencies.models import Member
from amicable.models import Enquiry, Look, Tracing
from amicable.provider import is_configured
from amicable.queries.tracing import Returned, enquiry_of, letters_behind, open_tracing_of, tracing_of, tracings
from amicable.rules.tracing import SOURCES, Source, sources_for
from amicable.services import enquiring
from amicable.services import tracing as services
from claims.access import claim_for
from claims.queries.desk import open_claims_of
from claims.wording import translated
from law.refusals import Refusal
from office.forms.claims import AddressForm
from office.forms.tracing import LookForm, ReturnedForm, TraceForm
from office.views.acts import ask_about
from office.views.page import action, ask, here, show, staff, to
from web import marks, parts
from web.formatting import day, money
from web.parts import Cell, Consequence, Heading, Row, TableView
from web.tables import Column, Filter, Listing
from web.toasts import toast

TONES: dict[str, tuple[parts.Tone, str]] = {
    "open": ("attention", "search"),
    "found": ("ok", "check"),
    "not_found": ("danger", "stop"),
    "cancelled": ("quiet", "undo"),
}
ENQUIRIES: dict[str, tuple[parts.Tone, str]] = {
    "waiting": ("quiet", "clock"),
    "proposed": ("attention", "help"),
    "nothing": ("quiet", "stop"),
    "failed": ("danger", "stop"),
    "dropped": ("quiet", "undo"),
    "accepted": ("ok", "check"),
    "refused": ("quiet", "stop"),
}
TRACINGS = Listing(
    name="office_tracings",
    columns=[
        Column("debtor", gettext_lazy("Debtor")),
        Column("claim", gettext_lazy("File")),
        Column("why", gettext_lazy("Why")),
        Column("cost", gettext_lazy("Cost"), "amount"),
        Column("state", gettext_lazy("State"), "badge"),
        Column("opened", gettext_lazy("Since"), "day", sort="id", descending=True),
    ],
    default="opened",
    filters=[Filter("state", gettext_lazy("State"), "state", Tracing.State.choices)],
)
PROBLEMS = {
    "unknown": gettext_lazy("no file and no letter has this number"),
    "no_letter": gettext_lazy("no letter of this file has left"),
}


@staff("claims.work")
def tracing_list(request: HttpRequest, member: Member) -> HttpResponse:
    """Every search, the latest first."""
    wish, on = TRACINGS.read(request.GET), timezone.localdate()
    page = TRACINGS.fetch(tracings(), wish)
    empty = _("No search matches.") if wish.chosen else _("No address is looked for.")
    table = TRACINGS.view(_("Addresses looked for"), page, wish, lambda row: _row(member, row, on), empty=empty)
    main = action(member, _("Letters came back"), "letters_returned", "mail")
    title = _("Addresses looked for")
    return show(request, member, "list", "claims", title=title, table=table, name="tracings", main=main)


def _row(member: Member, row: Tracing, on: date) -> Row:
    cells = [
        Cell(row.debtor.name, note=row.address),
        Cell(str(row.claim.number), note=row.claim.creditor.name),
        Cell(row.get_why_display()),
        Cell(marks.amount(row.cost), "amount"),
        Cell(_state(row), "badge"),
        Cell(marks.day_mark(row.opened_on), "day"),
    ]
    return Row(str(row.pk), here(member, "tracing", tracing=row.uid), cells)


def _state(row: Tracing) -> str:
    tone, sign = TONES[row.state]
    return marks.badge(row.get_state_display(), tone, sign)


@staff("claims.work", "GET", "POST")
def tracing(request: HttpRequest, member: Member, tracing: str) -> HttpResponse:
    """One search: what is known, where one may look and where never, what was asked; enter a source's answer."""
    row, now = _found(tracing), timezone.now()
    enquiry = enquiry_of(row.pk)
    form = LookForm(request.POST or None, sources=_open_sources(row)) if row.state == "open" else None
    refused = None
    if request.method == "POST" and form is not None and form.is_valid():
        made = services.look(tracing_id=row.pk, on=timezone.localdate(now), at=now, **form.cleaned_data)
        if not isinstance(made, Refusal):
            toast(request, _("The answer is recorded."))
            found = form.cleaned_data["result"] == Look.Result.FOUND
            return to(member, "tracing_found" if found else "tracing", tracing=row.uid)
        refused = parts.Refusal(
            _("This source may not be asked now."), translated(made.reason), translated(made.source)
        )
    context: dict[str, Any] = {
        "title": _("Address of %(debtor)s") % {"debtor": row.debtor.name},
        "lead": f"{row.claim.creditor.name} · {row.get_why_display()}",
        "badge": _state(row),
        "back_url": here(member, "tracings"),
        "row": row,
        "claim_url": here(member, "claim", number=row.claim.number),
        "looks": _looks(row),
        "never": _never(row),
        "form": form,
        "refusal": refused,
        "enquiry": enquiry,
        "enquired": marks.badge(enquiry.get_state_display(), *ENQUIRIES[enquiry.state]) if enquiry else "",
        "acts": _acts(member, row, enquiry),
    }
    status = 409 if refused else 422 if form is not None and form.errors else 200
    return show(request, member, "tracing", "claims", status, **context)


def _found(uid: str) -> Tracing:
    row = tracing_of(uid)
    if row is None:
        raise DoorClosed
    return row


def _sources(row: Tracing) -> tuple[Source, ...]:
    return sources_for(row.claim.country, row.claim.debtor_kind)


def _open_sources(row: Tracing) -> list[Source]:
    return [source for source in _sources(row) if source.leave == "open"]


def _acts(member: Member, row: Tracing, enquiry: Enquiry | None) -> list[parts.Action]:
    if row.state != "open":
        return []
    first = []
    if enquiry and enquiry.state == "proposed":
        first.append(action(member, _("Keep the proposed address"), "tracing_proposal", "check", tracing=row.uid))
        first.append(action(member, _("Refuse the proposed address"), "tracing_refuse", "stop", tracing=row.uid))
    if _may_ask(enquiry):
        first.append(action(member, _("Ask the provider"), "tracing_ask", "search", tracing=row.uid))
    return [
        *first,
        action(member, _("An address was found"), "tracing_found", "check", tracing=row.uid),
        action(member, _("Nothing was found"), "tracing_not_found", "stop", tracing=row.uid),
    ]


def _may_ask(enquiry: Enquiry | None) -> bool:
    return is_configured() and (enquiry is None or enquiry.state == "failed")


def _looks(row: Tracing) -> TableView:
    headings = [
        Heading(_("Where")),
        Heading(_("What it says")),
        Heading(_("Cost"), "amount"),
        Heading(_("Day"), "day"),
    ]
    empty = _("Nothing was asked yet.")
    return TableView(_("Asked so far"), headings, [_look(one) for one in row.looks.all()], empty=empty)


def _look(one: Look) -> Row:
    cells = [
        Cell(translated(SOURCES[one.source].name), note=translated(SOURCES[one.source].rule)),
        Cell(one.get_result_display(), note=one.note),
        Cell(marks.amount(one.cost), "amount"),
        Cell(marks.day_mark(one.on), "day"),
    ]
    return Row(str(one.pk), "", cells)


def _never(row: Tracing) -> list[tuple[str, str]]:
    """Where nobody looks, with the rule."""
    return [(translated(one.name), translated(one.rule)) for one in _sources(row) if one.leave != "open"]


@staff("claims.work", "GET", "POST")
def tracing_found(request: HttpRequest, member: Member, tracing: str) -> HttpResponse:
    """Another address: the files go on with a new notice."""
    row, now = _running(tracing), timezone.now()
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.found(tracing_id=row.pk, on=timezone.localdate(now), at=now, **form.cleaned_data)
        toast(request, _("The address is kept. The notice is written again."))
        return to(member, "claim", number=row.claim.number)
    said = [_going_on(row)]
    return _ask(request, member, row, _("An address was found"), _("Keep this address"), said, form=form)


def _going_on(row: Tracing) -> Consequence:
    count = open_claims_of(row.debtor_id)
    files = ngettext("open file of this debtor goes on", "open files of this debtor go on", count)
    why = _("The notice that came back is written again to this address, with a new wait. It takes no other PAYNOW.")
    return Consequence(count, files, why, "ok")


@staff("claims.work", "GET", "POST")
def tracing_ask(request: HttpRequest, member: Member, tracing: str) -> HttpResponse:
    """Have the provider of addresses asked, once."""
    row, now = _running(tracing), timezone.now()
    if not _may_ask(enquiry_of(row.pk)):
        raise DoorClosed
    refused = None
    if request.method == "POST":
        made = enquiring.ask_provider(tracing_id=row.pk, on=timezone.localdate(now), at=now)
        if isinstance(made, Enquiry):
            toast(request, _("The provider is asked. Its answer will stand here."))
            return to(member, "tracing", tracing=row.uid)
        refused = parts.Refusal(
            _("This source may not be asked now."), translated(made.reason), translated(made.source)
        )
    why = _("It gets the debtor's name, number and last address, nothing of the debt. It may charge the search.")
    said = [Consequence(1, _("search at the provider"), why, "attention")]
    return _ask(request, member, row, _("Ask the provider"), _("Ask"), said, refusal=refused)


@staff("claims.work", "GET", "POST")
def tracing_proposal(request: HttpRequest, member: Member, tracing: str) -> HttpResponse:
    """The provider's address is kept: the files go on with a new notice."""
    row, now = _running(tracing), timezone.now()
    proposal = _proposal(row)
    if request.method == "POST":
        enquiring.accept(tracing_id=row.pk, on=timezone.localdate(now), at=now)
        toast(request, _("The address is kept. The notice is written again."))
        return to(member, "claim", number=row.claim.number)
    return _ask(request, member, row, _place(proposal), _("Keep this address"), [_going_on(row)])


@staff("claims.work", "GET", "POST")
def tracing_refuse(request: HttpRequest, member: Member, tracing: str) -> HttpResponse:
    """The provider's address is somebody else's: the search goes on."""
    row, now = _running(tracing), timezone.now()
    proposal = _proposal(row)
    if request.method == "POST":
        enquiring.refuse(tracing_id=row.pk, on=timezone.localdate(now))
        toast(request, _("The address is refused. The search goes on."))
        return to(member, "tracing", tracing=row.uid)
    said = [
        Consequence(1, _("search goes on"), _("What the provider charged stays a cost of the search."), "attention")
    ]
    return _ask(request, member, row, _place(proposal), _("Refuse this address"), said)


def _proposal(row: Tracing) -> Enquiry:
    proposal = enquiry_of(row.pk)
    if proposal is None or proposal.state != "proposed":
        raise DoorClosed
    return proposal


def _place(proposal: Enquiry) -> str:
    return f"{proposal.street}, {proposal.postcode} {proposal.city}"


@staff("claims.work", "GET", "POST")
def tracing_not_found(request: HttpRequest, member: Member, tracing: str) -> HttpResponse:
    """Nothing was found: the creditor is asked."""
    row, now = _running(tracing), timezone.now()
    if request.method == "POST":
        services.not_found(tracing_id=row.pk, on=timezone.localdate(now), at=now)
        toast(request, _("The creditor is asked what comes next."))
        return to(member, "claim", number=row.claim.number)
    count = open_claims_of(row.debtor_id)
    files = ngettext("file waits for its creditor's decision", "files wait for their creditor's decision", count)
    why = _("They rest meanwhile. The search has cost %(cost)s.") % {"cost": money(row.cost)}
    said = [Consequence(count, files, why, "attention")]
    return _ask(request, member, row, _("Nothing was found"), _("Ask the creditor"), said)


def _running(uid: str) -> Tracing:
    row = _found(uid)
    if row.state != "open":
        raise DoorClosed
    return row


def _ask(
    request: HttpRequest, member: Member, row: Tracing, title: str, submit: str, said: list[Consequence], **more: Any
) -> Any:
    back = (_("Address of %(debtor)s") % {"debtor": row.debtor.name}, here(member, "tracing", tracing=row.uid))
    lead = _("No good: %(address)s") % {"address": row.address}
    return ask(request, member, "claims", title=title, back=back, submit=submit, lead=lead, consequences=said, **more)


@staff("claims.work", "GET", "POST")
def claim_trace(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """The address of a file's debtor is no good: look for another."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    if before := open_tracing_of(found.debtor_id):
        return to(member, "tracing", tracing=before.uid)
    if found.closed_on:
        return to(member, "claim", number=number)
    form = TraceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        on = timezone.localdate(now)
        made = services.open_tracing(claim_id=found.pk, why="agent", on=on, at=now, **form.cleaned_data)
        if isinstance(made, Tracing):
            return to(member, "tracing", tracing=made.uid)
    count = open_claims_of(found.debtor_id)
    files = ngettext("open file of this debtor rests", "open files of this debtor rest", count)
    said = [Consequence(count, files, _("Nothing goes out until an address is found."), "attention")]
    title, submit = _("The address is no good"), _("Look for another address")
    return ask_about(request, member, found, title=title, submit=submit, form=form, consequences=said)


@staff("claims.work", "GET", "POST")
def letters_returned(request: HttpRequest, member: Member) -> HttpResponse:
    """Letters that the post brought back: shown first, then recorded together."""
    form, now = ReturnedForm(request.POST or None), timezone.now()
    rows: list[Returned] = []
    if request.method == "POST" and form.is_valid():
        rows, lines = letters_behind(form.cleaned_data["lines"]), "\n".join(form.cleaned_data["lines"])
        shown = "|".join(form.cleaned_data["lines"])  # browsers change line ends
        if form.cleaned_data["seen"] == shown:
            _record(request, form.cleaned_data["reason"], rows, now)
            return to(member, "tracings")
        form = ReturnedForm({**form.cleaned_data, "lines": lines, "seen": shown})
    said = _consequences(rows)
    context: dict[str, Any] = {
        "title": _("Letters came back"),
        "lead": _("A wrong address rests the files of its debtor, and opens a search."),
        "back": (_("Addresses looked for"), here(member, "tracings")),
        "submit": _("Record them") if rows else _("Show the letters"),
        "form": form,
        "consequences": said,
    }
    return ask(request, member, "claims", **context)


def _record(request: HttpRequest, reason: str, rows: list[Returned], now: Any) -> None:
    letters = [row.message.pk for row in rows if row.message]
    new = services.take_returned(message_ids=letters, reason=reason, on=timezone.localdate(now), at=now)
    said = ngettext("%(n)d letter is recorded as returned.", "%(n)d letters are recorded as returned.", new)
    toast(request, said % {"n": new})


def _consequences(rows: list[Returned]) -> list[Consequence]:
    good = [row for row in rows if row.message and row.claim]
    bad = [row for row in rows if row.problem]
    named = " · ".join(f"{row.claim.number} {row.claim.debtor.name}, {_left(row)}" for row in good if row.claim)
    found = Consequence(len(good), ngettext("letter came back", "letters came back", len(good)), named, "attention")
    missed = " · ".join(f"{row.line}: {PROBLEMS[row.problem]}" for row in bad)
    lost = Consequence(len(bad), ngettext("line is left out", "lines are left out", len(bad)), missed, "danger")
    return [*([found] if good else []), *([lost] if bad else [])]


def _left(row: Returned) -> str:
    on = row.message.sent_on if row.message else None
    return day(on) if on else ""

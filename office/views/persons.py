"""A debtor as a person: its files, how it pays, what is held about it, what it asked about that."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.models import Member
from amicable.models import PayerProfile
from amicable.queries.profiles import profiled, stated
from amicable.rules.ranking import CHANCES
from amicable.services.profiling import state
from claims.access import debtor_for
from claims.models import Debtor, PersonRequest
from claims.queries.persons import held_of, owed_by, requests_of
from office.forms.persons import ProfileForm
from office.views.page import action, ask, here, show, staff, to
from web import marks
from web.formatting import day
from web.parts import Cell, Consequence, Heading, Option, Row, TableView
from web.tables import Column, Filter, Listing
from web.toasts import toast

HELD = {
    "claims": gettext_lazy("files"),
    "events": gettext_lazy("links of timelines"),
    "messages": gettext_lazy("messages sent"),
    "replies": gettext_lazy("messages received"),
    "papers": gettext_lazy("papers and letters"),
}
PAYERS = Listing(
    name="office_payers",
    columns=[
        Column("name", gettext_lazy("Debtor")),
        Column("kind", gettext_lazy("Payer")),
        Column("who", gettext_lazy("Said by")),
        Column("set", gettext_lazy("When"), "day", sort="set_at", descending=True),
    ],
    default="set",
    filters=[Filter("profile", gettext_lazy("Payer"), "kind", PayerProfile.Kind.choices)],
)
ANSWERED = Filter(
    "look",
    gettext_lazy("State"),
    "",
    [("open", gettext_lazy("to answer")), ("answered", gettext_lazy("answered"))],
)
TONES = {
    "": gettext_lazy("the words that the step says"),
    "good": gettext_lazy("friendly words, whatever the step says"),
    "negligent": gettext_lazy("words one degree softer than the step says"),
    "bad": gettext_lazy("firm words from the first message"),
    "administrative": gettext_lazy("the words that the step says; calls look for who releases the payment"),
}


@staff("claims.work")
def person(request: HttpRequest, member: Member, person: UUID) -> HttpResponse:
    """One debtor: its files, how it pays, what is held, what it asked."""
    found = debtor_for(member, person)
    asked, on = requests_of(found.pk), timezone.localdate()
    notice = ""
    if found.erased_on:
        notice = marks.badge(_("Erased on %(day)s") % {"day": day(found.erased_on)}, "quiet")
    context: dict[str, Any] = {
        "title": found.name,
        "lead": " · ".join(filter(None, (found.street, f"{found.postcode} {found.city}".strip(), found.country))),
        "back_url": here(member, "privacy"),
        "badge": notice,
        "main": action(member, _("Record a request"), "person_request", "plus", person=found.uid),
        "payer": payer(stated(found.pk)),
        "profile": action(member, _("Say how it pays"), "person_profile", "person", person=found.uid),
        "files": _files(member, found),
        "requests": requests_table(member, asked, on),
        "held": [(words, held) for what, held in held_of(found).items() if (words := str(HELD[what]))],
    }
    return show(request, member, "person", "complaints", **context)


def payer(row: PayerProfile | None) -> str:
    """How a debtor pays and who said so, in words."""
    if row is None or not row.kind:
        return _("Nobody said yet how this debtor pays.")
    who = str(row.set_by.user) if row.set_by else _("the creditor's file")
    told = {"kind": row.get_kind_display(), "who": who, "day": day(timezone.localdate(row.set_at))}
    return _("%(kind)s, said by %(who)s on %(day)s") % told


def _files(member: Member, found: Debtor) -> TableView:
    headings = [Heading(_("File"), "key"), Heading(_("Creditor"))]
    headings += [Heading(_("Stage"), "badge"), Heading(_("Principal"), "amount")]
    rows = [
        Row(
            str(claim.number),
            here(member, "claim", number=claim.number),
            [
                Cell(str(claim.number), "key"),
                Cell(claim.creditor.name),
                Cell(marks.stage_badge(claim.stage), "badge"),
                Cell(marks.amount(claim.principal), "amount"),
            ],
        )
        for claim in owed_by(found)[:100]
    ]
    return TableView(_("Files"), headings, rows)


def requests_table(member: Member, rows: list[PersonRequest], on: date) -> TableView:
    """Requests with their state; each leads to its answer."""
    headings = [Heading(_("Asks for")), Heading(_("State"), "badge"), Heading(_("Received on"), "day")]
    empty = _("This person asked nothing.")
    return TableView(_("Requests"), headings, [request_row(member, row, on)[1] for row in rows], empty=empty)


def request_row(member: Member, row: PersonRequest, on: date) -> tuple[Row, Row]:
    """A request in the register, and on the page of its person."""
    late = row.answer_by < on
    if row.answered_on:
        tone = "quiet" if row.outcome == PersonRequest.Outcome.REFUSED else "ok"
        state, note = marks.badge(row.get_outcome_display(), tone), day(row.answered_on)
    else:
        state = marks.badge(_("late") if late else _("to answer"), "danger" if late else "attention")
        note = _("by %(day)s") % {"day": day(row.answer_by)}
    cells = [
        Cell(row.get_kind_display()),
        Cell(state, "badge", note=note),
        Cell(marks.day_mark(row.received_on), "day"),
    ]
    url = here(member, "privacy_request", asked=row.uid)
    return Row(str(row.pk), url, [Cell(row.debtor.name), *cells]), Row(str(row.pk), url, cells)


# How debtors pay -----------------------------------------------------------------------------------------------------


@staff("claims.work")
def payers(request: HttpRequest, member: Member) -> HttpResponse:
    """Debtors by the way in which they pay, the latest said first."""
    wish = PAYERS.read(request.GET)
    page = PAYERS.fetch(profiled(), wish)
    empty = _("No debtor matches.") if wish.chosen else _("Nobody said yet how a debtor pays.")
    table = PAYERS.view(_("Payers"), page, wish, lambda row: _payer(member, row), empty=empty)
    shown: dict[str, Any] = {
        "title": _("Payers"),
        "tabs": people_tabs(member, "payers"),
        "table": table,
        "name": "payers",
    }
    return show(request, member, "list", "complaints", **shown)


def _payer(member: Member, row: PayerProfile) -> Row:
    cells = [
        Cell(row.debtor.name, note=row.party.name),
        Cell(row.get_kind_display()),
        Cell(str(row.set_by.user) if row.set_by else _("the creditor's file")),
        Cell(marks.day_mark(timezone.localdate(row.set_at)), "day"),
    ]
    return Row(str(row.pk), here(member, "person", person=row.debtor.uid), cells)


def people_tabs(member: Member, current: str) -> list[Option]:
    """The registers about people."""
    pages = {"complaints": _("Complaints"), "privacy": _("Personal data"), "payers": _("Payers")}
    return [Option(words, here(member, page), page == current) for page, words in pages.items()]


@staff("claims.work", "GET", "POST")
def person_profile(request: HttpRequest, member: Member, person: UUID) -> HttpResponse:
    """Say how a debtor pays; what each way changes stands above."""
    found = debtor_for(member, person)
    held = stated(found.pk)
    known = (
        {True: "yes", False: "no"}.get(held.is_known_customer, "")
        if held and held.is_known_customer is not None
        else ""
    )
    form = ProfileForm(request.POST or None, ways=_ways(), initial={"kind": held.kind if held else "", "known": known})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said = {"yes": True, "no": False}.get(given["known"])
        state(debtor_id=found.pk, kind=given["kind"], is_known_customer=said, at=timezone.now())
        toast(request, _("Said. Messages and calls from now on follow it."))
        return to(member, "person", person=found.uid)
    back = (found.name, here(member, "person", person=found.uid))
    title = _("How does this debtor pay?")
    told: dict[str, Any] = {
        "title": title,
        "lead": payer(held),
        "back": back,
        "submit": _("Say it"),
        "consequences": _changes(found),
    }
    return ask(request, member, "complaints", form=form, **told)


def _changes(found: Debtor) -> list[Consequence]:
    """What each way to pay changes: words, the place in the queue, steps that ask for it."""
    why = _("Running cycles keep their steps; a step may ask for a way to pay (settings, cycles).")
    count = owed_by(found).exclude(stage="closed").count()
    files = Consequence(
        count,
        ngettext("open file is worked so from now on", "open files are worked so from now on", count),
        why,
        "attention",
    )
    return [files]


def _ways() -> list[tuple[str, str]]:
    """Each way to pay with what it changes: the words, and the chance that the queue counts with."""
    shown = [("", _("not known: %(words)s") % {"words": TONES[""]})]
    for kind, label in PayerProfile.Kind.choices:
        told = {"label": label, "words": TONES[kind], "chance": CHANCES[kind]}
        shown.append((kind, _("%(label)s: %(words)s; the queue counts %(chance)d %% of the usual chance") % told))
    return shown

"""What creditors write about their files, and the agency's answers."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Member
from claims.access import claim_for
from claims.forms import NoteForm, notes_shown, opening
from claims.models import Claim, ClaimNote
from claims.queries.notes import conversation, notes_of_creditors
from claims.services.notes import mark_read, settle_notes
from office.views.page import ask, here, show, staff, to
from web import marks
from web.formatting import wait
from web.parts import Action, Cell, Heading, Option, Row, TableView
from web.tables import Column, Listing
from web.toasts import toast

SIDE = ClaimNote.Side.AGENCY
TABS = (  # every page about messages
    ("notes", gettext_lazy("To answer")),
    ("notes_all", gettext_lazy("From creditors")),
    ("inbox", gettext_lazy("Received")),
    ("outbox", gettext_lazy("Sent")),
)
ALL = Listing(
    name="office_notes",
    columns=[
        Column("claim", gettext_lazy("File"), "key"),
        Column("creditor", gettext_lazy("Creditor")),
        Column("text", gettext_lazy("Message")),
        Column("state", gettext_lazy("State"), "badge"),
        Column("at", gettext_lazy("Written"), "day", sort="id", descending=True),
    ],
    default="at",
    search=gettext_lazy("Start of a number or of a debtor's name"),
)
LONGEST_FIRST = [replace(column, descending=False) for column in ALL.columns]
WAITING = replace(ALL, name="office_notes_waiting", columns=LONGEST_FIRST)  # who waits longest comes first
NO_ANSWER_DAYS = 1  # from here on a wait asks for attention


def message_tabs(member: Member, current: str) -> list[Option]:
    """The pages about messages, side by side."""
    return [Option(str(words), here(member, page), page == current) for page, words in TABS]


@staff("claims.work")
def notes(request: HttpRequest, member: Member) -> HttpResponse:
    """What creditors wrote and nobody has answered, the longest wait first."""
    empty = _("No creditor waits for an answer.")
    return _list(request, member, WAITING, "notes", empty)


@staff("claims.work")
def notes_all(request: HttpRequest, member: Member) -> HttpResponse:
    """All that creditors wrote, the latest first."""
    return _list(request, member, ALL, "notes_all", _("No creditor has written yet."))


def _list(request: HttpRequest, member: Member, listing: Listing, page: str, empty: str) -> HttpResponse:
    wish = listing.read(request.GET)
    found = listing.fetch(notes_of_creditors(wish.text, open_only=page == "notes"), wish)
    nothing = _("No message matches.") if wish.text else empty
    table = listing.view(_("Messages of creditors"), found, wish, lambda row: _row(member, row), empty=nothing)
    tabs = message_tabs(member, page)
    return show(request, member, "list", "outbox", title=_("Messages"), table=table, tabs=tabs, name=page)


def _row(member: Member, row: ClaimNote) -> Row:
    claim = row.claim
    cells = [
        Cell(str(claim.number), "key", note=claim.debtor.name),
        Cell(claim.creditor.name),
        Cell(opening(row.text)),
        Cell(_state(row), "badge"),
        _written(row),
    ]
    return Row(str(row.pk), f"{here(member, 'claim', number=claim.number)}#notes", cells)


def _state(row: ClaimNote) -> str:
    if row.settled_at:
        return marks.badge(_("answered"), "ok")
    late = (timezone.now() - row.at).days >= NO_ANSWER_DAYS
    return marks.badge(_("waits"), "danger" if late else "attention", "clock")


def _written(row: ClaimNote) -> Cell:
    at = timezone.localtime(row.at)
    ago = wait(at.date(), timezone.localdate())
    return Cell(marks.day_mark(at.date()), "day", note=f"{ago}, {at:%H:%M}")


def waiting_table(member: Member, rows: list[ClaimNote]) -> TableView:
    """The messages of creditors on today's page."""
    headings = [
        Heading(_("File"), "key"),
        Heading(_("Creditor")),
        Heading(_("Message")),
        Heading(_("State"), "badge"),
        Heading(_("Written"), "day"),
    ]
    return TableView(_("Messages of creditors to answer"), headings, [_row(member, row) for row in rows])


@staff("claims.work", "GET", "POST")
def note(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Answer the creditor, or write first."""
    claim = claim_for(member, number, to="work")
    form = NoteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and form.write(claim_id=claim.pk, side=SIDE, at=timezone.now()):
        toast(request, _("Your message is sent to the creditor."))
        return redirect(f"{here(member, 'claim', number=number)}#notes")
    back = (_("File %(number)s") % {"number": number}, here(member, "claim", number=number))
    title, lead = _("Write to the creditor"), f"{claim.debtor.name} · {claim.creditor.name}"
    return ask(request, member, "claims", title=title, lead=lead, back=back, submit=_("Send the message"), form=form)


@staff("claims.work", "POST")
def notes_settle(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """What the creditor wrote needs no answer in writing."""
    claim = claim_for(member, number, to="work")
    if settle_notes(claim_id=claim.pk, at=timezone.now()):
        toast(request, _("Nothing waits for an answer on file %(number)s.") % {"number": number})
    return to(member, "claim", number=number)


def talk(member: Member, claim: Claim) -> dict[str, Any]:
    """The conversation on the page of a claim; the form for whoever works on it, who thereby reads it."""
    said = conversation(claim.pk, reader=SIDE, agency=member.agency.name)
    shown: dict[str, Any] = {"notes": notes_shown(said, SIDE, lambda uid: here(member, "file", file_uid=uid))}
    if not member.may("claims.work"):
        return shown
    if any(one.new for one in said):
        mark_read(claim_id=claim.pk, side=SIDE, at=timezone.now())
    settle = Action(_("No answer needed"), here(member, "notes_settle", number=claim.number), "post", "check")
    waits = any(one.waits for one in said)
    url = here(member, "note", number=claim.number)
    return shown | {"note_form": NoteForm(), "note_url": url, "note_settle": settle if waits else None}

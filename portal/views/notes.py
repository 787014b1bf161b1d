"""What the creditor and the agency write to each other about a file."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Member
from claims.access import claim_for
from claims.forms import NoteForm, notes_shown, opening
from claims.models import Claim, ClaimNote
from claims.queries.notes import conversation
from claims.services.notes import mark_read
from portal.views.page import creditors, here, show
from web import marks
from web.parts import Cell, Heading, Row, TableView
from web.toasts import toast

SIDE = ClaimNote.Side.CREDITOR


@creditors("claims.decide", "GET", "POST")
def note(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Write to the agency about a file."""
    claim = claim_for(member, number, to="decide")
    form = NoteForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and form.write(claim_id=claim.pk, side=SIDE, at=timezone.now()):
        toast(request, _("Your message is sent to the agency."))
        return redirect(f"{here(member, 'claim', number=number)}#notes")
    context = {"claim": claim, "form": form, "title": _("Write to the agency"), "act": _("Send the message")}
    lead = _("The agency answers on the page of the file; an e-mail tells you when.")
    back = here(member, "claim", number=number)
    status = 422 if request.method == "POST" else 200
    return show(request, member, "claims", "act", status=status, lead=lead, back=back, **context)


def talk(member: Member, claim: Claim) -> dict[str, Any]:
    """The conversation on the page of a file, with its form; what the agency wrote is read by that."""
    said = conversation(claim.pk, reader=SIDE, agency=member.agency.name)
    if any(one.new for one in said):
        mark_read(claim_id=claim.pk, side=SIDE, at=timezone.now())
    return {
        "notes": notes_shown(said, SIDE, lambda uid: here(member, "file", file=uid)),
        "note_form": NoteForm(),
        "note_url": here(member, "note", number=claim.number),
    }


def unread_table(member: Member, rows: Sequence[ClaimNote], count: int) -> TableView:
    """What the agency wrote and nobody here has read."""
    said = ngettext("%(n)d new message from the agency", "%(n)d new messages from the agency", count) % {"n": count}
    headings = [Heading(_("File"), "key"), Heading(_("Debtor")), Heading(_("Written on"), "day")]
    return TableView(said, headings, [_unread(member, row) for row in rows])


def _unread(member: Member, row: ClaimNote) -> Row:
    claim = row.claim
    cells = [
        Cell(str(claim.number), "key"),
        Cell(claim.debtor.name, note=opening(row.text)),
        Cell(marks.day_mark(timezone.localdate(row.at)), "day"),
    ]
    return Row(str(row.pk), f"{here(member, 'claim', number=claim.number)}#notes", cells)

"""The creditor's files: the list, and the page of one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from agencies.models import Member
from agencies.options import option
from agencies.saved import Shelf, first_view, keep, tabs
from amicable.queries.sheet import arranged_of
from amicable.showing import instalments_table
from claims import wording
from claims.access import claim_for, listed_claims, visible_imports
from claims.models import Claim, ClaimItem, ClaimMessage, Document, Hold
from claims.queries.export import Selection
from claims.queries.lists import for_list, starting_with
from claims.queries.notes import with_unread
from claims.queries.sheet import Sheet, sheet_of
from claims.queries.statement import statement_of
from claims.queries.timeline import actors
from claims.rules import ClosedAs
from funds.queries.receipts import parts_of
from funds.showing import payments_table
from paynow.models import Notice
from paynow.queries import notices_of
from portal.views.answering import questions
from portal.views.exports import ask, exports
from portal.views.notes import talk
from portal.views.page import creditors, here, show
from web import marks
from web.formatting import day, long_day, registered
from web.parts import Action, Cell, Heading, Row, TableView
from web.tables import Column, Filter, Listing

CLAIMS = Listing(
    name="portal-claims",
    columns=[
        Column("number", gettext_lazy("File"), "key", sort="number", descending=True),
        Column("debtor", gettext_lazy("Debtor")),
        Column("stage", gettext_lazy("Stage"), "badge"),
        Column("due", gettext_lazy("Due since"), "day", sort="oldest_due_on"),
        Column("amount", gettext_lazy("Principal"), "amount", sort="principal_cents", descending=True),
    ],
    default="number",
    filters=[
        Filter(
            "stage",
            gettext_lazy("Stage"),
            "stage",
            [(key, name) for key, name in wording.STAGES.items() if key != "hold"],
        )
    ],
    search=gettext_lazy("Number, invoice or debtor"),
)
LISTS_TO_CHOOSE = 20
MESSAGE_STATES: Mapping[str, tuple[str, Any]] = {
    "queued": ("quiet", gettext_lazy("to be sent")),
    "sending": ("quiet", gettext_lazy("to be sent")),
    "printed": ("quiet", gettext_lazy("printed")),
    "sent": ("ok", gettext_lazy("sent")),
    "failed": ("danger", gettext_lazy("not sent")),
    "parked": ("attention", gettext_lazy("being checked")),
    "cancelled": ("quiet", gettext_lazy("withdrawn")),
}
CHANNELS: Mapping[str, Any] = {
    "letter": gettext_lazy("by post"),
    "registered": gettext_lazy("by registered post"),
    "email": gettext_lazy("by e-mail"),
    "sms": gettext_lazy("by SMS"),
}


@creditors("claims.see")
def claims(request: HttpRequest, member: Member) -> HttpResponse:
    """Every file of the creditor: searched, filtered, sorted."""
    kept = shelf(member)
    views, listing = kept.views(), kept.listing
    if first := first_view(request, kept, views):
        return first
    wish = listing.read(request.GET)
    page = listing.fetch(with_unread(_wanted(wish.text)), wish)
    empty = _("No file matches.") if wish.text or wish.chosen else _("You have no file yet.")
    new = Action(_("Hand over invoices"), here(member, "upload"), icon="upload")
    table = listing.view(
        _("My files"),
        page,
        wish,
        lambda one: _row(member, one),
        empty=empty,
        views=tabs(kept, views, wish),
        keep=keep(kept, views, wish),
    )
    return show(request, member, "claims", "claims", table=table, new=new, others=exports(member, listing.url(wish)))


def shelf(member: Member) -> Shelf:
    """Where the member keeps views of the list of files."""
    return Shelf(member, "claims", all_claims(), here(member, "claims"), partial(here, member))


def all_claims() -> Listing:
    """The list of files, with the latest lists as a filter."""
    return replace(CLAIMS, filters=[*CLAIMS.filters, _of_list()])


def _wanted(text: str) -> QuerySet[Claim]:
    return for_list(starting_with(listed_claims(), text))


def _of_list() -> Filter:
    """The latest lists as choices of a filter."""
    made = visible_imports().filter(claims__gt=0).order_by("-pk")[:LISTS_TO_CHOOSE]
    return Filter("list", _("List"), "source__uid", [(str(one.uid), f"{one.name}, {day(one.on)}") for one in made])


def _row(member: Member, claim: Any) -> Row:
    stage = marks.stage_badge("hold") if claim.held and not claim.closed_on else marks.stage_badge(claim.stage)
    note = wording.ENDS.get(claim.closed_as, "") if claim.closed_on else wording.next_act(claim)
    if claim.asked:
        note = _("waits for your decision")
    elif claim.unread:
        note = _("new message from the agency")
    cells = [
        Cell(str(claim.number), "key"),
        Cell(claim.debtor.name, note=str(note)),
        Cell(stage, "badge"),
        Cell(marks.day_mark(claim.oldest_due_on), "day"),
        Cell(marks.amount(claim.principal), "amount"),
    ]
    return Row(str(claim.number), here(member, "claim", number=claim.number), cells)


@creditors("claims.see", "POST")
def export(request: HttpRequest, member: Member, extension: str) -> HttpResponse:
    """The list as it is narrowed now, written to a file by a job."""
    wish = all_claims().read(request.GET)
    chosen = wish.chosen
    wanted = Selection(text=wish.text, stage=chosen.get("stage", ""), source=chosen.get("list", ""))
    return ask(member, wanted, extension)


@creditors("claims.see")
def claim(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """One file: where it is, what is owed and why, what was sent, what can be done."""
    on = timezone.localdate()
    sheet = sheet_of(claim_for(member, number))
    found, notices = sheet.claim, notices_of(sheet.claim.pk)
    owed = statement_of(found, on)
    agreed = arranged_of(found.pk, owed.total)
    names = actors(sheet.told, member.agency.name)
    proofs = {(one.kind, one.deadline_on.isoformat()): _file(member, one.file.uid) for one in notices}
    stages = option("stages", on)
    return show(
        request,
        member,
        "claims",
        "claim",
        claim=found,
        on=on,
        badge=marks.stage_badge("hold") if sheet.holds and not found.closed_on else marks.stage_badge(found.stage),
        lead=_lead(sheet),
        steps=wording.track(found, stages, _note(found, notices, on)),
        lines=wording.statement_lines(owed, found),
        total=owed.total,
        missing=owed.missing,
        holds=[(_hold_title(hold), hold.reason) for hold in sheet.holds],
        refusals=[wording.refusal(row) for row in sheet.refusals],
        asked=_asked(member, sheet, on),
        questions=questions(member, found, agreed),
        instalments=instalments_table(agreed.standings),
        received=payments_table(parts_of(found.pk)),
        unsaid=_unsaid(member, found),
        facts=_facts(found),
        invoices=_invoices(sheet.items),
        letters=_letters(member, notices),
        sent=_messages(sheet.messages),
        documents=_documents(member, sheet.documents, notices),
        entries=wording.entries(sheet.told, names, proofs),
        back=here(member, "claims"),
        **talk(member, found),
        **_acts(member, found),
    )


def _file(member: Member, uid: UUID) -> str:
    return here(member, "file", file=uid)


def _lead(sheet: Sheet) -> str:
    count = ngettext("%(n)d invoice", "%(n)d invoices", len(sheet.items)) % {"n": len(sheet.items)}
    return _("File %(number)s · %(count)s · handed over on %(day)s") % {
        "number": sheet.claim.number,
        "count": count,
        "day": long_day(sheet.claim.opened_on),
    }


def _note(claim: Claim, notices: list[Notice], on: date) -> str:
    """What comes next and when; the deadline while one runs."""
    sent = next(
        (one for one in notices if one.sent_on and not one.withdrawn_on and one.kind == Notice.Kind.PAYNOW), None
    )
    if sent and sent.deadline_on >= on and not claim.closed_on:
        return _("to be paid by %(day)s") % {"day": day(sent.deadline_on)}
    return wording.next_act(claim)


def _hold_title(hold: Hold) -> str:
    why = wording.HOLDS.get(hold.kind, hold.kind)
    return _("On hold since %(day)s: %(why)s") % {"day": long_day(hold.since), "why": why}


def _asked(member: Member, sheet: Sheet, on: date) -> Action | None:
    if sheet.decision is None:
        return None
    return Action(_("Decide"), here(member, "decide", number=sheet.claim.number))


def _unsaid(member: Member, claim: Claim) -> Action | None:
    if claim.debtor_kind != "unknown" or claim.closed_on:
        return None
    return Action(_("Say it"), here(member, "kind", number=claim.number))


def _acts(member: Member, claim: Claim) -> dict[str, Any]:
    """The buttons of the page; of a closed file, what can be taken home."""
    paper = Action(_("Add a document"), here(member, "paper", number=claim.number), icon="file")
    whole = Action(
        _("Complete file (PDF)"), here(member, "complete_file", number=claim.number), "post", icon="download"
    )
    if claim.closed_on:
        proof = Action(_("Certificate of non-recovery"), here(member, "certificate", number=claim.number), icon="file")
        unpaid = claim.closed_as in (ClosedAs.KEPT, ClosedAs.ABANDONED)
        return {"action": None, "others": [paper, whole, *([proof] if unpaid else [])]}
    paid = Action(_("Declare a payment"), here(member, "payment", number=claim.number), icon="euro")
    back = Action(_("Withdraw"), here(member, "withdraw", number=claim.number), icon="undo")
    insured = Action(_("Credit insurance"), here(member, "claim_insurance", number=claim.number), icon="shield")
    return {"action": paid, "others": [paper, whole, back, *([insured] if claim.debtor_kind == "business" else [])]}


def _facts(claim: Claim) -> list[tuple[str, list[str]]]:
    debtor = claim.debtor
    town = f"{debtor.postcode} {debtor.city}".strip()
    country = debtor.country if debtor.country != claim.entity.country else ""
    found = [
        (_("Address"), [line for line in (debtor.street, town, country) if line]),
        (_("Owes as"), [str(wording.KINDS.get(claim.debtor_kind, _("not known yet")))]),
        (_("Customer number"), [debtor.customer_number]),
        (_("Enterprise number"), [registered(debtor.enterprise_number)]),
        (_("E-mail"), [debtor.email]),
        (_("Telephone"), [debtor.phone]),
        (_("In charge"), [claim.entity.name]),
    ]
    return [(name, lines) for name, lines in found if any(lines)]


def _invoices(items: list[ClaimItem]) -> TableView:
    headings = [
        Heading(_("Invoice"), "key"),
        Heading(_("Dated"), "day"),
        Heading(_("Due on"), "day"),
        Heading(_("Total"), "amount"),
        Heading(_("Unpaid"), "amount"),
    ]
    rows = [
        Row(
            item.number,
            "",
            [
                Cell(item.number, "key", item.description),
                Cell(marks.day_mark(item.issued_on), "day"),
                Cell(marks.day_mark(item.due_on), "day"),
                Cell(marks.amount(item.total), "amount"),
                Cell(marks.amount(item.balance), "amount"),
            ],
        )
        for item in items
    ]
    return TableView(_("Invoices"), headings, rows)


def _letters(member: Member, notices: list[Notice]) -> TableView:
    headings = [
        Heading(_("Letter")),
        Heading(_("Posted on"), "day"),
        Heading(_("To pay by"), "day"),
        Heading(_("Amount"), "amount"),
    ]
    return TableView(_("Letters"), headings, [_letter(member, one) for one in notices])


def _letter(member: Member, notice: Notice) -> Row:
    note = (
        _("withdrawn before posting") if notice.withdrawn_on else "" if notice.sent_on else _("planned, not posted yet")
    )
    cells = [
        Cell(_("%(letter)s (PDF)") % {"letter": wording.LETTERS[notice.kind]}, note=note),
        Cell(marks.day_mark(notice.sent_on or notice.posting_on), "day"),
        Cell(marks.day_mark(notice.deadline_on), "day"),
        Cell(marks.amount(notice.amount), "amount"),
    ]
    return Row(str(notice.pk), _file(member, notice.file.uid), cells)


def _messages(links: list[ClaimMessage]) -> TableView:
    headings = [Heading(_("Message")), Heading(_("To")), Heading(_("Date"), "day"), Heading(_("State"), "badge")]
    rows = []
    for link in links:
        message = link.message
        tone, words = MESSAGE_STATES[message.state]
        sent = message.sent_on or timezone.localdate(message.queued_at)
        kind, how = wording.LETTERS.get(message.kind, message.kind), CHANNELS.get(message.channel, message.channel)
        cells = [
            Cell(f"{kind}, {how}"),
            Cell(", ".join(message.address.splitlines())),
            Cell(marks.day_mark(sent), "day"),
            Cell(marks.badge(str(words), tone), "badge"),
        ]
        rows.append(Row(str(message.pk), "", cells))
    return TableView(_("Messages"), headings, rows, empty=_("Nothing was sent yet."))


def _documents(member: Member, documents: list[Document], notices: list[Notice]) -> TableView:
    """The papers of the file; our letters stand in their own table."""
    letters = {one.file_id for one in notices}
    kinds = dict(Document.Kind.choices)
    rows = [
        Row(
            str(paper.pk),
            _file(member, paper.file.uid),
            [
                Cell(paper.file.name),
                Cell(str(kinds.get(paper.kind, paper.kind))),
                Cell(marks.day_mark(timezone.localdate(paper.added_at)), "day"),
            ],
        )
        for paper in documents
        if paper.file_id not in letters
    ]
    headings = [Heading(_("Document")), Heading(_("What it is")), Heading(_("Added on"), "day")]
    return TableView(
        _("Documents"), headings, rows, empty=_("No document yet: the invoice as PDF helps the debtor pay.")
    )

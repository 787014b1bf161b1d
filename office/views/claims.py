"""The claims: found in a list, and each on one screen."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Member
from agencies.options import option
from agencies.saved import Shelf, first_view, keep, tabs
from claims.access import claim_for, listed_claims
from claims.models import Claim, ClaimMessage, Document, Hold
from claims.queries.checks import has_register
from claims.queries.desk import refusals_by_rule
from claims.queries.export import Selection
from claims.queries.lists import for_list, starting_with
from claims.queries.looks import LOOKS, looked_at
from claims.queries.sheet import Sheet, liable_of, sheet_of
from claims.queries.statement import statement_of
from claims.rules import Stage
from claims.statement import Statement
from claims.wording import (
    ACTS,
    HOLDS,
    LETTERS,
    STAGES,
    next_act,
    refusal,
    statement_lines,
    track,
    translated,
)
from clients.models import DebtorKind
from clients.queries import creditor_choices
from office.views.arranged import arranged
from office.views.beside import call_wished, other_files
from office.views.bulk import bulk_acts
from office.views.calls import call_desk
from office.views.contacts import contacts
from office.views.ending import taken_home
from office.views.escalating import errands
from office.views.exports import ask_for, exports
from office.views.money import received
from office.views.notes import talk
from office.views.outbox import CHANNELS, STATES
from office.views.page import KEYS, action, here, show, staff
from office.views.queue import next_action, place
from office.views.story import stories, story
from office.views.writing import writing_acts
from paynow.models import Notice
from paynow.queries import notices_of
from web import marks
from web.formatting import day, money
from web.parts import Action, Cell, Figure, Heading, Row, TableView
from web.tables import Column, Filter, Listing, Wish

CLAIMS = Listing(
    name="office_claims",
    columns=[
        Column("number", gettext_lazy("File"), "key", sort="number", descending=True),
        Column("debtor", gettext_lazy("Debtor")),
        Column("creditor", gettext_lazy("Creditor")),
        Column("stage", gettext_lazy("Stage"), "badge"),
        Column("next", gettext_lazy("Next act")),
        Column("due", gettext_lazy("Due since"), "day", sort="oldest_due_on"),
        Column("amount", gettext_lazy("Principal"), "amount", sort="principal_cents", descending=True),
    ],
    default="number",
    search=gettext_lazy("Start of a number, an invoice or a debtor's name"),
)


@staff("claims.see")
def claims(request: HttpRequest, member: Member) -> HttpResponse:
    """Every claim of the agency, by number, due day or principal; searched by the start of a number or name."""
    kept = shelf(member)
    views, listing = kept.views(), kept.listing
    if first := first_view(request, kept, views):
        return first
    wish = listing.read(request.GET)
    on, rows = timezone.localdate(), _rows(wish)
    page = listing.fetch(for_list(rows).select_related("creditor"), _direct(wish))
    table = listing.view(
        _("Files"),
        page,
        wish,
        lambda claim: _row(member, claim, on),
        empty=_("No file matches. Try fewer filters, or the first letters of the debtor's name."),
        views=tabs(kept, views, wish),
        keep=keep(kept, views, wish),
        bulk=bulk_acts(member),
    )
    others = exports(member, listing.url(wish))
    if member.may("claims.work"):
        others.append(action(member, _("Addresses looked for"), "tracings", "search"))
        others.append(action(member, _("List of insolvencies"), "halt_list", "upload"))
    return show(request, member, "list", "claims", title=_("Files"), table=table, name="claims", others=others)


@staff("claims.see", "POST")
def export(request: HttpRequest, member: Member, extension: str) -> HttpResponse:
    """The list as it is narrowed now, written to a file by a job."""
    wish = _listing().read(request.GET)
    return ask_for(member, Selection(text=wish.text, **wish.chosen), extension)


def shelf(member: Member) -> Shelf:
    """Where the member keeps views of the list of files."""
    return Shelf(member, "claims", _listing(), here(member, "claims"), partial(here, member))


def _listing() -> Listing:
    rules = [(rule.rule, translated(rule.reason)) for rule in refusals_by_rule()]
    stages = [(stage.value, STAGES[stage.value]) for stage in Stage]
    filters = [
        Filter("stage", _("Stage"), "stage", stages),
        Filter("creditor", _("Creditor"), "creditor__number", creditor_choices()),
        Filter("look", _("Attention"), "", list(LOOKS.items())),
        Filter("rule", _("Refused because"), "", rules),
    ]
    return replace(CLAIMS, filters=[one for one in filters if one.choices])


def _rows(wish: Wish) -> Any:
    found = starting_with(listed_claims(), wish.text)
    return looked_at(found, wish.chosen.get("look", ""), wish.chosen.get("rule", ""))


def _direct(wish: Wish) -> Wish:
    """Without the filters that are no column."""
    return replace(wish, chosen={key: value for key, value in wish.chosen.items() if key in ("stage", "creditor")})


def _row(member: Member, claim: Claim, on: date) -> Row:
    held = marks.stage_badge("hold") if claim.held else ""  # type: ignore[attr-defined]
    act = str(ACTS.get(claim.next_act, "")) if not claim.closed_on else ""
    cells = [
        Cell(str(claim.number), "key"),
        Cell(claim.debtor.name, note=claim.debtor.city),
        Cell(claim.creditor.name),
        Cell(held or marks.stage_badge(claim.stage), "badge"),
        Cell(marks.deadline(claim.next_on, on) if claim.next_on else "–", note=act),
        Cell(marks.day_mark(claim.oldest_due_on), "day"),
        Cell(marks.amount(claim.principal), "amount"),
    ]
    tick = _("Tick file %(number)s") % {"number": claim.number}
    return Row(str(claim.number), here(member, "claim", number=claim.number), cells, tick)


@staff("claims.see")
def claim(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """One claim on one screen: who, how much, why, what comes next, what stops it, what was done."""
    found = claim_for(member, number)
    on, sheet = timezone.localdate(), sheet_of(found)
    owed, notices = statement_of(found, on), notices_of(found.pk)
    kept, agreed = request.GET.get("story", ""), arranged(member, found, owed.total)
    reached = contacts(member, found, liable_of(found))
    context: dict[str, Any] = {
        "claim": found,
        "title": _("File %(number)s") % {"number": found.number},
        "lead": f"{found.debtor.name} · {found.creditor.name}",
        "badge": marks.stage_badge("hold" if sheet.holds else found.stage),
        "back_url": here(member, "claims"),
        "steps": track(found, option("stages", on), next_act(found)),
        "figures": _figures(owed),
        "lines": statement_lines(owed, found),
        "owed": owed,
        "payments_url": here(member, "claim_payments", number=number) if sheet.credits else "",
        "reference": _reference(found.reference),
        "creditor_url": here(member, "creditor", creditor=found.creditor.number),
        "kind": dict(DebtorKind.choices)[found.debtor_kind],
        "refusals": [(refusal(row), cure(member, found, row.rule)) for row in sheet.refusals],
        "arranged": agreed,
        "holds": [_hold(member, found, row, agreed.holds) for row in sheet.holds],
        "items": _items(sheet),
        "notices": _notices(member, notices),
        "received": received(member, found),
        "messages_table": _messages(member, sheet),
        "papers": _papers(member, sheet),
        "others_table": other_files(member, found),
        "call_wished": "" if found.closed_on else call_wished(sheet.told),
        "entries": story(member, sheet.told, notices, kept),
        "stories": stories(kept),
        **reached,
        **talk(member, found),
        **_acts(member, found),
        **_work(member, found, reached["ways"]),
    }
    return show(request, member, "claim", "claims", **context)


CURES = {  # rule → what cures it, the page, the permission, whether the page is the creditor's
    "choice-of-law-missing": (gettext_lazy("Record the choice of law"), "claim_law", "law.override", False),
    "debtor-kind-unknown": (gettext_lazy("Say consumer or business"), "claim_kind", "claims.work", False),
    "address-missing": (gettext_lazy("Complete the address"), "claim_address", "claims.work", False),
    "payee-iban-missing": (gettext_lazy("Record the account"), "creditor_account", "creditors.edit", True),
    "stock-empty": (gettext_lazy("Grant PAYNOW"), "creditor_grant", "creditors.edit", True),
}


def cure(member: Member, found: Claim, rule: str) -> Action | None:
    """The page where a refusal is cured, for whoever may."""
    words, page, permission, of_creditor = CURES.get(rule, ("", "", "", False))
    if not page or found.closed_on or not member.may(permission):
        return None
    part: dict[str, Any] = {"creditor": found.creditor.number} if of_creditor else {"number": found.number}
    return action(member, str(words), page, **part)


def _reference(digits: str) -> str:
    """A structured reference as Belgian letters print it."""
    return format_html("+++{}/<wbr>{}/<wbr>{}+++", digits[:3], digits[3:7], digits[7:])


def _figures(owed: Statement) -> list[Figure]:
    paid = -owed.of("credit")
    return [
        Figure(_("Owed today"), money(owed.total), tone="attention" if owed.total > 0 else "ok"),
        Figure(_("Principal"), money(owed.of("principal"))),
        Figure(_("Interest"), money(owed.of("interest"))),
        Figure(_("Charges"), money(owed.of("penalty") + owed.of("costs"))),
        Figure(_("Paid or credited"), money(paid), tone="ok" if paid else "quiet"),
    ]


def _acts(member: Member, found: Claim) -> dict[str, Any]:
    """What the reader may do with the claim; nothing for a role that only reads."""
    if not member.may("claims.work"):
        return {"main": None, "others": [], "home": []}
    part: dict[str, Any] = {"number": found.number}
    document = action(member, _("Add a paper"), "claim_paper", "plus", **part)
    payment = action(member, _("Record a payment"), "claim_payment", "euro", **part)
    home = taken_home(member, found)
    if found.closed_on:
        return {"main": None, "others": [document], "home": home}
    by_hand = action(member, _("Cash or cheque received"), "claim_received", "euro", **part)
    others = [document, action(member, _("Put on hold"), "claim_hold", "stage-hold", **part), by_hand]
    others.append(action(member, _("The address is no good"), "claim_trace", "search", **part))
    others.append(action(member, _("Insolvency, death, strike-off"), "claim_halt", "stop", **part))
    kind = action(member, _("Say consumer or business"), "claim_kind", "person", **part)
    unsaid = found.debtor_kind == DebtorKind.UNKNOWN
    others += [payment] if unsaid else []
    if has_register(found):
        others.append(action(member, _("Looked up in a register"), "claim_checked", "search", **part))
    if found.debtor_kind == DebtorKind.BUSINESS:
        others.append(action(member, _("Credit insurance"), "claim_insurance", "shield", **part))
    return {"main": kind if unsaid else payment, "others": others, "home": home}


def _work(member: Member, found: Claim, ways: Collection[str]) -> dict[str, Any]:
    """What an agent works with: the place in the queue and the keys of the page."""
    if not member.may("claims.work"):
        return {"place": None}
    keys = [
        ("n", _("Next file")),
        ("1–8", _("What came of a call; Enter records it")),
        ("c", _("Call")),
        ("s", _("Write an SMS")),
        ("m", _("Write an e-mail")),
        ("t", _("Hand over")),
        (KEYS["claim_promise"], _("Promise to pay")),
        (KEYS["claim_plan"], _("Payment plan")),
        (KEYS["claim_dispute"], _("Record a dispute")),
        (KEYS["claim_hold"], _("Put on hold")),
        (KEYS["claim_papers_ask"], _("Ask for papers")),
        (KEYS["claim_payment"], _("Record a payment")),
        (KEYS["claim_visit_plan"], _("Plan a visit")),
        (KEYS["claim_escalate"], _("Put before a manager")),
    ]
    shown = {"next": next_action(member, _("Next file")), "keys": keys}
    shown["errands"] = errands(member, found)
    shown["writes"] = writing_acts(member, found, ways)
    return {**shown, **place(member, found), **call_desk(member, found)}


def _hold(member: Member, found: Claim, row: Hold, agreed: Mapping[int, str]) -> dict[str, Any]:
    since = _("Since %(day)s") % {"day": day(row.since)}
    until = _("until %(day)s") % {"day": day(row.until)} if row.until else _("until it is ended")
    page = "claim_halt_lift" if row.halt_id else "claim_release"
    end = action(member, _("End the hold"), page, "undo", number=found.number, hold=row.pk)
    return {
        "title": _("On hold: %(why)s") % {"why": HOLDS[row.kind]},
        "text": f"{_sentence(row.reason)} {since}, {until}.".strip(),
        "action": end if member.may("claims.work") and row.pk not in agreed else None,
    }


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."


def _items(sheet: Sheet) -> TableView:
    headings = [
        Heading(_("Invoice"), "key"),
        Heading(_("Dated"), "day"),
        Heading(_("Due"), "day"),
        Heading(_("Total"), "amount"),
        Heading(_("Left to pay at hand-over"), "amount"),
    ]
    rows = [
        Row(
            str(item.pk),
            "",
            [
                Cell(item.number, "key", note=item.description),
                Cell(marks.day_mark(item.issued_on), "day"),
                Cell(marks.day_mark(item.due_on), "day"),
                Cell(marks.amount(item.total), "amount"),
                Cell(marks.amount(item.balance), "amount"),
            ],
        )
        for item in sheet.items
    ]
    return TableView(_("Invoices"), headings, rows)


def _notices(member: Member, notices: list[Notice]) -> TableView:
    headings = [
        Heading(_("Letter")),
        Heading(_("State"), "badge"),
        Heading(_("To be paid by"), "day"),
        Heading(_("Amount asked"), "amount"),
    ]
    return TableView(_("Letters"), headings, [_notice(member, notice) for notice in notices])


def _notice(member: Member, notice: Notice) -> Row:
    if notice.withdrawn_on:
        state = marks.badge(_("withdrawn"), "quiet")
    elif notice.sent_on:
        state = marks.badge(_("posted on %(day)s") % {"day": day(notice.sent_on)}, "ok")
    else:
        state = marks.badge(_("to be posted"), "attention", "letter")
    cells = [
        Cell(str(LETTERS.get(notice.kind, notice.kind)), note=_("The letter (PDF)")),
        Cell(state, "badge"),
        Cell(marks.day_mark(notice.deadline_on), "day"),
        Cell(marks.amount(notice.amount), "amount"),
    ]
    return Row(str(notice.pk), here(member, "file", file_uid=notice.file.uid), cells)


def _messages(member: Member, sheet: Sheet) -> TableView:
    headings = [Heading(_("Message")), Heading(_("To")), Heading(_("State"), "badge"), Heading(_("Queued"), "day")]
    return TableView(_("Messages"), headings, [_message(member, link) for link in sheet.messages])


def _message(member: Member, link: ClaimMessage) -> Row:
    message = link.message
    label, tone = STATES[message.state]
    queued = timezone.localtime(message.queued_at)
    cells = [
        Cell(str(LETTERS.get(message.kind, message.subject)), note=str(CHANNELS[message.channel])),
        Cell(message.address.partition("\n")[0]),
        Cell(marks.badge(str(label), tone), "badge"),
        Cell(marks.day_mark(queued.date()), "day", note=f"{queued:%H:%M}"),
    ]
    url = here(member, "message", message_uid=message.uid) if member.may("claims.work") else ""
    return Row(str(message.pk), url, cells)


def _papers(member: Member, sheet: Sheet) -> TableView:
    headings = [Heading(_("Paper")), Heading(_("What it is")), Heading(_("Added"), "day")]
    papers = [paper for paper in sheet.documents if paper.kind != Document.Kind.LETTER]
    rows = [
        Row(
            str(paper.pk),
            here(member, "file", file_uid=paper.file.uid),
            [
                Cell(paper.file.name),
                Cell(paper.get_kind_display()),
                Cell(marks.day_mark(timezone.localtime(paper.added_at).date()), "day"),
            ],
        )
        for paper in papers
    ]
    return TableView(_("Papers"), headings, rows)

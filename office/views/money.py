"""Money that came in: found in a list, and each receipt with whose it is, why, and where every cent lies."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access import DoorClosed
from agencies.models import Member
from claims.explaining import in_order
from claims.models import Claim
from core.money import cents
from funds.models import Receipt
from funds.provider import is_configured
from funds.queries.receipts import Proposed, ReceiptPage, Shared, listed, page_of, parts_of, receipt_named
from funds.services.receiving import take
from funds.showing import payments_table
from funds.wording import PLACES, reasons, shared
from office.views.online import told_by_provider
from office.views.page import action, here, show, staff, to
from web import marks
from web.fields import parse_amount
from web.formatting import day, grouped_iban, money
from web.parts import Action, Cell, Figure, Heading, Row, TableView
from web.tables import Column, Filter, Listing
from web.toasts import toast

ONE_SECOND = timedelta(seconds=1)
RECEIPTS = Listing(
    name="office_receipts",
    columns=[
        Column("payer", gettext_lazy("Payer")),
        Column("booked", gettext_lazy("Booked on"), "day", sort="booked_on", descending=True),
        Column("way", gettext_lazy("Means of payment")),
        Column("state", gettext_lazy("State"), "badge"),
        Column("due", gettext_lazy("To remit by"), "day"),
        Column("amount", gettext_lazy("Amount"), "amount", sort="amount_cents", descending=True),
    ],
    default="booked",
    filters=[
        Filter(
            "look",
            gettext_lazy("State"),
            "",
            [
                ("open", gettext_lazy("to attribute")),
                ("in_hand", gettext_lazy("in hand")),
                ("to_return", gettext_lazy("to be sent back")),
                ("returned", gettext_lazy("taken back by the bank")),
            ],
        )
    ],
    search=gettext_lazy("Start of the payer's name, or an amount"),
)


@staff("money.see")
def receipts(request: HttpRequest, member: Member) -> HttpResponse:
    """Every sum received in trust, the latest first; those to attribute by a filter."""
    wish, on = RECEIPTS.read(request.GET), timezone.localdate()
    rows = listed(wish.chosen.get("look", ""), *_sought(wish.text)).select_related("owner__user")
    page = RECEIPTS.fetch(rows, replace(wish, chosen={}))
    none = _("No money matches.") if wish.chosen or wish.text else _("No money came in yet: load a file of the bank.")
    table = RECEIPTS.view(_("Money received"), page, wish, lambda row: _row(member, row, on), empty=none)
    main = action(member, _("Load a bank file"), "bank_new", "upload") if member.may("money.book") else None
    others = [action(member, _("Remittances"), "remittances", "undo"), action(member, _("Bank files"), "bank", "bank")]
    if is_configured():
        others.append(action(member, _("With the provider"), "online", "clock"))
    if member.may("money.book"):
        others.append(action(member, _("The books"), "books", "chart"))
    context: dict[str, Any] = {
        "title": _("Money received"),
        "table": table,
        "name": "receipts",
        "main": main,
        "others": others,
    }
    return show(request, member, "list", "money", **context)


def _sought(text: str) -> tuple[str, int | None]:
    """What was typed: an amount to the cent, or the start of a name."""
    try:
        return "", cents(parse_amount(text))
    except ValueError:
        return text, None


def _row(member: Member, row: Receipt, on: date) -> Row:
    cells = [
        Cell(row.payer or _("unknown"), note=row.text[:80]),
        Cell(marks.day_mark(row.booked_on), "day"),
        Cell(row.get_way_display(), note=row.number),
        Cell(state(row), "badge", note=str(row.owner.user) if row.owner and row.unmatched else ""),
        Cell(_due(row, on), "day"),
        Cell(marks.amount(row.amount), "amount"),
    ]
    return Row(str(row.uid), here(member, "receipt", receipt=row.uid), cells)


def _due(row: Receipt, on: date) -> str:
    if row.due_at is None or row.returned_on:
        return "–"
    due = timezone.localdate(row.due_at - ONE_SECOND)  # midnight ends the day before
    return marks.deadline(due, on) if row.unmatched else marks.day_mark(due)


def state(row: Receipt) -> str:
    """Where a receipt stands, as a badge."""
    if row.returned_on:
        return marks.badge(_("taken back"), "danger")
    if row.unmatched:
        whole = row.unmatched == row.amount
        return marks.badge(_("to attribute") if whole else _("rest to attribute"), "attention")
    return marks.badge(_("to be sent back"), "attention") if row.to_return else marks.badge(_("attributed"), "ok")


def receipt_for(uid: UUID) -> Receipt:
    """The receipt; a page that is not there otherwise."""
    found = receipt_named(uid)
    if found is None:
        raise DoorClosed
    return found


@staff("money.see")
def receipt(request: HttpRequest, member: Member, receipt: UUID) -> HttpResponse:
    """One receipt on one page."""
    found, on = receipt_for(receipt), timezone.localdate()
    page = page_of(found, on)
    acts = _acts(member, found)
    context: dict[str, Any] = {
        "receipt": found,
        "title": money(found.amount),
        "lead": found.payer or _("Payer unknown"),
        "badge": state(found),
        "back_url": here(member, "receipts"),
        "account": grouped_iban(found.payer_iban),
        "due": _due(found, on),
        "provider": told_by_provider(found),
        "owner": str(found.owner.user) if found.owner else "",
        "figures": [Figure(_sentence(str(PLACES[place])), money(amount)) for place, amount in page.places.items()],
        "parts": _parts(member, page),
        "shares": [_explained(member, one) for one in page.parts if one.served],
        "proposed": _proposals(member, page),
        "main": acts[0] if acts else None,
        "others": acts[1:],
        "take": _take(member, found),
    }
    return show(request, member, "receipt", "money", **context)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _acts(member: Member, found: Receipt) -> list[Action]:
    """What may be done; nothing for a role that only reads, or once the bank has taken it back."""
    if not member.may("money.book") or found.returned_on:
        return []
    part = {"receipt": found.uid}
    acts = []
    if found.unmatched:
        acts.append(action(member, _("Attribute"), "receipt_attribute", "check", **part))
        acts.append(action(member, _("Set aside to send back"), "receipt_aside", "undo", **part))
        if found.way == Receipt.Way.BANK and found.unmatched == found.amount:
            acts.append(action(member, _("Deposit of cash or cheques"), "receipt_deposit", "bank", **part))
    if found.way != Receipt.Way.ONLINE:  # the provider says so itself
        acts.append(action(member, _("The bank took it back"), "receipt_returned", "stop", **part))
    return acts


def _take(member: Member, found: Receipt) -> Action | None:
    """Whoever books may take an open receipt, or give back what they took."""
    if not member.may("money.book") or not found.unmatched or found.returned_on:
        return None
    mine = found.owner_id == member.pk
    return Action(
        _("Give it back") if mine else _("I look into it"), here(member, "receipt_take", receipt=found.uid), "post"
    )


@staff("money.book", "POST")
def receipt_take(request: HttpRequest, member: Member, receipt: UUID) -> HttpResponse:
    """Take a receipt, or give it back."""
    found = receipt_for(receipt)
    mine = found.owner_id == member.pk
    take(receipt_id=found.pk, member_id=None if mine else member.pk)
    toast(request, _("Everybody may look into it again.") if mine else _("It is yours to look into."))
    return to(member, "receipt", receipt=receipt)


def _parts(member: Member, page: ReceiptPage) -> TableView:
    headings = [
        Heading(_("File"), "key"),
        Heading(_("Debtor")),
        Heading(_("State"), "badge"),
        Heading(_("Why there")),
        Heading(_("Amount"), "amount"),
    ]
    rows = [_part(member, one) for one in page.parts]
    return TableView(_("Attributed to"), headings, rows, empty=_("Nothing of it is attributed yet."))


def _part(member: Member, one: Shared) -> Row:
    part = one.part
    who = str(part.member.user) if part.member else _("booked by itself")
    if part.ended_on:
        state = marks.badge(part.get_ended_as_display(), "danger")
    else:
        state = marks.badge(_("held"), "ok") if part.held else marks.badge(_("remitted"), "quiet")
    cells = [
        Cell(str(part.claim.number), "key", note=part.claim.creditor.name),
        Cell(part.claim.debtor.name),
        Cell(state, "badge", note=day(part.ended_on) if part.ended_on else ""),
        Cell(reasons(part.reasons) or part.note or who, note=who),
        Cell(marks.amount(part.amount), "amount"),
    ]
    url = here(member, "claim", number=part.claim.number)
    if member.may("money.book") and not part.ended_on:
        url = here(member, "part_move", receipt=part.receipt.uid, part=part.pk)
    return Row(str(part.pk), url, cells)


def _explained(member: Member, one: Shared) -> dict[str, Any]:
    """How a part served the debt: the law's order and its source, or what was agreed; where another is recorded."""
    number = one.part.claim.number
    told = {"served": shared(one.served), "source": one.source, "order": in_order(one.order)}
    return {"number": number, "url": here(member, "claim_payments", number=number), **told}


def _proposals(member: Member, page: ReceiptPage) -> TableView | None:
    if not page.receipt.unmatched or page.receipt.returned_on:
        return None
    headings = [
        Heading(_("File"), "key"),
        Heading(_("Debtor")),
        Heading(_("Stage"), "badge"),
        Heading(_("What speaks for it")),
        Heading(_("Owed on the value date"), "amount"),
    ]
    rows = [_proposal(member, page.receipt, one) for one in page.proposed]
    none = _("No file is pointed to by a reference, a number, an account or a name.")
    return TableView(_("It may be for"), headings, rows, empty=none)


def _proposal(member: Member, found: Receipt, one: Proposed) -> Row:
    url = here(member, "claim", number=one.claim.number)
    if member.may("money.book"):
        url = f"{here(member, 'receipt_attribute', receipt=found.uid)}?file={one.claim.number}"
    cells = [
        Cell(str(one.claim.number), "key", note=one.claim.creditor.name),
        Cell(one.claim.debtor.name),
        Cell(marks.stage_badge(one.claim.stage), "badge"),
        Cell(reasons(one.match.signs)),
        Cell(marks.amount(one.match.owed), "amount"),
    ]
    return Row(str(one.claim.pk), url, cells)


def received(member: Member, found: Claim) -> TableView:
    """What was received in trust for a file; each row leads to its receipt."""
    rows = parts_of(found.pk).select_related("receipt")
    return payments_table(rows, lambda part: here(member, "receipt", receipt=part.receipt.uid))

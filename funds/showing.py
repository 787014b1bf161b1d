"""What was received for a claim, and what was paid out of it: what the office and the creditor both see."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.dates import add_months
from funds.models import Receipt, ReceiptPart, RemittanceLine, RemittancePart
from funds.queries.accounts import Statement, Told
from funds.rules.ledger import Kind
from web import marks
from web.formatting import day, money
from web.parts import Cell, Figure, Heading, Row, TableView, Tone
from web.tables import Column, Listing

LINES: dict[str, Tone] = {
    RemittanceLine.State.PLANNED: "attention",
    RemittanceLine.State.ORDERED: "ok",
    RemittanceLine.State.PAID: "ok",
    RemittanceLine.State.REFUSED: "danger",
    RemittanceLine.State.DROPPED: "quiet",
}

CAME: dict[Kind, Any] = {  # what a line of a creditor's account was, when money came for it…
    Kind.ATTRIBUTED: gettext_lazy("Payment of a debtor"),
    Kind.REMITTED: gettext_lazy("Remittance that the bank refused"),
}
LEFT: dict[Kind, Any] = {  # …and when it left
    Kind.REMITTED: gettext_lazy("Remittance"),
    Kind.WITHHELD: gettext_lazy("Kept for invoices"),
    Kind.RETURNED: gettext_lazy("Payment that the bank took back"),
    Kind.DETACHED: gettext_lazy("Payment that was for another file"),
}
PIECES = Listing(
    name="remitted_parts",
    columns=[
        Column("file", gettext_lazy("File"), "key", sort="id"),
        Column("debtor", gettext_lazy("Debtor")),
        Column("value", gettext_lazy("Value date"), "day"),
        Column("received", gettext_lazy("Sum received"), "amount"),
        Column("passed", gettext_lazy("Passed on"), "amount"),
    ],
    default="file",
)


def payments_table(parts: Iterable[ReceiptPart], url: Callable[[ReceiptPart], str] = lambda _part: "") -> TableView:
    """One row per payment received in trust, with where its money is now."""
    headings = [
        Heading(_("Value date"), "day"),
        Heading(_("Means of payment")),
        Heading(_("State"), "badge"),
        Heading(_("Amount"), "amount"),
    ]
    return TableView(_("Payments received"), headings, [_row(part, url(part)) for part in parts])


def _row(part: ReceiptPart, url: str) -> Row:
    cells = [
        Cell(marks.day_mark(part.value_on), "day"),
        Cell(part.get_way_display()),
        Cell(_state(part), "badge", note=day(part.ended_on) if part.ended_on else ""),
        Cell(marks.amount(part.amount), "amount"),
    ]
    return Row(str(part.pk), url, cells)


def _state(part: ReceiptPart) -> str:
    if part.ended_on:
        return marks.badge(part.get_ended_as_display(), "danger")
    if part.held:
        return marks.badge(_("held for the creditor"), "ok")
    return marks.badge(_("remitted"), "quiet")


def line_badge(line: RemittanceLine) -> str:
    """What became of a creditor's line of a run."""
    return marks.badge(line.get_state_display(), LINES[line.state])


def piece_cells(piece: RemittancePart) -> list[Cell]:
    """One payment that a line passes on, and what of it stays for invoices."""
    part = piece.part
    kept = _("%(amount)s kept for invoices") % {"amount": money(piece.withheld)} if piece.withheld else ""
    return [
        Cell(str(part.claim.number), "key"),
        Cell(part.claim.debtor.name, note=part.get_way_display()),
        Cell(marks.day_mark(part.value_on), "day"),
        Cell(marks.amount(part.amount), "amount"),
        Cell(marks.amount(piece.amount - piece.withheld), "amount", note=kept),
    ]


def account_table(found: Statement, url: Callable[[int], str]) -> TableView:
    """A creditor's account line by line, from what was held before; `url` leads to a file by its number."""
    headings = [Heading(_("Date"), "day"), Heading(_("What it was")), Heading(_("Came in"), "amount")]
    headings += [Heading(_("Went out"), "amount"), Heading(_("Held then"), "amount")]
    rows = [_edge(found.first, _("Held before"), found.opening)]
    rows += [_account_row(str(place), one, url) for place, one in enumerate(found.lines)]
    if not found.is_cut:
        rows.append(_edge(found.last, _("Held at the end of the period"), found.closing))
    return TableView(_("Lines of the account"), headings, rows)


def _edge(on: date, words: str, balance: Decimal) -> Row:
    blank = Cell("", "amount")
    cells = [Cell(marks.day_mark(on), "day"), Cell(words), blank, blank, Cell(marks.amount(balance), "amount")]
    return Row(words, "", cells)


def _account_row(key: str, one: Told, url: Callable[[int], str]) -> Row:
    what, why = explained(one)
    sides = (one.amount if one.amount > 0 else None, -one.amount if one.amount < 0 else None)
    cells = [
        Cell(marks.day_mark(one.on), "day"),
        Cell(what, note=why),
        *(Cell(marks.amount(side) if side else "", "amount") for side in sides),
        Cell(marks.amount(one.balance), "amount"),
    ]
    return Row(key, url(one.claim) if one.claim else "", cells)


def explained(one: Told) -> tuple[str, str]:
    """What a line of a creditor's account was, and about which file, payment or remittance."""
    what = (CAME if one.amount > 0 else LEFT).get(one.kind, _("Correction"))
    if one.claim is None:
        many = ngettext("%(n)d payment", "%(n)d payments", one.payments) % {"n": one.payments}
        return str(what), ", ".join(part for part in (many, one.note) if part)
    file = _("file %(number)d, %(debtor)s") % {"number": one.claim, "debtor": one.debtor}
    value = _("value date %(day)s") % {"day": day(one.value_on)}
    return str(what), ", ".join((file, str(Receipt.Way(one.way).label), value))


def account_figures(found: Statement) -> list[Figure]:
    """What was held before, came, left, and is held at the end."""
    told = [
        (_("Held before"), found.opening),
        (_("Came in"), found.came),
        (_("Went out"), found.left),
        (_("Held at the end of the period"), found.closing),
    ]
    return [Figure(words, money(amount)) for words, amount in told]


def account_sheet(found: Statement) -> tuple[list[str], Iterator[list[Any]]]:
    """The same as headings and rows of a sheet, amounts as numbers."""
    headings = [_("Date"), _("What it was"), _("File"), _("Explanation"), _("Amount"), _("Held then")]
    return headings, _sheet_rows(found)


def _sheet_rows(found: Statement) -> Iterator[list[Any]]:
    yield [found.first, _("Held before"), None, "", None, found.opening]
    for one in found.lines:
        what, why = explained(one)
        yield [one.on, what, one.claim, why, one.amount, one.balance]
    yield [found.last, _("Held at the end of the period"), None, "", None, found.closing]


def period_of(asked: Mapping[str, str], on: date) -> tuple[date, date]:
    """The days that an address names, both inclusive; the three months until `on` where it names none that are days."""
    last = day_of(asked.get("last", "")) or on
    first = day_of(asked.get("first", "")) or add_months(last, -3)
    return min(first, last), max(first, last)


def day_of(text: str) -> date | None:
    """A day from an address; None where it is none."""
    try:
        return parse_date(text)
    except ValueError:  # well written, and not in the calendar
        return None

"""What was received for a claim, and what was paid out of it: what the office and the creditor both see."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.models import ReceiptPart, RemittanceLine, RemittancePart
from web import marks
from web.formatting import day, money
from web.parts import Cell, Heading, Row, TableView, Tone
from web.tables import Column, Listing

LINES: dict[str, Tone] = {
    RemittanceLine.State.PLANNED: "attention",
    RemittanceLine.State.ORDERED: "ok",
    RemittanceLine.State.PAID: "ok",
    RemittanceLine.State.REFUSED: "danger",
    RemittanceLine.State.DROPPED: "quiet",
}

PIECES = Listing(
    name="remitted_parts",
    columns=[
        Column("file", gettext_lazy("File"), "key", sort="id"),
        Column("debtor", gettext_lazy("Debtor")),
        Column("value", gettext_lazy("Value date"), "day"),
        Column("received", gettext_lazy("Received"), "amount"),
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

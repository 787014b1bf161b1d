"""What was received for a claim, as a table that the office and the creditor both see."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from funds.models import ReceiptPart
from web import marks
from web.formatting import day
from web.parts import Cell, Heading, Row, TableView


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

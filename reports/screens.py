"""A report that was kept, as pages show it."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from claims.wording import ACTS, ENDS
from reports.wording import CHANNELS, Figures, figures_of
from web import marks
from web.formatting import money, number
from web.parts import Cell, Figure, Heading, Row, TableView


def figures(facts: Mapping[str, Any]) -> list[Figure]:
    """The key figures of a report."""
    told: Figures = figures_of(facts)
    return [
        Figure(_("Files open"), number(told.files), _("left to recover: %(sum)s") % {"sum": money(told.left)}),
        Figure(_("Paid by debtors"), money(told.received), tone="ok" if told.received else "quiet"),
        Figure(_("Remitted"), money(told.remitted), tone="ok" if told.remitted else "quiet"),
        Figure(_("Held for you"), money(told.held)),
        Figure(_("Decisions waiting"), number(told.waiting), tone="attention" if told.waiting else "quiet"),
    ]


def tables(facts: Mapping[str, Any]) -> list[TableView]:
    """The tables of a report, without the names that its papers hold."""
    return [_stages(facts["stages"]), _done(facts), _next(facts["next"])]


def _stages(rows: Sequence[Sequence[Any]]) -> TableView:
    headings = [
        Heading(_("Stage"), "badge"),
        Heading(_("Files"), "amount"),
        Heading(_("Principal"), "amount"),
        Heading(_("Left to recover"), "amount"),
    ]
    told = [
        Row(
            stage,
            "",
            [
                Cell(marks.stage_badge(stage), "badge"),
                Cell(number(count), "amount"),
                Cell(marks.amount(Decimal(principal)), "amount"),
                Cell("–" if stage == "closed" else marks.amount(Decimal(left)), "amount"),
            ],
        )
        for stage, count, principal, left in rows
    ]
    return TableView(_("Files by stage"), headings, told)


def _done(facts: Mapping[str, Any]) -> TableView:
    closed = _("Files closed: %(how)s")
    counts = [("opened", _("Files opened"), facts["opened"])]
    counts += [(what, str(CHANNELS.get(what, what)), count) for what, count in facts["done"]]
    counts += [(f"closed-{how}", closed % {"how": ENDS.get(how, how)}, count) for how, count in facts["closed"]]
    rows = [Row(key, "", [Cell(words), Cell(number(count), "amount")]) for key, words, count in counts]
    return TableView(_("Done in the period"), [Heading(_("What")), Heading(_("Number"), "amount")], rows)


def _next(rows: Sequence[Sequence[Any]]) -> TableView:
    headings = [Heading(_("What")), Heading(_("Files"), "amount"), Heading(_("From"), "day")]
    told = [
        Row(
            act,
            "",
            [
                Cell(_capital(str(ACTS.get(act, act)))),
                Cell(number(count), "amount"),
                Cell(marks.day_mark(date.fromisoformat(first)), "day"),
            ],
        )
        for act, count, first in rows
    ]
    empty = _("Nothing is planned in these days.")
    return TableView(_("Next steps, in the coming two weeks"), headings, told, empty=empty)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

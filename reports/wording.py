"""An activity report in words: the same tables for the paper, the workbook and the page."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.rules import Stage
from claims.wording import ACTS, ENDS, STAGES
from formats.errors import Cell
from reports.models import Pledge, Report
from reports.queries.activity import Activity
from reports.queries.charter import Measured
from reports.queries.final import Life
from reports.rules.choosing import SECTIONS
from web.formatting import day, money, number

CHANNELS: Mapping[str, Any] = {
    "letter": gettext_lazy("Letters"),
    "registered": gettext_lazy("Registered letters"),
    "email": gettext_lazy("E-mails"),
    "sms": gettext_lazy("SMS"),
    "call": gettext_lazy("Calls"),
    "visit": gettext_lazy("Visits"),
}
RHYTHMS: Mapping[str, Any] = {
    "weekly": gettext_lazy("weekly"),
    "fortnightly": gettext_lazy("fortnightly"),
    "monthly": gettext_lazy("monthly"),
}
SHARE = re.compile(r"[\d.,]+\u00a0%|–")
SECTION_NAMES: Mapping[str, Any] = {
    "stages": gettext_lazy("Files by stage"),
    "done": gettext_lazy("Done in the period"),
    "money": gettext_lazy("Received and remitted"),
    "decisions": gettext_lazy("Decisions that wait for you"),
    "next": gettext_lazy("Next steps, in the coming two weeks"),
    "charter": gettext_lazy("Service charter"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One table of a report; `empty` is what stands there when it has no rows, `wide` gives its first column room."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    empty: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """A table on paper: each heading and cell with its class, "right" for amounts, numbers and days."""

    title: str
    headings: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[tuple[str, str]]]
    empty: str
    wide: bool


def printed(told: Told) -> Printed:
    """A table as it is printed in the language in force; a column stands to the right when its first cell does."""
    rows = [[_printed(cell) for cell in row] for row in told.rows]
    kinds = [kind for _text, kind in rows[0]] if rows else [""] * len(told.headings)
    return Printed(told.title, list(zip(told.headings, kinds, strict=True)), rows, told.empty, told.wide)


def shown(cell: Cell) -> str:
    """A cell as text, in the language in force."""
    return _printed(cell)[0]


def _printed(cell: Cell) -> tuple[str, str]:
    match cell:
        case None:
            return "", "right"
        case Decimal():
            return money(cell), "right"
        case int():
            return number(cell), "right"
        case date():
            return day(cell), "right"
    return str(cell), "right" if SHARE.fullmatch(str(cell)) else ""


def tables_of(told: Activity, sections: Collection[str] = SECTIONS) -> list[Told]:
    """The tables of a report, in its order, of the sections wanted."""
    parts = {"stages": _stages, "done": _done, "money": _money, "decisions": _decisions, "next": _next}
    return [table(told) for key, table in parts.items() if key in sections]


def _stages(told: Activity) -> Told:
    headings = [_("Stage"), _("Files"), _("Principal"), _("Left to recover")]
    rows: list[Sequence[Cell]] = [
        (str(STAGES[one.stage]), one.claims, one.principal, None if one.stage == Stage.CLOSED else one.left)
        for one in told.stages
    ]
    return Told(_("Your files by stage"), headings, rows)


def _done(told: Activity) -> Told:
    rows: list[Sequence[Cell]] = [(_("Files opened"), told.opened)]
    rows += [(str(CHANNELS.get(what, what)), count) for what, count in told.done]
    closed = _("Files closed: %(how)s")
    rows += [(closed % {"how": ENDS.get(how, how)}, count) for how, count in told.closed]
    return Told(_("Done in the period"), [_("What"), _("Number")], rows)


def _money(told: Activity) -> Told:
    rows: list[Sequence[Cell]] = [
        (_("Paid by debtors in the period"), told.received),
        (_("Of that, received by the agency"), told.in_trust),
        (_("Remitted to you in the period"), told.remitted),
    ]
    if told.withheld:
        rows.append((_("Withheld for our invoices"), told.withheld))
    rows.append((_("Held for you at the end of the period"), told.held))
    return Told(_("Received and remitted"), [_("What"), _("Amount")], rows)


def _decisions(told: Activity) -> Told:
    headings = [_("File"), _("Debtor"), _("Stage ended"), _("Asked on"), _("Principal")]
    rows: list[Sequence[Cell]] = [
        (str(one.number), one.debtor, str(STAGES[one.stage]), one.asked_on, one.principal) for one in told.waiting
    ]
    if (more := told.waiting_count - len(rows)) > 0:
        rows.append(("", _("and %(n)d more in your portal") % {"n": more}, "", None, None))
    return Told(_("Decisions that wait for you"), headings, rows, _("Nothing waits for your decision."))


def _next(told: Activity) -> Told:
    rows: list[Sequence[Cell]] = [
        (_sentence(str(ACTS.get(one.act, one.act))), one.claims, one.first) for one in told.next
    ]
    headings = [_("What"), _("Files"), _("From")]
    return Told(_("Next steps, in the coming two weeks"), headings, rows, _("Nothing is planned in these days."))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def charter_tables(found: Sequence[Measured]) -> list[Told]:
    """The promises of a charter as they were kept, then those that were not, with their reasons."""
    if not found:
        return []
    headings = [_("Commitment"), _("Target"), _("Came due"), _("In time"), _("Missed"), _("Share in time")]
    rows: list[Sequence[Cell]] = [
        (
            pledged(one.kind, one.hours),
            per_cent(one.target),
            one.due,
            one.met,
            one.due - one.met,
            per_cent(one.share),
        )
        for one in found
    ]
    kept = Told(_("Service charter"), headings, rows, wide=True)
    missed = [row for one in found for row in _missed(one)]
    headings = [_("Commitment"), _("File"), _("Promised for"), _("Kept on"), _("Reason")]
    return [
        kept,
        Told(_("Promises not kept in time"), headings, missed, _("Every promise was kept in time."), wide=True),
    ]


def _missed(one: Measured) -> list[Sequence[Cell]]:
    promise = pledged(one.kind, one.hours)
    return [
        (promise, str(late.number or ""), moment(late.due_at), moment(late.met_at), late.reason or _("not said yet"))
        for late in one.missed
    ]


def pledged(kind: str, hours: int | None) -> str:
    """A promise in time as a reader says it."""
    what = _sentence(str(Pledge.Kind(kind).label))
    return what if hours is None else _("%(what)s within %(n)d working hours") % {"what": what, "n": hours}


def per_cent(share: Decimal | None) -> str:
    """A share of promises kept; a dash where nothing was due."""
    return "–" if share is None else f"{number(share.normalize() + 0)}\u00a0%"


def moment(at: datetime | None) -> str:
    """A day and an hour here; "not yet" for what has not happened."""
    if at is None:
        return _("not yet")
    here = localtime(at)
    return f"{day(here.date())} {here:%H:%M}"


def stored(told: Activity) -> dict[str, Any]:
    """The figures of a report as they are kept: without a name, so that erasing a person leaves nothing behind."""
    return {
        "files": sum(one.claims for one in told.stages if one.stage != Stage.CLOSED),
        "left": str(sum((one.left for one in told.stages), Decimal(0))),
        "opened": told.opened,
        "received": str(told.received),
        "remitted": str(told.remitted),
        "held": str(told.held),
        "waiting": told.waiting_count,
        "stages": [[one.stage, one.claims, str(one.principal), str(one.left)] for one in told.stages],
        "done": [list(pair) for pair in told.done],
        "closed": [list(pair) for pair in told.closed],
        "next": [[one.act, one.claims, one.first.isoformat()] for one in told.next],
        "more": {
            "opened_principal": str(told.opened_principal),
            "in_trust": str(told.in_trust),
            "withheld": str(told.withheld),
        },
    }


def charter_facts(found: Sequence[Measured]) -> list[list[Any]]:
    """The charter's figures as they are kept with a report."""
    return [[one.kind, one.hours, str(one.target), one.due, one.met] for one in found]


def period(first: date, last: date) -> str:
    """Some days as a title: a month by its name, or from … to …"""
    return _("from %(first)s to %(last)s") % {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}


@dataclass(frozen=True, slots=True)
class Figures:
    """The key figures of a report that was kept."""

    files: int
    left: Decimal
    received: Decimal
    remitted: Decimal
    held: Decimal
    waiting: int


def figures_of(facts: Mapping[str, Any]) -> Figures:
    """The key figures in the facts of a report."""
    sums = {name: Decimal(facts[name]) for name in ("left", "received", "remitted", "held")}
    return Figures(files=facts["files"], waiting=facts["waiting"], **sums)


def life_tables(life: Life) -> list[Told]:
    """The whole life of a contract: what was handed over, what became of it, what is open."""
    told, by_stage = life.during, {one.stage: one for one in life.during.stages}
    total = sum((one.principal for one in told.stages), Decimal(0))
    money_rows: list[Sequence[Cell]] = [
        (_("Handed over: principal of %(n)s files") % {"n": number(told.opened)}, total),
        (_("Paid by debtors"), told.received),
        (_("Of that, received by the agency"), told.in_trust),
        (_("Remitted to you"), told.remitted),
        (_("Withheld for our invoices"), told.withheld),
        (_("Fees invoiced, without VAT"), life.fees),
    ]
    ends: list[Sequence[Cell]] = [
        (_sentence(str(ENDS.get(one.how, one.how))), one.claims, one.principal) for one in life.closed
    ]
    left = sum((one.left for key, one in by_stage.items() if key != Stage.CLOSED), Decimal(0))
    running = sum(one.claims for key, one in by_stage.items() if key != Stage.CLOSED)
    open_rows: list[Sequence[Cell]] = [
        (_("Left to recover on %(n)s open files") % {"n": number(running)}, left),
        (_("Held for you and not remitted yet"), told.held),
        (_("Our invoices that are not paid"), life.unpaid),
    ]
    what = [_("What"), _("Amount")]
    return [
        Told(_("Over the whole contract"), what, money_rows),
        Told(_("How files ended"), [_("End"), _("Files"), _("Principal")], ends, _("No file was closed.")),
        Told(_("What is open"), what, open_rows),
        _done(told),
    ]


def life_facts(life: Life) -> dict[str, Any]:
    """The figures of a final report as they are kept."""
    ends = [[one.how, one.claims, str(one.principal)] for one in life.closed]
    return {"ends": ends, "fees": str(life.fees), "unpaid": str(life.unpaid)}


def name_of(report: Report) -> str:
    """What a report is called in lists."""
    if report.final:
        return _("Final report")
    return report.version.setting.name if report.version else _("Activity report")

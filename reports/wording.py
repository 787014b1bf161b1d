"""An activity report in words: the same tables for the paper, the workbook and the page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.rules import Stage
from claims.wording import ACTS, ENDS, KINDS, STAGES
from formats.errors import Cell
from reports.queries.activity import Activity, File
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


@dataclass(frozen=True, slots=True)
class Told:
    """One table of a report; `empty` is what stands there when it has no rows."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A table on paper: each heading and cell with its class, "right" for amounts, numbers and days."""

    title: str
    headings: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[tuple[str, str]]]
    empty: str


def printed(told: Told) -> Printed:
    """A table as it is printed in the language in force; a column stands to the right when its first cell does."""
    rows = [[_printed(cell) for cell in row] for row in told.rows]
    kinds = [kind for _text, kind in rows[0]] if rows else [""] * len(told.headings)
    return Printed(told.title, list(zip(told.headings, kinds, strict=True)), rows, told.empty)


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
    return str(cell), ""


def tables_of(told: Activity) -> list[Told]:
    """The tables of a report, in its order."""
    return [_stages(told), _done(told), _money(told), _decisions(told), _next(told)]


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


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column that a creditor may have in its list of files."""

    label: Any
    value: Callable[[File], Cell]


COLUMNS: Mapping[str, Wanted] = {
    "number": Wanted(gettext_lazy("File"), lambda one: one.claim.number),
    "reference": Wanted(gettext_lazy("Reference"), lambda one: one.claim.reference),
    "debtor": Wanted(gettext_lazy("Debtor"), lambda one: one.claim.debtor.name),
    "customer": Wanted(gettext_lazy("Customer number"), lambda one: one.claim.debtor.customer_number),
    "city": Wanted(gettext_lazy("City"), lambda one: one.claim.debtor.city),
    "country": Wanted(gettext_lazy("Country"), lambda one: one.claim.debtor.country),
    "kind": Wanted(gettext_lazy("Owes as"), lambda one: str(KINDS.get(one.claim.debtor_kind, ""))),
    "opened": Wanted(gettext_lazy("Opened"), lambda one: one.claim.opened_on),
    "due": Wanted(gettext_lazy("Due since"), lambda one: one.claim.oldest_due_on),
    "stage": Wanted(gettext_lazy("Stage"), lambda one: str(STAGES.get(one.claim.stage, one.claim.stage))),
    "state": Wanted(gettext_lazy("State"), lambda one: _state(one)),
    "next": Wanted(gettext_lazy("Next act"), lambda one: _act(one)),
    "next_on": Wanted(gettext_lazy("Next act on"), lambda one: None if one.claim.closed_on else one.claim.next_on),
    "principal": Wanted(gettext_lazy("Principal"), lambda one: one.claim.principal),
    "paid_now": Wanted(gettext_lazy("Paid in the period"), lambda one: one.paid_now),
    "credited": Wanted(gettext_lazy("Paid or credited"), lambda one: one.credited),
    "left": Wanted(gettext_lazy("Principal left"), lambda one: one.left),
    "closed": Wanted(gettext_lazy("Closed on"), lambda one: one.claim.closed_on),
}
USUAL = (
    "number", "debtor", "customer", "due", "stage", "state", "next", "next_on", "principal", "paid_now", "credited",
    "left",
)  # fmt: skip


def _state(one: File) -> str:
    if one.claim.closed_on:
        return str(ENDS.get(one.claim.closed_as, one.claim.closed_as))
    if one.held:
        return _("on hold")
    return _("waits for your decision") if one.asked else ""


def _act(one: File) -> str:
    return "" if one.claim.closed_on else str(ACTS.get(one.claim.next_act, ""))


def group_of(grouping: str, one: File) -> str:
    """The name of the list under which a file stands, for this grouping."""
    if grouping == "stage":
        return str(STAGES.get(one.claim.stage, one.claim.stage))
    if grouping == "kind":
        return str(KINDS.get(one.claim.debtor_kind, _("not known")))
    return _("Files")


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

"""The list of files of a report in words: its columns, how it is parted, the sums of each part."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.wording import ACTS, ENDS, KINDS, STAGES
from core.money import ZERO
from formats.errors import Cell
from reports.queries.files import File
from reports.rules.choosing import SHEETS, Choice
from reports.wording import Told
from web.formatting import money, number


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column that a creditor may have in its list of files."""

    label: Any
    value: Callable[[File], Cell]


COLUMNS: Mapping[str, Wanted] = {
    "number": Wanted(gettext_lazy("File"), lambda one: str(one.claim.number)),  # a name, not an amount
    "reference": Wanted(gettext_lazy("Reference"), lambda one: one.claim.reference),
    "debtor": Wanted(gettext_lazy("Debtor"), lambda one: one.claim.debtor.name),
    "customer": Wanted(gettext_lazy("Customer number"), lambda one: one.claim.debtor.customer_number),
    "invoices": Wanted(gettext_lazy("Invoices"), lambda one: one.invoices),
    "city": Wanted(gettext_lazy("City"), lambda one: one.claim.debtor.city),
    "country": Wanted(gettext_lazy("Country"), lambda one: one.claim.debtor.country),
    "kind": Wanted(gettext_lazy("Owes as"), lambda one: str(KINDS.get(one.claim.debtor_kind, ""))),
    "opened": Wanted(gettext_lazy("Opened"), lambda one: one.claim.opened_on),
    "due": Wanted(gettext_lazy("Due since"), lambda one: one.claim.oldest_due_on),
    "age": Wanted(gettext_lazy("Days overdue"), lambda one: one.age),
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
GROUPINGS: Mapping[str, Any] = {
    "none": gettext_lazy("one list"),
    "stage": gettext_lazy("by stage"),
    "kind": gettext_lazy("consumers and businesses apart"),
    "debtor": gettext_lazy("by debtor"),
    "country": gettext_lazy("by country of the debtor"),
    "year": gettext_lazy("by year of the oldest due date"),
}
MANY = 30  # parts named on paper; all of them are in the workbook


def _state(one: File) -> str:
    if one.claim.closed_on:
        return str(ENDS.get(one.claim.closed_as, one.claim.closed_as))
    if one.held:
        return _("on hold")
    return _("waits for your decision") if one.asked else ""


def _act(one: File) -> str:
    return "" if one.claim.closed_on else str(ACTS.get(one.claim.next_act, ""))


def group_of(grouping: str, one: File) -> str:
    """The name of the part in which a file stands, for this grouping."""
    match grouping:
        case "stage":
            return str(STAGES.get(one.claim.stage, one.claim.stage))
        case "kind":
            return str(KINDS.get(one.claim.debtor_kind, _("not known")))
        case "debtor":
            return one.claim.debtor.name
        case "country":
            return one.claim.debtor.country
        case "year":
            return str(one.claim.oldest_due_on.year)
    return _("Files")


@dataclass(slots=True)
class Part:
    """One part of the list: its rows, and their sums."""

    rows: list[Sequence[Cell]] = field(default_factory=list)
    principal: Decimal = ZERO
    paid_now: Decimal = ZERO
    left: Decimal = ZERO

    def add(self, one: File, row: Sequence[Cell]) -> None:
        """A file more."""
        self.rows.append(row)
        self.principal += one.claim.principal
        self.paid_now += one.paid_now
        self.left += one.left


def parted(found: Iterable[File], choice: Choice) -> dict[str, Part]:
    """The files in their parts, these in order of their names."""
    parts: dict[str, Part] = {}
    for one in found:
        row = [COLUMNS[key].value(one) for key in choice.shown]
        parts.setdefault(group_of(choice.grouping, one), Part()).add(one, row)
    return {name: parts[name] for name in sorted(parts)}


def lists(parts: Mapping[str, Part], choice: Choice) -> list[Told]:
    """The list of files as tables: one for each part where there are few, else all in one, part after part."""
    headings = [str(COLUMNS[key].label) for key in choice.shown]
    if choice.grouping in SHEETS and parts:
        return [Told(name, headings, part.rows) for name, part in parts.items()]
    return [Told(_("Files"), headings, [row for part in parts.values() for row in part.rows])]


def sums(parts: Mapping[str, Part], choice: Choice, *, limit: int | None = None) -> Told:
    """What each part of the list amounts to, and all of it; `limit` parts are named, the rest is in the sum."""
    headings = [
        _("Files of this report"), _("Files"), _("Principal"), _("Paid in the period"), _("Principal left")
    ]  # fmt: skip
    told = list(parts.items())
    named = [] if choice.grouping == "none" else told[:limit]
    rows: list[Sequence[Cell]] = [_sum(name, [part]) for name, part in named]
    if 0 < len(named) < len(told):
        more = _("and %(n)d more in the workbook") % {"n": len(told) - len(named)}
        rows.append(_sum(more, [part for _name, part in told[len(named) :]]))
    rows.append(_sum(_("All"), list(parts.values())))
    return Told(_("The files of this report"), headings, rows)


def _sum(name: str, parts: Sequence[Part]) -> Sequence[Cell]:
    amounts = (sum((getattr(part, what) for part in parts), ZERO) for what in ("principal", "paid_now", "left"))
    return (name, sum(len(part.rows) for part in parts), *amounts)


def which(choice: Choice) -> list[str]:
    """Which files are in the list, as a reader says it; nothing where all of them are."""
    said = [str(STAGES.get(stage, stage)) for stage in choice.stages]
    told = [_("stage: %(which)s") % {"which": ", ".join(said)}] if said else []
    told += [_("owed as: %(kind)s") % {"kind": KINDS.get(choice.kind, choice.kind)}] if choice.kind else []
    told += [_("principal from %(sum)s") % {"sum": money(choice.least)}] if choice.least is not None else []
    told += [_("principal up to %(sum)s") % {"sum": money(choice.most)}] if choice.most is not None else []
    told += [_("overdue for %(n)s days or more") % {"n": number(choice.youngest)}] if choice.youngest else []
    told += [_("overdue for %(n)s days or less") % {"n": number(choice.oldest)}] if choice.oldest is not None else []
    told += [_("customer numbers that begin with %(text)s") % {"text": choice.customer}] if choice.customer else []
    return told + ([_("open files alone")] if choice.open_only else [])

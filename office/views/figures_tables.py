"""The manager's figures as tables: the same rows for the page, the workbook and the file of values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from office.forms.figures import month_name
from office.views.desk import PROMISES
from reports.queries.figures import Clocks, Figures, Version
from reports.rules.figures import (
    ANSWER_DAYS,
    BANDS,
    CHANNELS,
    CLASSES,
    CREDIT_DAYS,
    NOTHING,
    STAGES,
    Facet,
    Sum,
    months_over,
    quantile,
    share,
)
from reports.wording import CHANNELS as CHANNEL_NAMES
from web import marks
from web.formatting import money, number
from web.parts import Cell, Heading, Row, TableView

Kind = Literal["text", "count", "euro", "share", "days"]
Value = str | int | Decimal | None
AFTER = (1, 2, 3, 6, 9, 12)  # months since handing over at which a vintage is read
PART = gettext_lazy("%(part)s %%")
CLOCK_NAMES: Mapping[str, Any] = {
    **PROMISES,
    "funds.remittance": gettext_lazy("Money received passed on within 24 working hours"),
}
STATES: Mapping[str, Any] = {"champion": gettext_lazy("in force"), "challenger": gettext_lazy("on trial")}


@dataclass(frozen=True, slots=True)
class Shown:
    """One table: `how` says how its figures are counted; a row of `links` leads to the list behind, "" for none."""

    key: str
    title: str
    how: str
    columns: Sequence[tuple[str, Kind]]
    rows: Sequence[Sequence[Value]]
    links: Sequence[str] = ()
    empty: str = ""


def view(shown: Shown) -> TableView:
    """The table as a page shows it."""
    headings = [Heading(label, "text" if kind == "text" else "amount") for label, kind in shown.columns]
    rows = [
        Row(f"{shown.key}{n}", shown.links[n] if shown.links else "", [_cell(*one) for one in _pairs(shown, row)])
        for n, row in enumerate(shown.rows)
    ]
    return TableView(shown.title, headings, rows, empty=shown.empty or _("Nothing was counted in these months."))


def _pairs(shown: Shown, row: Sequence[Value]) -> list[tuple[Value, Kind]]:
    return [(value, kind) for value, (_label, kind) in zip(row, shown.columns, strict=True)]


def _cell(value: Value, kind: Kind) -> Cell:
    if kind == "text":
        return Cell(str(value))
    if value is None:
        return Cell("–", "amount")
    if kind == "euro":
        return Cell(marks.amount(Decimal(value)), "amount")
    return Cell(said(value, kind), "amount")


def said(value: Value, kind: Kind) -> str:
    """A number in words of its kind; a dash for none."""
    if value is None:
        return "–"
    match kind:
        case "euro":
            return money(Decimal(value))
        case "share":
            return PART % {"part": number(Decimal(value))}
    return number(Decimal(value))


def stages(found: Figures, links: Mapping[str, str]) -> Shown:
    """Received by stage."""
    by, total = found.by_bucket(Facet.STAGE), found.total(Facet.STAGE)
    rows: list[Sequence[Value]] = [
        (str(marks.STAGES[name]), by.get(n, NOTHING).count, by.get(n, NOTHING).amount, _of(by.get(n, NOTHING), total))
        for n, name in enumerate(STAGES)
    ]
    how = _(
        "Payments of debtors by the month of their value date, to the agency or straight to the creditor, in the stage "
        "in which they count for the fee. A payment that was taken back counts for nothing, on no day."
    )
    columns: list[tuple[str, Kind]] = [
        (_("Stage"), "text"), (_("Payments"), "count"), (_("Received"), "euro"), (_("Share"), "share"),
    ]  # fmt: skip
    return Shown(
        "stages", _("Received by stage"), how, columns, rows if total.count else [], [links[n] for n in STAGES]
    )


def _of(part: Sum, whole: Sum) -> Decimal | None:
    return share(part.amount, whole.amount)


def months(found: Figures) -> Shown:
    """Received month by month."""
    by = [found.by_month(Facet.STAGE, n) for n in range(len(STAGES))]
    rows: list[Sequence[Value]] = []
    for month in found.months:
        sums = [one[month].amount for one in by]
        rows.append((month_name(month), *sums, sum(sums, Decimal("0.00"))))
    columns: list[tuple[str, Kind]] = [(_("Month"), "text"), *((str(marks.STAGES[one]), "euro") for one in STAGES)]
    how = _("The same payments, month by month.")
    return Shown("months", _("Received by month"), how, [*columns, (_("Together"), "euro")], rows)


def vintages(found: Figures) -> Shown:
    """What came of the files handed over in each month."""
    rows: list[Sequence[Value]] = []
    on = found.as_of.date() if found.as_of else found.narrowed.last
    told = [after for after in AFTER if after <= over(found)]
    for one in found.vintages():
        curve = one.curve(on)
        at = [curve[after - 1] if after <= len(curve) else None for after in told]
        rows.append((month_name(one.month), one.files, one.owed, one.recovered, share(one.recovered, one.owed), *at))
    how = _(
        "Files by the month in which they were handed over. Owed is their principal less credit notes; recovered is "
        "what payments paid of it, never more than was owed (interest and charges come on top and are not counted "
        "here). A share after some months is shown once they are over for every file of the month."
    )
    columns: list[tuple[str, Kind]] = [
        (_("Handed over in"), "text"), (_("Files"), "count"), (_("Owed"), "euro"), (_("Recovered"), "euro"),
        (_("until now"), "share"),
    ]  # fmt: skip
    columns += [(ngettext("%(n)d month", "%(n)d months", n) % {"n": n}, "share") for n in told]
    return Shown("vintages", _("Recovered by month of handing over"), how, columns, rows)


def band(n: int, bounds: Sequence[int] = BANDS) -> str:
    """A class of days by its bounds: up to 30 days, 31 to 60 days, more than 730 days."""
    if n == 0:
        return _("up to %(last)d days") % {"last": bounds[0] - 1}
    if n == len(bounds):
        return _("more than %(last)d days") % {"last": bounds[-1] - 1}
    return _("%(first)d to %(last)d days") % {"first": bounds[n - 1], "last": bounds[n] - 1}


def bands(found: Figures) -> Shown:
    """What came of the files by how old they were when handed over."""
    handed, paid = found.by_bucket(Facet.HANDED), found.by_bucket(Facet.BAND)
    rows: list[Sequence[Value]] = [
        (band(n), total.count, paid.get(n, NOTHING).count, total.amount, paid.get(n, NOTHING).amount,
         share(paid.get(n, NOTHING).amount, total.amount))
        for n, total in sorted(handed.items())
    ]  # fmt: skip
    how = _(
        "Files handed over in these months, by the days between the due date of their oldest invoice and the handing "
        "over. Recovered is what came of their principal until now."
    )
    columns: list[tuple[str, Kind]] = [
        (_("Overdue when handed over"), "text"), (_("Files"), "count"), (_("That paid something"), "count"),
        (_("Owed"), "euro"), (_("Recovered"), "euro"), (_("Share"), "share"),
    ]  # fmt: skip
    return Shown("bands", _("Recovered by age of the claim when handed over"), how, columns, rows)


def ages(found: Figures) -> Shown:
    """How old the oldest invoice was when money came."""
    total = found.total(Facet.AGE)
    rows: list[Sequence[Value]] = [
        (band(n), one.count, one.amount, _of(one, total)) for n, one in sorted(found.by_bucket(Facet.AGE).items())
    ]
    how = _("Payments of these months by the days between the due date of the file's oldest invoice and the payment.")
    columns: list[tuple[str, Kind]] = [
        (_("Age of the invoice"), "text"), (_("Payments"), "count"), (_("Received"), "euro"), (_("Share"), "share"),
    ]  # fmt: skip
    return Shown("ages", _("Received by age of the invoice"), how, columns, rows)


def quartiles(found: Figures) -> list[int | None]:
    """The days within which a quarter, half and three quarters of the files that paid paid first."""
    classes = {key: total.count for key, total in found.by_bucket(Facet.FIRST).items()}
    return [quantile(classes, Decimal(part) / 4) for part in (1, 2, 3)]


def firsts(found: Figures) -> Shown:
    """How long the first payment took."""
    by, total, sofar = found.by_bucket(Facet.FIRST), found.total(Facet.FIRST).count, 0
    rows: list[Sequence[Value]] = []
    for n, one in sorted(by.items()):
        sofar += one.count
        rows.append((band(n, CLASSES), one.count, share(one.count, total), share(sofar, total)))
    how = _(
        "Files whose first payment came in these months, by the days since they were handed over. Quartiles are read "
        "inside these classes by straight line, so they are right to within their class."
    )
    columns: list[tuple[str, Kind]] = [
        (_("Days to the first payment"), "text"), (_("Files"), "count"), (_("Share"), "share"),
        (_("Added up"), "share"),
    ]  # fmt: skip
    return Shown("first", _("Days to the first payment"), how, columns, rows)


def agents(found: Figures, names: Mapping[int, str]) -> Shown:
    """What agents did, and what it brought."""
    facets = (Facet.CALLED, Facet.SPOKE, Facet.PROMISED, Facet.KEPT, Facet.BROKEN, Facet.BROUGHT)
    by = {facet: found.by_bucket(facet) for facet in facets}
    rows: list[Sequence[Value]] = []
    for who in sorted({key for one in by.values() for key in one}, key=lambda key: names.get(key, "")):
        called, spoke, promised, kept, broken, brought = (by[facet].get(who, NOTHING) for facet in facets)
        judged = kept.count + broken.count
        row = (names.get(who, "–"), called.count, share(spoke.count, called.count), promised.count, promised.amount)
        rows.append((*row, share(kept.count, judged), brought.amount))
    how = _(
        "Calls and visits that were done; met are those at which somebody spoke with us. Promises by the month in "
        "which they were given, kept among those that were kept or broken. Received: payments within %(days)d days "
        "after the last call or visit on the file, for whoever made it; no proof that they came because of it."
    ) % {"days": CREDIT_DAYS}
    columns: list[tuple[str, Kind]] = [
        (_("Member"), "text"), (_("Calls and visits"), "count"), (_("Met"), "share"), (_("Promises"), "count"),
        (_("Promised"), "euro"), (_("Kept"), "share"), (_("Received after"), "euro"),
    ]  # fmt: skip
    return Shown("agents", _("Agents"), how, columns, rows, empty=_("Nobody called or visited in these months."))


def channels(found: Figures) -> Shown:
    """What became of messages to debtors."""
    facets = (Facet.SENT, Facet.DELIVERED, Facet.RETURNED, Facet.ANSWERED, Facet.PAID)
    by = [found.by_bucket(facet) for facet in facets]
    rows: list[Sequence[Value]] = []
    for n in sorted(by[0]):
        sent, arrived, back, answered, paid = (one.get(n, NOTHING).count for one in by)
        told = arrived if CHANNELS[n] == "sms" else None
        name = str(CHANNEL_NAMES[CHANNELS[n]])
        rows.append((name, sent, told, back, share(answered, sent), share(paid, sent)))
    how = _(
        "Messages to debtors by the month in which they left. Delivered is what providers of SMS report; nobody "
        "reports it of letters and e-mails. Came back: returned by the post, bounced or undelivered. Answered: the "
        "debtor wrote, called, promised, asked for a plan or disputed within %(days)d days; paid: a payment has a "
        "value date within %(days)d days. The same answer or payment may follow several messages."
    ) % {"days": ANSWER_DAYS}
    columns: list[tuple[str, Kind]] = [
        (_("Channel"), "text"), (_("Sent"), "count"), (_("Delivered"), "count"), (_("Came back"), "count"),
        (_("Answered"), "share"), (_("Paid"), "share"),
    ]  # fmt: skip
    return Shown("channels", _("Channels"), how, columns, rows, empty=_("Nothing was sent in these months."))


def cycles(found: Figures, names: Mapping[int, Version], links: Mapping[int, str]) -> Shown:
    """How cycles ended, version by version."""
    begun, ended, won = (found.by_bucket(facet) for facet in (Facet.RUN, Facet.ENDED, Facet.WON))
    keys = sorted(begun, key=lambda key: (names[key].name, names[key].number))
    rows: list[Sequence[Value]] = []
    for key in keys:
        over, paid, one = ended.get(key, NOTHING).count, won.get(key, NOTHING).count, names[key]
        name = _("%(cycle)s, version %(n)d") % {"cycle": one.name, "n": one.number}
        state = str(STATES.get(one.state, ""))
        rows.append(
            (f"{name} ({state})" if state else name, begun[key].count, begun[key].amount, over, share(paid, over))
        )
    how = _(
        "Files by the month in which their cycle began. Paid is the share of those that ended with the claim paid, "
        "among those that ended. The page of a cycle says whether the difference of a trial is more than chance."
    )
    columns: list[tuple[str, Kind]] = [
        (_("Cycle"), "text"), (_("Files begun"), "count"), (_("Owed"), "euro"), (_("Ended"), "count"),
        (_("Paid"), "share"),
    ]  # fmt: skip
    links_of = [links[names[key].policy] for key in keys]
    return Shown("cycles", _("Cycles"), how, columns, rows, links_of, _("No cycle began in these months."))


def clocks(found: Sequence[Clocks]) -> Shown:
    """How promises in time were kept."""
    rows: list[Sequence[Value]] = [
        (str(CLOCK_NAMES.get(one.kind, one.kind)), one.met + one.late + one.missed + one.open, one.met, one.late,
         one.missed, one.open, share(one.met, one.met + one.late + one.missed))
        for one in found
    ]  # fmt: skip
    how = _(
        "Promises in time by the month in which they were due, those no longer asked for left out. They are counted "
        "over all files: only the months narrow them. Kept is the share kept in time among those whose time is over."
    )
    columns: list[tuple[str, Kind]] = [
        (_("Promise"), "text"), (_("Fallen due"), "count"), (_("In time"), "count"), (_("Late"), "count"),
        (_("Not kept"), "count"), (_("Still open"), "count"), (_("Kept"), "share"),
    ]  # fmt: skip
    return Shown("clocks", _("Promises in time"), how, columns, rows, empty=_("No promise was due in these months."))


def over(found: Figures) -> int:
    """Of how many months the youngest files looked at can tell."""
    on = found.as_of.date() if found.as_of else found.narrowed.last
    return max((months_over(one.month, on) for one in found.vintages()), default=0)

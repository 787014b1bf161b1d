"""A report that was kept, as pages show it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from claims.wording import ACTS, ENDS, translated
from clients.models import Contract
from law import refusals as law
from reports.columns import COLUMNS, which
from reports.models import Report, SettingVersion
from reports.queries.preview import Preview, preview
from reports.rules.charter import reached, share
from reports.rules.choosing import Choice, read
from reports.wording import CHANNELS, Figures, figures_of, per_cent, period, pledged, shown
from web import marks, parts
from web.formatting import money, number
from web.parts import Cell, Figure, Heading, Row, TableView, Tone


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
    charter = [_charter(facts["charter"])] if facts.get("charter") else []
    life = [_life(facts["life"])] if "life" in facts else []
    return [*life, _stages(facts["stages"]), _done(facts), *charter, *([] if life else [_next(facts["next"])])]


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


def _charter(rows: Sequence[Sequence[Any]]) -> TableView:
    headings = [
        Heading(_("Commitment")),
        Heading(_("Came due"), "amount"),
        Heading(_("In time"), "amount"),
        Heading(_("Share in time"), "amount"),
        Heading(_("Target"), "badge"),
    ]
    return TableView(_("Service charter"), headings, [charter_row(*row) for row in rows])


def charter_row(kind: str, hours: int | None, target: str, due: int, met: int, *, url: str = "") -> Row:
    """One promise of a charter, with how it was kept."""
    goal = Decimal(target)
    tone: Tone = "quiet" if not due else "ok" if reached(met, due, goal) else "danger"
    state = marks.badge(per_cent(goal), tone)
    cells = [
        Cell(pledged(kind, hours)),
        Cell(number(due), "amount"),
        Cell(number(met), "amount"),
        Cell(per_cent(share(met, due)), "amount"),
        Cell(state, "badge"),
    ]
    return Row(kind, url, cells)


def _life(told: Mapping[str, Any]) -> TableView:
    headings = [Heading(_("What")), Heading(_("Files"), "amount"), Heading(_("Amount"), "amount")]
    rows = [
        Row(how, "", [Cell(_capital(str(ENDS.get(how, how)))), Cell(number(n), "amount"), _amount(principal)])
        for how, n, principal in told["ends"]
    ]
    rows.append(Row("fees", "", [Cell(_("Fees invoiced, without VAT")), Cell("–", "amount"), _amount(told["fees"])]))
    rows.append(
        Row("unpaid", "", [Cell(_("Our invoices that are not paid")), Cell("–", "amount"), _amount(told["unpaid"])])
    )
    return TableView(_("Over the whole contract"), headings, rows)


def _amount(told: str) -> Cell:
    return Cell(marks.amount(Decimal(told)), "amount")


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


def settings_table(
    rows: Sequence[tuple[SettingVersion, date | None]], url: Callable[[SettingVersion], str], empty: str
) -> TableView:
    """The reports of a creditor's own, each leading to where it is changed."""
    headings = [
        Heading(_("Report"), "key"),
        Heading(_("Rhythm")),
        Heading(_("Files of this report")),
        Heading(_("Next one on"), "day"),
    ]
    told = [
        Row(
            str(version.setting.uid),
            url(version),
            [
                Cell(version.setting.name, "key", note=version.setting.contract.entity.name),
                Cell(_capital(version.get_rhythm_display()), note=_("version %(n)d") % {"n": version.number}),
                Cell("; ".join(which(read(version.content))) or _("all of them")),
                Cell(marks.day_mark(due_on), "day"),
            ],
        )
        for version, due_on in rows
    ]
    return TableView(_("Reports of your own"), headings, told, empty=empty)


def preview_table(found: Preview, choice: Choice) -> TableView:
    """The first files that a report would list, as they would stand there."""
    headings = [Heading(str(COLUMNS[key].label)) for key in choice.shown]
    rows = [
        Row(str(one.claim.pk), "", [Cell(shown(COLUMNS[key].value(one))) for key in choice.shown]) for one in found.some
    ]
    return TableView(_("The first files"), headings, rows, empty=_("No file is as you chose."))


def preview_figures(found: Preview) -> list[Figure]:
    """How many files a report would list, and for how much."""
    days = period(found.first, found.last)
    return [Figure(_("Files"), number(found.count), days), Figure(_("Principal"), money(found.principal))]


def versions_table(rows: Sequence[SettingVersion]) -> TableView:
    """Every version of a report of a creditor's own: when it was made, by whom, what it says."""
    headings = [
        Heading(_("Version"), "amount"),
        Heading(_("Made on"), "day"),
        Heading(_("Made by")),
        Heading(_("Content")),
    ]
    told = [
        Row(
            str(one.pk),
            "",
            [
                Cell(number(one.number), "amount"),
                Cell(marks.day_mark(localdate(one.made_at)), "day"),
                Cell(str(one.made_by.user) if one.made_by else "–"),
                Cell("; ".join([_capital(one.get_rhythm_display()), *which(read(one.content))])),
            ],
        )
        for one in rows
    ]
    return TableView(_("Versions"), headings, told)


def previewed(contract: Contract, rhythm: str, choice: Choice, on: date) -> dict[str, Any]:
    """A report as it would be drawn on a day: its figures and its first files."""
    found = preview(contract, rhythm, choice, on)
    return {"figures": preview_figures(found), "table": preview_table(found, choice)}


def refused(refusal: law.Refusal) -> parts.Refusal:
    """Why a report was not kept."""
    said = " ".join(translated(text) for text in (refusal.reason, refusal.cure))
    return parts.Refusal(_("keeping the report"), said, translated(refusal.source), None)


def drawn_with(report: Report) -> str:
    """Under which entity, and with which version of which setting, a report was drawn."""
    entity: str = report.contract.entity.name
    if report.version is None:
        return entity
    told = {"name": report.version.setting.name, "n": report.version.number}
    return f"{entity} · {_('%(name)s, version %(n)d') % told}"

"""Steering, in figures: what is recovered, how fast, by whom and by which way; narrowed, explained, to be kept."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Member
from files.rules import XLSX
from formats.writers import Sheet, write_book
from office.forms.figures import NarrowForm, month_name
from office.views import figures_tables as tables
from office.views.figures_tables import Shown, said
from office.views.page import here, sheet, show, staff
from reports.queries.figures import Figures, choices, clocks, figures, members, versions
from reports.rules.figures import AMICABLE_PROMISE, SOON_PROMISE, STAGES, Facet, Vintage, share, together
from web import charts
from web.formatting import day, number
from web.parts import Action, Chart, Curves, Figure, Tone

MOST_LINES = 6


@staff("figures.see")
def manager_figures(request: HttpRequest, member: Member) -> HttpResponse:
    """All figures of the months and files asked for."""
    form = NarrowForm(request.GET, found=choices(), on=timezone.localdate())
    found = figures(form.narrowed())
    shown = {one.key: one for one in _tables(member, found)}
    asked = request.GET.urlencode()
    context: dict[str, Any] = {
        "title": _("Figures"),
        "lead": _lead(found),
        "form": form,
        "narrowed": not found.narrowed.whole,
        "here": here(member, "figures"),
        "others": [_export(member, extension, asked) for extension in ("xlsx", "csv")],
        "counted": bool(found.as_of),
        "figures": _key_figures(found),
        "bars": _months(found, shown["months"]) if found.total(Facet.STAGE).count else None,
        "curves": _curves(found),
        "tables": [(one, tables.view(one)) for one in shown.values()],
    }
    return show(request, member, "figures", "figures", **context)


@staff("figures.see")
def figures_export(request: HttpRequest, member: Member, extension: str) -> HttpResponse:
    """The same rows: a workbook with a sheet for each table, or one list of values."""
    form = NarrowForm(request.GET, found=choices(), on=timezone.localdate())
    shown = _tables(member, figures(form.narrowed()))
    if extension == "csv":
        return sheet("figures.csv", [_("Table"), _("Line"), _("Column"), _("Value")], _values(shown))
    if extension != "xlsx":
        raise Http404
    target = BytesIO()
    write_book(target, [Sheet(one.title[:31], [label for label, _kind in one.columns], one.rows) for one in shown])
    headers = {"Content-Disposition": 'attachment; filename="figures.xlsx"'}
    return HttpResponse(target.getvalue(), content_type=XLSX.mime, headers=headers)


def _values(shown: Sequence[Shown]) -> Iterator[tuple[Any, ...]]:
    for one in shown:
        for line in one.rows:
            for (label, _kind), value in zip(one.columns[1:], line[1:], strict=True):
                yield one.title, line[0], label, value


def _export(member: Member, extension: str, asked: str) -> Action:
    url = here(member, "figures_export", extension=extension)
    return Action(extension.upper(), f"{url}?{asked}" if asked else url, icon="download")


def _lead(found: Figures) -> str:
    if found.as_of is None:
        return _("Nothing was counted yet: the figures are brought up to date every hour.")
    moment = timezone.localtime(found.as_of)
    return _("As of %(day)s, %(time)s") % {"day": day(moment.date()), "time": f"{moment:%H:%M}"}


def _tables(member: Member, found: Figures) -> list[Shown]:
    claims, names = here(member, "claims"), versions()
    links = {one: f"{claims}?stage={one}" for one in STAGES}
    cycles = {one.policy: here(member, "cycle", policy=one.policy) for one in names.values()}
    return [
        tables.stages(found, links),
        tables.months(found),
        tables.vintages(found),
        tables.bands(found),
        tables.ages(found),
        tables.firsts(found),
        tables.agents(found, members()),
        tables.channels(found),
        tables.cycles(found, names, cycles),
        tables.clocks(clocks(found.narrowed.first, found.narrowed.last)),
    ]


def _key_figures(found: Figures) -> list[Figure]:
    received, stages = found.total(Facet.STAGE), found.by_bucket(Facet.STAGE)
    early = sum((stages[n].amount for n in (0, 1) if n in stages), Decimal(0))
    soon = found.by_bucket(Facet.SOON).get(1)
    handed, (quarter, half, most) = found.total(Facet.HANDED), tables.quartiles(found)
    paid = ngettext("%(n)d payment", "%(n)d payments", received.count)
    spread = _("a quarter within %(first)s, three quarters within %(last)s")
    return [
        Figure(_("Files handed over"), number(handed.count), said(handed.amount, "euro")),
        Figure(_("Received"), said(received.amount, "euro"), paid % {"n": received.count}),
        _against(_("Received in the amicable phase"), share(early, received.amount), AMICABLE_PROMISE),
        _against(_("Received within six months"), share(soon.amount if soon else 0, received.amount), SOON_PROMISE),
        Figure(
            _("Days to the first payment"),
            said(half, "days"),
            spread % {"first": said(quarter, "days"), "last": said(most, "days")} if half is not None else "",
        ),
    ]


def _against(label: str, found: Decimal | None, promised: Decimal) -> Figure:
    """A share beside the one that credit insurers announce for themselves."""
    tone: Tone = "quiet" if found is None else "ok" if found >= promised else "attention"
    return Figure(label, said(found, "share"), _("measure: %(part)s %%") % {"part": promised}, tone=tone)


def _months(found: Figures, shown: Shown) -> Chart:
    sums = zip(found.months, shown.rows, strict=True)
    series = [(f"{month:%m/%y}", Decimal(row[-1] or 0)) for month, row in sums]
    return charts.chart(_("Received by month"), series, unit="EUR", names=(_("Month"), _("Received")))


def _curves(found: Figures) -> Curves | None:
    """The vintages as lines, few enough to be told apart; None while no month is over for any of them."""
    on = found.as_of.date() if found.as_of else found.narrowed.last
    lines = [(one.name, one.curve(on)) for one in _grouped(found.vintages())]
    lines = [(name, curve) for name, curve in lines if curve]
    names = (_("Handed over in"), _("Months since handing over"), _("month"))
    title = _("Share of the principal recovered")
    return charts.curves(title, lines, unit=_("in %"), names=names) if lines else None


def _grouped(found: Sequence[Vintage]) -> list[Vintage]:
    """By month, quarter or year: the finest that leaves few lines, the latest of them."""
    for months in (1, 3, 12):
        groups: dict[date, list[Vintage]] = {}
        for one in found:
            first = (one.month.month - 1) // months * months + 1
            groups.setdefault(one.month.replace(month=first), []).append(one)
        if len(groups) <= MOST_LINES:
            break
    return [together(_name(first, months), parts) for first, parts in list(groups.items())[-MOST_LINES:]]


def _name(first: date, months: int) -> str:
    if months == 1:
        return month_name(first)
    if months == 12:
        return str(first.year)
    return _("Q%(n)d %(year)d") % {"n": (first.month + 2) // 3, "year": first.year}

"""What the agency sets: options with their dates, its own entries in the tables of law, and the audit of all that."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import ROLE_NAMES, AuditEntry, Member
from agencies.options import OPTIONS, option
from agencies.queries import OptionRow, law_overrides, options_on, settings_history
from agencies.services import override_law, set_option
from claims.wording import STAGES
from clients.forms import LANGUAGES
from clients.models import Contract
from office.forms.creditors import DetailsForm
from office.forms.settings import TABLE_WORDS, OptionForm, OverrideForm
from office.views.page import action, ask, here, show, staff, to
from web import marks
from web.formatting import day, number
from web.parts import Cell, Consequence, Heading, Option, Row, TableView
from web.tables import Column, Filter, Listing
from web.toasts import toast

KINDS = {
    "agency.created": gettext_lazy("Agency created"),
    "agency.resumed": gettext_lazy("Agency resumed"),
    "agency.suspended": gettext_lazy("Agency suspended"),
    "contract.tariff": gettext_lazy("Tariff given to a contract"),
    "contract.signed": gettext_lazy("Contract recorded"),
    "contract.ended": gettext_lazy("Contract ended"),
    "cycle.archived": gettext_lazy("Cycle archived"),
    "cycle.published": gettext_lazy("Cycle published"),
    "cycle.renamed": gettext_lazy("Cycle renamed"),
    "cycle.started": gettext_lazy("Cycle started"),
    "cycle.trial_ended": gettext_lazy("Trial of a cycle ended"),
    "creditor.account": gettext_lazy("Account of a creditor changed"),
    "chart.numbered": gettext_lazy("Account of the chart numbered"),
    "creditor.changed": gettext_lazy("Details of a creditor changed"),
    "creditor.preferences": gettext_lazy("Preferences of a creditor changed"),
    "creditor.taken_on": gettext_lazy("Creditor added"),
    "debtor.erased": gettext_lazy("Debtor erased"),
    "debtor.exported": gettext_lazy("Data of a debtor exported"),
    "door.closed": gettext_lazy("Refused at a door"),
    "key.made": gettext_lazy("API key made"),
    "key.revoked": gettext_lazy("API key revoked"),
    "law.chosen": gettext_lazy("Law chosen for a file"),
    "law.overridden": gettext_lazy("Table of law changed"),
    "member.ended": gettext_lazy("Seat ended"),
    "member.invitation_withdrawn": gettext_lazy("Invitation withdrawn"),
    "member.invited": gettext_lazy("Person invited"),
    "member.seated": gettext_lazy("Seat given"),
    "member.team": gettext_lazy("Team of a member set"),
    "option.set": gettext_lazy("Option set"),
    "partner.added": gettext_lazy("Partner added"),
    "invoice.credited": gettext_lazy("Own invoice credited"),
    "invoice.paid": gettext_lazy("Own invoice marked as paid"),
    "pack.bought": gettext_lazy("PAYNOW ordered"),
    "tariff.made": gettext_lazy("Tariff made"),
    "tariff.version": gettext_lazy("Tariff changed"),
    "terms.recorded": gettext_lazy("Terms recorded"),
}
DETAILS = {
    "claim": gettext_lazy("file"),
    "before": gettext_lazy("before"),
    "claims": gettext_lazy("files"),
    "code": gettext_lazy("short name"),
    "columns": gettext_lazy("changed"),
    "contract": gettext_lazy("contract"),
    "creditor": gettext_lazy("creditor"),
    "debtor": gettext_lazy("debtor"),
    "invitation": gettext_lazy("invitation"),
    "key": gettext_lazy("key"),
    "language": gettext_lazy("language"),
    "member": gettext_lazy("seat"),
    "partner": gettext_lazy("partner"),
    "path": gettext_lazy("address"),
    "policy": gettext_lazy("cycle"),
    "preset": gettext_lazy("preset"),
    "reason": gettext_lazy("reason"),
    "rhythm": gettext_lazy("activity report"),
    "role": gettext_lazy("role"),
    "scopes": gettext_lazy("rights"),
    "share": gettext_lazy("share"),
    "since": gettext_lazy("from"),
    "sms": gettext_lazy("SMS"),
    "state": gettext_lazy("state"),
    "table": gettext_lazy("table"),
    "terms": gettext_lazy("terms"),
    "value": gettext_lazy("value"),
    "version": gettext_lazy("version"),
    "why": gettext_lazy("why"),
    "winner": gettext_lazy("kept"),
}
SPELLED: Mapping[str, Mapping[str, Any]] = {  # details whose values have names
    "columns": {name: field.label for name, field in DetailsForm.base_fields.items()},
    "language": dict(LANGUAGES),
    "rhythm": dict(Contract.Rhythm.choices),
}
AUDIT = Listing(
    name="audit",
    columns=[
        Column("id", gettext_lazy("What"), sort="id", descending=True),
        Column("who", gettext_lazy("Who")),
        Column("detail", gettext_lazy("Detail")),
        Column("at", gettext_lazy("When"), "day"),
    ],
    default="id",
    filters=[Filter("kind", gettext_lazy("What"), "kind", list(KINDS.items()))],
)


def tabs(member: Member, current: str) -> list[Option]:
    """The pages of the settings, one of them open."""
    pages = [
        ("options", _("Options"), "settings.edit"),
        ("letter_texts", _("Letters"), "settings.edit"),
        ("cycles", _("Cycles"), "settings.edit"),
        ("tariffs", _("Tariffs"), "settings.edit"),
        ("law", _("Law"), "law.override"),
    ]
    return [Option(words, here(member, page), page == current) for page, words, may in pages if member.may(may)]


@staff("settings.edit")
def options(request: HttpRequest, member: Member) -> HttpResponse:
    """Every option with its value today, and who set what lately."""
    on = timezone.localdate()
    headings = [Heading(_("Option")), Heading(_("Value today")), Heading(_("Since"), "day"), Heading(_("Later"))]
    rows = [_option(member, row) for row in options_on(on)]
    history = [_set(member, row) for row in settings_history(["option.set"])]
    told = [
        Heading(_("Option")),
        Heading(_("Value")),
        Heading(_("From"), "day"),
        Heading(_("Who")),
        Heading(_("When"), "day"),
    ]
    empty = _("Nothing was changed yet: every option stands as shipped.")
    tables = [TableView(_("Options"), headings, rows), TableView(_("Who set what"), told, history, empty=empty)]
    shown: dict[str, Any] = {"title": _("Settings"), "tables": tables, "tabs": tabs(member, "options")}
    return show(request, member, "list", "settings", **shown)


def _option(member: Member, row: OptionRow) -> Row:
    later = "; ".join(
        _("%(value)s from %(day)s") % {"value": _said(value), "day": day(since)} for since, value in row.later
    )
    cells = [
        Cell(row.label, note=row.help),
        Cell(_said(row.value)),
        Cell(marks.day_mark(row.since) if row.since else _("as shipped"), "day"),
        Cell(later or "–"),
    ]
    return Row(row.key, here(member, "option", name=row.key), cells)


def _said(value: Any) -> str:
    """A value of an option in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(STAGES.get(one, one)) for one in value) or "–"
    return number(value) if isinstance(value, int) else str(value) or "–"


def _set(member: Member, row: AuditEntry) -> Row:
    detail, at = row.detail, timezone.localtime(row.at)
    known = OPTIONS.get(detail.get("key", ""))
    cells = [
        Cell(str(known.label) if known else detail.get("key", "")),
        Cell(_said(detail.get("value"))),
        Cell(_day_of(detail.get("since", "")), "day"),
        Cell(str(row.member.user) if row.member else member.agency.name),
        Cell(day(at.date()), "day", note=f"{at:%H:%M}"),
    ]
    return Row(str(row.pk), "", cells)


def _day_of(text: str) -> str:
    year, _dash, rest = text.partition("-")
    month, _dash, date = rest.partition("-")
    return f"{date}/{month}/{year}" if date else text


@staff("settings.edit", "GET", "POST")
def option_set(request: HttpRequest, member: Member, name: str) -> HttpResponse:
    """Set an option from a day on."""
    if name not in OPTIONS:
        raise Http404
    on = timezone.localdate()
    value = option(name, on)
    form = OptionForm(request.POST or None, now=value, initial={"since": on})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        set_option(key=name, value=given["value"], since=given["since"], at=timezone.now())
        toast(request, _("Set from %(day)s.") % {"day": day(given["since"])})
        return to(member, "options")
    return ask(
        request,
        member,
        "settings",
        title=str(OPTIONS[name].label),
        lead=_("Today: %(value)s") % {"value": _said(value)},
        back=(_("Settings"), here(member, "options")),
        submit=_("Set it"),
        form=form,
        consequences=[Consequence(1, _("setting holds for every file of the agency from that day"), "", "attention")],
    )


@staff("law.override")
def law(request: HttpRequest, member: Member) -> HttpResponse:
    """The agency's own entries in the tables of law."""
    headings = [
        Heading(_("Table")),
        Heading(_("From"), "day"),
        Heading(_("Value"), "amount"),
        Heading(_("Source")),
        Heading(_("Who")),
    ]
    rows = [
        Row(
            str(row.pk),
            "",
            [
                Cell(str(TABLE_WORDS.get(row.table, row.table))),
                Cell(marks.day_mark(row.since), "day"),
                Cell(number(row.value.normalize()), "amount"),
                Cell(row.source, note=row.reason),
                Cell(str(row.set_by.user) if row.set_by else "–", note=day(timezone.localdate(row.set_at))),
            ],
        )
        for row in law_overrides()
    ]
    empty = _("The agency follows the tables as shipped. A rate that is published between two versions is added here.")
    table = TableView(_("Own entries in the tables of law"), headings, rows, empty=empty)
    main = action(member, _("Add an entry"), "law_new", "plus")
    shown: dict[str, Any] = {"title": _("Settings"), "table": table, "main": main, "tabs": tabs(member, "law")}
    return show(request, member, "list", "settings", **shown)


@staff("law.override", "GET", "POST")
def law_new(request: HttpRequest, member: Member) -> HttpResponse:
    """Replace or add an entry of a table of law, with its source and reason."""
    form = OverrideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        override_law(**form.cleaned_data, at=timezone.now())
        toast(request, _("The entry is added; statements follow it at once."))
        return to(member, "law")
    why = _("Letters already written keep their amounts.")
    changed = Consequence(1, _("value changes every statement that falls in its period"), why, "attention")
    return ask(
        request,
        member,
        "settings",
        title=_("Add an entry"),
        back=(_("Law"), here(member, "law")),
        submit=_("Add the entry"),
        form=form,
        consequences=[changed],
    )


@staff("audit.see")
def audit(request: HttpRequest, member: Member) -> HttpResponse:
    """What was done to settings, seats, keys and doors, the latest first."""
    wish = AUDIT.read(request.GET)
    page = AUDIT.fetch(AuditEntry.objects.select_related("member__user"), wish)
    table = AUDIT.view(_("Audit"), page, wish, lambda row: _entry(member, row), empty=_("Nothing here."))
    lead = _("What was done to settings, seats, keys and doors. Files tell their own story in their timeline.")
    return show(request, member, "list", "audit", title=_("Audit"), lead=lead, table=table, name="audit")


def _told(key: str, value: Any) -> str:
    """One detail of an entry in words; what names a row of the database keeps its number."""
    if key == "role":
        value = ROLE_NAMES.get(value, value)
    elif key == "key" and value in OPTIONS:
        value = OPTIONS[value].label
    elif key in SPELLED:
        value = ", ".join(str(SPELLED[key].get(one, one)) for one in ([value] if isinstance(value, str) else value))
    elif key == "since":
        value = _day_of(value)
    said = str(value) if isinstance(value, int) and not isinstance(value, bool) else _said(value)
    return _("%(name)s: %(value)s") % {"name": DETAILS.get(key, key), "value": said}


def _entry(member: Member, row: AuditEntry) -> Row:
    at = timezone.localtime(row.at)
    detail = " · ".join(_told(key, value) for key, value in row.detail.items())
    cells = [
        Cell(str(KINDS.get(row.kind, row.kind))),
        Cell(str(row.member.user) if row.member else member.agency.name),
        Cell(detail or "–"),
        Cell(day(at.date()), "day", note=f"{at:%H:%M}"),
    ]
    return Row(str(row.pk), "", cells)

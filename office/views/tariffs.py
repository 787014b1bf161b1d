"""Tariffs: what each says, line by line; new versions and new tariffs; which of them a contract follows."""

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.access import DoorClosed
from agencies.models import Member
from billing.models import Tariff, TariffLine, TariffVersion
from billing.queries.tariffs import (
    TariffPage,
    latest_version,
    lines_of,
    tariff_page,
    tariff_rows,
    version_of,
    versions_for,
)
from billing.rules.prices import refused_to_debtor
from billing.services.tariffs import give, make
from billing.wording import name_of, value_of
from claims.wording import translated
from clients.models import Contract, Creditor
from clients.queries import creditor_choices
from law.rulesets import RuleSet
from office.forms.billing import GiveForm, TariffForm
from office.views.creditors import creditor_row
from office.views.page import action, ask, here, show, staff, to
from office.views.settings import tabs
from web import marks
from web.formatting import long_day
from web.parts import Cell, Heading, Row, TableView
from web.toasts import toast


def tariff_at(code: str) -> Tariff:
    """The tariff of this short name; 404 without."""
    found = Tariff.objects.filter(code=code).select_related("party").first()
    if found is None:
        raise DoorClosed
    return found


@staff("settings.edit")
def tariffs(request: HttpRequest, member: Member) -> HttpResponse:
    """Every tariff with its version in force."""
    headings = [Heading(_("Tariff")), Heading(_("For")), Heading(_("Version"), "amount"), Heading(_("From"), "day")]
    rows = [
        Row(
            row.code,
            here(member, "tariff", code=row.code),
            [
                Cell(row.name, note=_("for contracts that name none") if row.is_default else ""),
                Cell(row.party.name if row.party else _("every creditor")),
                Cell(str(row.last_number), "amount"),
                Cell(marks.day_mark(row.last_since), "day"),
            ],
        )
        for row in tariff_rows()
    ]
    empty = _("No tariff yet: nothing is charged.")
    shown: dict[str, Any] = {
        "title": _("Settings"),
        "lead": _("What creditors pay. A file keeps the prices of the day on which it was opened."),
        "tables": [TableView(_("Tariffs"), headings, rows, empty=empty)],
        "tabs": tabs(member, "tariffs"),
        "main": action(member, _("New tariff"), "tariff_new", "plus"),
    }
    return show(request, member, "list", "settings", **shown)


@staff("settings.edit")
def tariff(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """One tariff: the lines of a version, all its versions, the contracts that were given it."""
    asked = request.GET.get("version", "")
    page = tariff_page(tariff_at(code), int(asked) if asked.isascii() and asked.isdigit() else None)
    for_whom = page.tariff.party.name if page.tariff.party else _("every creditor")
    context: dict[str, Any] = {
        "title": page.tariff.name,
        "back_url": here(member, "tariffs"),
        "lead": for_whom,
        "main": action(member, _("New version"), "tariff_edit", code=code),
        "tables": [lines_table(page.shown, page.lines), _versions(member, page), _contracts(member, page)],
        "passed": _passed(page.lines),
    }
    return show(request, member, "tariff", "settings", **context)


def lines_table(version: TariffVersion, lines: Sequence[TariffLine]) -> TableView:
    """The prices of a version, each with when it is due, who bears it and where it was agreed."""
    words = (_("Price"), _("Stage"), _("Excluding VAT"), _("Due"), _("Borne by"))
    rows = [
        Row(
            line.code,
            "",
            [
                Cell(name_of(line), note=line.why),
                Cell(line.get_stage_display()),
                Cell(value_of(line.price)),
                Cell(line.get_due_display()),
                Cell(line.get_bearer_display()),
            ],
        )
        for line in lines
    ]
    caption = _("Prices of version %(n)d, from %(day)s") % {"n": version.number, "day": long_day(version.since)}
    return TableView(
        caption, [Heading(one) for one in words], rows, empty=_("No price: nothing is charged under this tariff.")
    )


def _versions(member: Member, page: TariffPage) -> TableView:
    headings = [Heading(_("Version"), "key"), Heading(_("From"), "day"), Heading(_("Why")), Heading(_("Who"))]
    address = here(member, "tariff", code=page.tariff.code)
    rows = [
        Row(
            str(one.number),
            f"{address}?version={one.number}",
            [
                Cell(str(one.number), "key"),
                Cell(marks.day_mark(one.since), "day"),
                Cell(one.reason or _("as installed")),
                Cell(str(one.made_by.user) if one.made_by else "–"),
            ],
        )
        for one in page.versions
    ]
    return TableView(_("Versions"), headings, rows)


def _contracts(member: Member, page: TariffPage) -> TableView:
    headings = [Heading(_("Creditor")), Heading(_("Version"), "amount"), Heading(_("For files opened from"), "day")]
    rows = [
        Row(
            str(one.pk),
            here(member, "creditor", creditor=one.contract.creditor.number),
            [
                Cell(one.contract.creditor.name, note=one.reason),
                Cell(str(one.version.number), "amount"),
                Cell(marks.day_mark(one.since), "day"),
            ],
        )
        for one in page.contracts
    ]
    empty = _("No contract names it.")
    return TableView(_("Contracts that name it"), headings, rows, empty=empty)


def _passed(lines: Sequence[TariffLine]) -> list[tuple[str, str]]:
    """Why what the agency's documents would pass on to debtors is not."""
    if not any(line.passed_on or line.bearer == TariffLine.Bearer.DEBTOR for line in lines):
        return []
    refused = (refused_to_debtor(rules) for rules in (RuleSet.BE_CONSUMER, RuleSet.FR_BUSINESS))
    return [(translated(one.reason), one.source) for one in refused if one]


@staff("settings.edit", "GET", "POST")
def tariff_new(request: HttpRequest, member: Member) -> HttpResponse:
    """A tariff of its own, from the lines of another: PREMIUM for one creditor, a new programme for all."""
    known = {row.code: row for row in tariff_rows()}
    form = TariffForm(
        request.POST or None,
        creditors=creditor_choices(),
        tariffs=[(code, row.name) for code, row in known.items()],
    )
    if request.method == "POST" and form.is_valid() and (code := _made(form)):
        toast(request, _("The tariff is kept. Change its lines, then name it in a contract."))
        return to(member, "tariff_edit", code=code)
    back = (_("Tariffs"), here(member, "tariffs"))
    return ask(request, member, "settings", title=_("New tariff"), back=back, submit=_("Keep the tariff"), form=form)


def _made(form: TariffForm) -> str:
    """The short name of what was made; empty where another has it."""
    given, now = form.cleaned_data, timezone.now()
    like = lines_of(latest_version(tariff_at(given["like"])))
    creditor = Creditor.objects.filter(number=given["creditor"]).first() if given["creditor"] else None
    try:
        with transaction.atomic():
            make(
                code=given["code"],
                name=given["name"],
                prices=[line.price for line in like],
                since=timezone.localdate(now),
                at=now,
                party_id=creditor.party_id if creditor else None,
            )
    except IntegrityError:
        form.add_error("code", _("Another tariff has this short name."))
        return ""
    return str(given["code"])


@staff("settings.edit", "GET", "POST")
def contract_tariff(request: HttpRequest, member: Member, creditor: str, contract: int) -> HttpResponse:
    """The tariff that the files of a contract follow from a day on."""
    found, on = creditor_row(creditor), timezone.localdate()
    row = Contract.objects.filter(pk=contract, creditor=found).select_related("entity").first()
    if row is None:
        raise Http404
    choices = {str(one.pk): one for one in versions_for(found.party_id)}
    named = [(pk, f"{one.tariff.name}, {_('version')} {one.number}") for pk, one in choices.items()]
    form = GiveForm(request.POST or None, versions=named, initial={"since": on})
    if request.method == "POST" and form.is_valid():
        chosen = choices[form.cleaned_data["version"]]
        since, reason = form.cleaned_data["since"], form.cleaned_data["reason"]
        give(contract=row, version=chosen, since=since, reason=reason, at=timezone.now())
        toast(request, _("Files opened from that day on follow this tariff."))
        return to(member, "creditor", creditor=found.number)
    now = version_of(row, on)
    lead = _("Now: %(tariff)s") % {"tariff": now} if now else _("No tariff holds yet: nothing is charged.")
    title = _("Tariff of the contract with %(entity)s") % {"entity": row.entity.name}
    back = (found.name, here(member, "creditor", creditor=found.number))
    submit = _("Follow this tariff")
    return ask(request, member, "creditors", title=title, lead=lead, back=back, submit=submit, form=form)

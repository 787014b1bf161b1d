"""Reports of a creditor's own, as the office makes them: seen, looked at before they are kept, changed, ended."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Member
from clients.models import Contract
from office.views.creditors import creditor_row
from office.views.page import action, ask, here, show, staff, to
from reports.access import contract_for, setting_for
from reports.editing import edited
from reports.models import Setting
from reports.queries.settings import of_party
from reports.screens import settings_table
from reports.services.settings import end
from web.parts import Consequence
from web.toasts import toast

PREMIUM = Contract.Programme.PREMIUM


@staff("creditors.see")
def report_settings(request: HttpRequest, member: Member, creditor: str) -> HttpResponse:
    """The reports of a creditor's own."""
    found, edits = creditor_row(creditor), member.may("creditors.edit")
    running = Contract.objects.filter(creditor=found, ended_on=None, programme=PREMIUM).select_related("entity")
    new = [_new(member, one) for one in running] if edits else []
    empty = _("None yet.") if running else _("Reports of one's own belong to the PREMIUM programme.")
    table = settings_table(of_party(found.party_id), lambda one: _edit(member, one.setting) if edits else "", empty)
    context: dict[str, Any] = {
        "title": _("Reports of its own"),
        "lead": found.name,
        "back_url": here(member, "creditor", creditor=found.number),
        "back_label": found.name,
        "main": new[0] if new else None,
        "others": new[1:],
        "tables": [table],
    }
    return show(request, member, "charter", "creditors", **context)


def _new(member: Member, contract: Contract) -> Any:
    words = _("Make a report for %(entity)s") % {"entity": contract.entity.name}
    return action(member, words, "report_setting_new", "plus", contract=contract.pk)


def _edit(member: Member, setting: Setting) -> str:
    return here(member, "report_setting", setting=setting.uid)


@staff("creditors.edit", "GET", "POST")
def report_setting_new(request: HttpRequest, member: Member, contract: int) -> HttpResponse:
    """Make a report for a creditor."""
    return _page(request, member, contract_for(member, contract, to="creditors.edit"), None)


@staff("creditors.edit", "GET", "POST")
def report_setting(request: HttpRequest, member: Member, setting: UUID) -> HttpResponse:
    """Change a report of a creditor's own: the next one follows."""
    found = setting_for(member, setting, to="creditors.edit")
    return _page(request, member, found.contract, found)


def _page(request: HttpRequest, member: Member, contract: Contract, setting: Setting | None) -> HttpResponse:
    sent, creditor = request.POST if request.method == "POST" else None, contract.creditor
    page = edited(contract=contract, setting=setting, data=sent, at=timezone.now())
    if page.kept:
        toast(request, _("The report is kept: the next one follows it."))
        return to(member, "report_settings", creditor=creditor.number)
    context: dict[str, Any] = page.shown | {
        "title": setting.name if setting else _("A report of its own"),
        "lead": f"{creditor.name} · {contract.entity.name}",
        "back_url": here(member, "report_settings", creditor=creditor.number),
        "back_label": _("Reports of its own"),
        "end_url": here(member, "report_setting_end", setting=setting.uid) if setting else "",
    }
    return show(request, member, "report_setting", "creditors", page.status, **context)


@staff("creditors.edit", "GET", "POST")
def report_setting_end(request: HttpRequest, member: Member, setting: UUID) -> HttpResponse:
    """None is drawn any more; those that were stay."""
    found, now = setting_for(member, setting, to="creditors.edit"), timezone.now()
    creditor = found.contract.creditor
    if request.method == "POST":
        end(setting=found, on=timezone.localdate(now), at=now)
        toast(request, _("The report is ended."))
        return to(member, "report_settings", creditor=creditor.number)
    said = [Consequence(1, _("report is drawn no more"), _("Those that were drawn stay."))]
    back = (found.name, here(member, "report_setting", setting=found.uid))
    title = _("End this report")
    return ask(
        request, member, "creditors", title=title, lead=creditor.name, back=back, submit=title, consequences=said
    )

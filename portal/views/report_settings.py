"""Reports of the creditor's own: seen, made, looked at before they are kept, changed, ended."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Member
from clients.models import Contract
from portal.views.page import creditor_of, creditors, here, show
from reports.access import contract_for, setting_for
from reports.editing import edited
from reports.models import Setting
from reports.queries.settings import of_party
from reports.screens import settings_table
from reports.services.settings import end
from web.parts import Action, Consequence
from web.toasts import toast

PREMIUM = Contract.Programme.PREMIUM


@creditors("claims.see")
def report_settings(request: HttpRequest, member: Member) -> HttpResponse:
    """The reports of the creditor's own, and the rhythm of the usual one."""
    creditor = creditor_of(member)
    edits = member.may("wishes.edit")
    running = Contract.objects.filter(creditor=creditor, ended_on=None, programme=PREMIUM).select_related("entity")
    new = [_new(member, one) for one in running] if edits else []
    empty = _("None yet.") if new else _("Reports of your own belong to the PREMIUM programme.")
    table = settings_table(of_party(creditor.party_id), lambda one: _edit(member, one.setting) if edits else "", empty)
    rhythm = [Action(_("Rhythm of the usual report"), here(member, "preferences"), icon="settings")] if edits else []
    context: dict[str, Any] = {
        "title": _("Reports of your own"),
        "lead": _("They come beside the usual report: the files you choose, in the columns you choose."),
        "back_url": here(member, "reports"),
        "main": new[0] if new else None,
        "others": [*new[1:], *rhythm],
        "table": table,
    }
    return show(request, member, "reports", "report_settings", **context)


def _new(member: Member, contract: Contract) -> Action:
    words = _("Make a report for %(entity)s") % {"entity": contract.entity.name}
    return Action(words, here(member, "report_setting_new", contract=contract.pk), icon="plus")


def _edit(member: Member, setting: Setting) -> str:
    return here(member, "report_setting", setting=setting.uid)


@creditors("wishes.edit", "GET", "POST")
def report_setting_new(request: HttpRequest, member: Member, contract: int) -> HttpResponse:
    """Make a report of one's own."""
    return _page(request, member, contract_for(member, contract, to="wishes.edit"), None)


@creditors("wishes.edit", "GET", "POST")
def report_setting(request: HttpRequest, member: Member, setting: UUID) -> HttpResponse:
    """Change a report of one's own: the next one follows."""
    found = setting_for(member, setting, to="wishes.edit")
    return _page(request, member, found.contract, found)


def _page(request: HttpRequest, member: Member, contract: Contract, setting: Setting | None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    page = edited(contract=contract, setting=setting, data=sent, at=timezone.now())
    if page.kept:
        toast(request, _("The report is kept: the next one follows it."))
        return redirect(here(member, "report_settings"))
    context: dict[str, Any] = page.shown | {
        "title": setting.name if setting else _("A report of your own"),
        "lead": contract.entity.name,
        "back_url": here(member, "report_settings"),
        "back_label": _("Reports of your own"),
        "end_url": here(member, "report_setting_end", setting=setting.uid) if setting else "",
    }
    return show(request, member, "reports", "report_setting", status=page.status, **context)


@creditors("wishes.edit", "GET", "POST")
def report_setting_end(request: HttpRequest, member: Member, setting: UUID) -> HttpResponse:
    """None is drawn any more; those that came stay."""
    found, now = setting_for(member, setting, to="wishes.edit"), timezone.now()
    if request.method == "POST":
        end(setting=found, on=timezone.localdate(now), at=now)
        toast(request, _("The report is ended."))
        return redirect(here(member, "report_settings"))
    context: dict[str, Any] = {
        "title": _("End this report"),
        "lead": found.name,
        "said": [Consequence(1, _("report is drawn no more"), _("Those that came stay with your reports."))],
        "act": _("End this report"),
        "back": here(member, "report_setting", setting=found.uid),
        "back_label": found.name,
    }
    return show(request, member, "reports", "ask", **context)

"""The service charter of a contract: what was promised in time, how it is kept, why something was missed."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.access import DoorClosed
from agencies.models import Member
from clients.models import Contract
from core.dates import add_days
from office.forms.reports import PledgeForm, ReasonForm
from office.views.page import ask, here, show, staff, to
from reports.access import contract_for
from reports.models import Pledge
from reports.queries.charter import Measured, measured, pledges
from reports.screens import charter_row
from reports.services.charter import explain, pledge
from reports.wording import moment, per_cent, pledged
from web import marks
from web.formatting import number
from web.parts import Cell, Heading, Row, TableView
from web.toasts import toast

DAYS = 90  # looked back


@staff("creditors.see")
def charter(request: HttpRequest, member: Member, contract: int) -> HttpResponse:
    """The promises of a contract, as kept in the last ninety days, and those missed with their reasons."""
    found, on = contract_for(member, contract, to="creditors.see"), timezone.localdate()
    kept = measured(found, add_days(on, -DAYS), on)
    context: dict[str, Any] = {
        "title": _("Service charter"),
        "lead": f"{found.creditor.name} · {found.entity.name}",
        "tables": [_promises(member, found, kept), _missed(member, found, kept)],
    }
    back = here(member, "creditor", creditor=found.creditor.number)
    return show(request, member, "charter", "creditors", **context, back_url=back, back_label=found.creditor.name)


def _promises(member: Member, contract: Contract, kept: list[Measured]) -> TableView:
    headings = [
        Heading(_("Commitment")),
        Heading(_("Came due"), "amount"),
        Heading(_("In time"), "amount"),
        Heading(_("Share in time"), "amount"),
        Heading(_("Target"), "badge"),
    ]
    given = {one.kind: one for one in kept}
    rows = []
    for kind in Pledge.Kind.values:
        url = here(member, "charter_pledge", contract=contract.pk, promise=kind) if _may(member) else ""
        one = given.get(kind)
        if one:
            rows.append(charter_row(kind, one.hours, str(one.target), one.due, one.met, url=url))
        else:
            rows.append(_not_promised(kind, url))
    return TableView(_("Promises, as kept in the last %(n)s days") % {"n": number(DAYS)}, headings, rows)


def _may(member: Member) -> bool:
    return member.may("creditors.edit")


def _not_promised(kind: str, url: str) -> Row:
    none = Cell("–", "amount")
    return Row(kind, url, [Cell(pledged(kind, None)), none, none, none, Cell(marks.badge(_("not promised")), "badge")])


def _missed(member: Member, contract: Contract, kept: list[Measured]) -> TableView:
    headings = [
        Heading(_("File"), "key"),
        Heading(_("Commitment")),
        Heading(_("Promised for"), "day"),
        Heading(_("Kept on"), "day"),
        Heading(_("Reason")),
    ]
    rows = [
        Row(
            str(late.clock_id),
            here(member, "charter_reason", contract=contract.pk, clock=late.clock_id)
            if member.may("claims.work")
            else "",
            [
                Cell(str(late.number or "–"), "key"),
                Cell(pledged(one.kind, one.hours)),
                Cell(moment(late.due_at), "day"),
                Cell(moment(late.met_at), "day"),
                Cell(late.reason or marks.badge(_("to be said"), "attention")),
            ],
        )
        for one in kept
        for late in one.missed
    ]
    return TableView(_("Promises not kept in time"), headings, rows, empty=_("Every promise was kept in time."))


def _back(member: Member, found: Contract) -> tuple[str, str]:
    return _("Service charter"), here(member, "charter", contract=found.pk)


@staff("creditors.edit", "GET", "POST")
def charter_pledge(request: HttpRequest, member: Member, contract: int, promise: str) -> HttpResponse:
    """Promise something in time, change a promise, or take it back."""
    found, now = contract_for(member, contract, to="creditors.edit"), timezone.now()
    if promise not in Pledge.Kind.values:
        raise DoorClosed
    on = timezone.localdate(now)
    form = PledgeForm(request.POST or None, kind=promise, on=on, initial=_said(found, promise, on))
    if request.method == "POST" and form.is_valid():
        given = {"hours": None} | form.cleaned_data
        pledge(contract=found, kind=promise, at=now, **given)
        toast(request, _("The charter is changed."))
        return to(member, "charter", contract=found.pk)
    title, submit = pledged(promise, None), _("Keep the promise")
    return ask(
        request,
        member,
        "creditors",
        title=title,
        lead=found.creditor.name,
        back=_back(member, found),
        submit=submit,
        form=form,
    )


def _said(contract: Contract, kind: str, on: date) -> dict[str, Any]:
    one = next((row for row in pledges(contract, on) if row.kind == kind), None)
    told = {"hours": one.hours, "target": per_cent(one.target).rstrip("%").strip()} if one else {}
    return {"since": on, **told}


@staff("claims.work", "GET", "POST")
def charter_reason(request: HttpRequest, member: Member, contract: int, clock: int) -> HttpResponse:
    """Say why a promise was missed."""
    found = contract_for(member, contract, to="claims.work")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if explain(contract=found, clock_id=clock, text=form.cleaned_data["text"], at=timezone.now()) is None:
            raise DoorClosed
        toast(request, _("The reason is kept: the next report tells it."))
        return to(member, "charter", contract=found.pk)
    title, submit = _("Why it was missed"), _("Keep the reason")
    return ask(
        request,
        member,
        "creditors",
        title=title,
        lead=found.creditor.name,
        back=_back(member, found),
        submit=submit,
        form=form,
    )

"""What is done with a run of remittances: approved by a second member, withdrawn, handed to the bank, answered; and a
changed account confirmed, without which its creditor is not paid."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.access import DoorClosed
from agencies.models import Member
from clients.models import AccountChange, AccountConfirmation
from clients.services import confirm_account
from files.rules import MAX_BYTES
from funds.models import Remittance
from funds.queries.remittances import Totals, totals_of
from funds.services.answered import UNREADABLE, Told, read_status
from funds.services.remitting import approve, hand_over, withdraw
from law.refusals import Refusal
from office.forms.money import WhyForm
from office.forms.remittances import ConfirmAccountForm, StatusForm
from office.views.page import ask, here, staff, to
from office.views.remittances import refused, run_for
from web.formatting import day, grouped_iban, money
from web.parts import Consequence
from web.toasts import toast


def _ask(request: HttpRequest, member: Member, found: Remittance, **more: Any) -> HttpResponse:
    words = _("Run of %(day)s") % {"day": day(found.on)}
    back = (words, here(member, "remittance", remittance=found.uid))
    return ask(request, member, "money", back=back, lead=f"{found.entity.name}, {words}", **more)


def _paid(found: Remittance) -> Consequence:
    sums = totals_of([found.pk]).get(found.pk, Totals())
    words = ngettext("creditor is paid %(amount)s", "creditors are paid %(amount)s", sums.creditors)
    return Consequence(sums.creditors, words % {"amount": money(sums.net)})


@staff("money.book", "GET", "POST")
def remittance_approve(request: HttpRequest, member: Member, remittance: UUID) -> HttpResponse:
    """The second pair of eyes: the money leaves the books and the payment order is written."""
    found, now, refusal = run_for(remittance), timezone.now(), None
    if request.method == "POST":
        made = approve(remittance_id=found.pk, on=timezone.localdate(now), at=now)
        if isinstance(made, Remittance):
            toast(request, _("The run is approved. Hand its payment order to the bank, then say so here."))
            return to(member, "remittance", remittance=remittance)
        refusal = refused(made)
    elif found.state != Remittance.State.PROPOSED:
        return to(member, "remittance", remittance=remittance)
    why = _("The payment order can then be downloaded. What comes back later is asked of the creditor.")
    said = [_paid(found), Consequence(1, _("payment order is written"), why, "attention")]
    title = _("Approve this run")
    return _ask(request, member, found, title=title, submit=_("Approve"), consequences=said, refusal=refusal)


@staff("money.book", "GET", "POST")
def remittance_withdraw(request: HttpRequest, member: Member, remittance: UUID) -> HttpResponse:
    """The run is not wanted as it is: its money waits for the next one."""
    found, now = run_for(remittance), timezone.now()
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        withdraw(remittance_id=found.pk, on=timezone.localdate(now), at=now, note=note)
        toast(request, _("The run is withdrawn: its money waits for the next one."))
        return to(member, "remittances")
    if found.state != Remittance.State.PROPOSED:
        return to(member, "remittance", remittance=remittance)
    title, submit = _("Withdraw this run"), _("Withdraw")
    return _ask(request, member, found, title=title, submit=submit, form=form, tone="danger")


@staff("money.book", "GET", "POST")
def remittance_hand_over(request: HttpRequest, member: Member, remittance: UUID) -> HttpResponse:
    """The payment order is with the bank: the promise of 24 hours is kept."""
    found, refusal = run_for(remittance), None
    if request.method == "POST":
        made = hand_over(remittance_id=found.pk, at=timezone.now())
        if isinstance(made, Remittance):
            toast(request, _("Noted: the order is with the bank."))
            return to(member, "remittance", remittance=remittance)
        refusal = refused(made)
    elif found.state != Remittance.State.APPROVED:
        return to(member, "remittance", remittance=remittance)
    title, submit = _("The order is with the bank"), _("I handed it over")
    return _ask(request, member, found, title=title, submit=submit, consequences=[_paid(found)], refusal=refusal)


@staff("money.book", "GET", "POST")
def remittance_status(request: HttpRequest, member: Member, remittance: UUID) -> HttpResponse:
    """What the bank answered: refused lines are held for their creditors again."""
    found, now = run_for(remittance), timezone.now()
    form, refusal = StatusForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        told = UNREADABLE if sent.size > MAX_BYTES else _read(found, sent.read(), now)
        if isinstance(told, Told):
            counted = {"paid": told.paid, "refused": told.refused}
            toast(request, _("The bank paid %(paid)d, refused %(refused)d.") % counted)
            return to(member, "remittance", remittance=remittance)
        refusal = refused(told)
    title, submit = _("Answer of the bank"), _("Read it")
    return _ask(request, member, found, title=title, submit=submit, form=form, refusal=refusal)


def _read(found: Remittance, data: bytes, now: Any) -> Told | Refusal:
    return read_status(remittance_id=found.pk, data=data, on=timezone.localdate(now), at=now)


@staff("creditors.edit", "GET", "POST")
def account_confirm(request: HttpRequest, member: Member, change: int) -> HttpResponse:
    """A manager, not the one who changed it, says that the creditor confirmed its new account."""
    rows = AccountChange.objects.select_related("creditor", "made_by__user")
    found, now = rows.filter(pk=change).first(), timezone.now()
    if found is None:
        raise DoorClosed
    form, refusal = ConfirmAccountForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        made = confirm_account(change=found, on=timezone.localdate(now), at=now, **form.cleaned_data)
        if isinstance(made, AccountConfirmation):
            toast(request, _("The account is confirmed: money goes there once the days of waiting are over."))
            return to(member, "creditor", creditor=found.creditor.number)
        refusal = refused(made)
    back = (found.creditor.name, here(member, "creditor", creditor=found.creditor.number))
    said = [Consequence(1, _("new account: %(iban)s") % {"iban": grouped_iban(found.iban)}, found.reason, "attention")]
    title, submit = _("Confirm the account"), _("The creditor confirmed it")
    return ask(
        request, member, "creditors", title=title, back=back, submit=submit, form=form, consequences=said,
        refusal=refusal,
    )  # fmt: skip

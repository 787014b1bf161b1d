"""What is done with a receipt: attributed, set aside, taken off a file, taken back by the bank; each said before."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.access import DoorClosed
from agencies.models import Member
from claims.access import visible_claims
from claims.models import Claim
from claims.queries.statement import statement_of
from claims.wording import translated
from core.money import ZERO
from funds.models import Receipt, ReceiptPart
from funds.services.attributing import Wanted, allocate, move, to_return
from funds.services.returning import return_payment
from law.refusals import Refusal
from office.forms.money import AttributeForm, ReturnForm, SumForm, WhyForm
from office.views.money import receipt_for
from office.views.page import ask, here, staff, to
from web import parts
from web.formatting import day, money
from web.parts import Consequence
from web.toasts import toast


def ask_of_receipt(request: HttpRequest, member: Member, found: Receipt, **more: Any) -> HttpResponse:
    """The page of an act, under its receipt."""
    back = (money(found.amount), here(member, "receipt", receipt=found.uid))
    lead = more.pop("lead", f"{found.payer or _('Payer unknown')}, {day(found.booked_on)}")
    return ask(request, member, "money", back=back, lead=lead, **more)


def refused(refusal: Refusal) -> parts.Refusal:
    """What was refused, in words."""
    return parts.Refusal(translated(refusal.reason), translated(refusal.cure), translated(refusal.source))


@staff("money.book", "GET", "POST")
def receipt_attribute(request: HttpRequest, member: Member, receipt: UUID) -> HttpResponse:
    """Book what is left of a receipt, or a part of it, on a file."""
    found, now = receipt_for(receipt), timezone.now()
    if found.returned_on or not found.unmatched:
        return to(member, "receipt", receipt=receipt)
    claim = _claim(request.POST.get("number") or request.GET.get("file", ""))
    most = min(found.unmatched, _owed(claim, found)) if claim else found.unmatched
    initial = {"number": claim.number if claim else None, "amount": most}
    form, refusal = AttributeForm(request.POST or None, most=found.unmatched, initial=initial), None
    if request.method == "POST" and form.is_valid():
        if claim is None:
            form.add_error("number", _("There is no such file."))
        else:
            given = form.cleaned_data
            wanted = [Wanted(claim.pk, given["amount"])]
            on = timezone.localdate(now)
            made = allocate(receipt_id=found.pk, parts=wanted, on=on, at=now, note=given["note"])
            if not isinstance(made, Refusal):
                said = _("%(amount)s booked on file %(number)s.")
                toast(request, said % {"amount": money(given["amount"]), "number": claim.number})
                return to(member, "receipt", receipt=receipt)
            refusal = refused(made)
    title, submit = _("Attribute"), _("Book it there")
    consequences = _told(claim, found) if claim else []
    return ask_of_receipt(
        request, member, found, title=title, submit=submit, form=form, consequences=consequences, refusal=refusal
    )


def _claim(number: str) -> Claim | None:
    if not (number.isascii() and number.isdigit() and len(number) <= 12):
        return None
    rows = visible_claims().select_related("debtor", "creditor", "entity", "terms")
    return rows.filter(number=int(number)).first()


def _owed(claim: Claim, found: Receipt) -> Decimal:
    return max(statement_of(claim, found.value_on).total, ZERO)


def _told(claim: Claim, found: Receipt) -> list[Consequence]:
    owed = money(_owed(claim, found))
    what = _("file: %(debtor)s, for %(creditor)s") % {"debtor": claim.debtor.name, "creditor": claim.creditor.name}
    why = _("It owes %(owed)s on %(day)s. The money is then held for this creditor.") % {
        "owed": owed,
        "day": day(found.value_on),
    }
    told = [Consequence(1, what, why, "attention" if claim.closed_on else "quiet")]
    if claim.closed_on:
        closed = _("It was closed on %(day)s: money that comes later is its creditor's all the same.")
        told.append(Consequence(1, _("closed file"), closed % {"day": day(claim.closed_on)}, "attention"))
    return told


@staff("money.book", "GET", "POST")
def receipt_aside(request: HttpRequest, member: Member, receipt: UUID) -> HttpResponse:
    """Set what is left aside, to go back to whoever paid."""
    found, now = receipt_for(receipt), timezone.now()
    if found.returned_on or not found.unmatched:
        return to(member, "receipt", receipt=receipt)
    form = SumForm(request.POST or None, most=found.unmatched)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = to_return(receipt_id=found.pk, **given, on=timezone.localdate(now), at=now)
        if made is None:
            toast(request, _("%(amount)s will be sent back.") % {"amount": money(given["amount"])})
        return to(member, "receipt", receipt=receipt)
    why = _("It goes back to the account that it came from; a payment order is made for it.")
    told = [Consequence(1, _("payment is for nobody here, or too much"), why)]
    title, submit = _("Set aside to send back"), _("Set it aside")
    return ask_of_receipt(request, member, found, title=title, submit=submit, form=form, consequences=told)


@staff("money.book", "GET", "POST")
def receipt_returned(request: HttpRequest, member: Member, receipt: UUID) -> HttpResponse:
    """The bank took the payment back, and its file does not say so."""
    found, now = receipt_for(receipt), timezone.now()
    if found.returned_on:
        return to(member, "receipt", receipt=receipt)
    form = ReturnForm(request.POST or None, first=found.booked_on, last=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return_payment(receipt_id=found.pk, on=given["on"], at=now, reason=given["note"])
        toast(request, _("The payment is undone: what it paid is owed again."))
        return to(member, "receipt", receipt=receipt)
    standing = list(ReceiptPart.objects.filter(receipt=found, ended_on=None))
    files = ngettext("file owes again", "files owe again", len(standing))
    why = _("Interest runs as if this payment had not been made. A file closed as paid is opened again.")
    told = [Consequence(len(standing), files, why, "danger")]
    if gone := sum((part.amount - part.held - part.withheld for part in standing), ZERO):
        covered = _("%(amount)s had been passed on: the entity covers it, and the creditor owes it.")
        told.append(Consequence(1, _("sum to be asked back"), covered % {"amount": money(gone)}, "danger"))
    title, submit = _("The bank took it back"), _("Undo the payment")
    return ask_of_receipt(
        request, member, found, title=title, submit=submit, form=form, consequences=told, tone="danger"
    )


@staff("money.book", "GET", "POST")
def part_move(request: HttpRequest, member: Member, receipt: UUID, part: int) -> HttpResponse:
    """The money was booked on the wrong file: it is to be attributed again."""
    found, now = receipt_for(receipt), timezone.now()
    row = ReceiptPart.objects.filter(pk=part, receipt=found).select_related("claim__debtor").first()
    if row is None:
        raise DoorClosed
    if row.ended_on:
        return to(member, "receipt", receipt=receipt)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        move(part_id=row.pk, on=timezone.localdate(now), at=now, note=form.cleaned_data["note"])
        toast(request, _("The money is to be attributed again."))
        return to(member, "receipt", receipt=receipt)
    why = _("File %(number)s, %(debtor)s, owes it again, as if it had never been booked there.")
    whose = {"number": row.claim.number, "debtor": row.claim.debtor.name}
    told = [Consequence(1, _("payment taken off its file"), why % whose, "attention")]
    if gone := row.amount - row.held - row.withheld:
        covered = _("%(amount)s had been passed on: the entity covers it, and the creditor owes it.")
        told.append(Consequence(1, _("sum to be asked back"), covered % {"amount": money(gone)}, "danger"))
    title, submit = _("It belongs to another file"), _("Take it off this file")
    return ask_of_receipt(request, member, found, title=title, submit=submit, form=form, consequences=told)

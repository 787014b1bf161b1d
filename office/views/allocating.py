"""What each payment on a file served, and another order for it where the parties agreed on one."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.access import DoorClosed
from agencies.models import Member
from claims.access import claim_for
from claims.explaining import PARTS, in_order
from claims.models import Allocation, Claim, Credit
from claims.queries.allocating import Outcome, Served, agreements_of, outcomes, payments_of, source_of
from claims.queries.law import order_from
from claims.services.allocating import reallocate
from core.money import ZERO
from law.allocation import Part
from law.refusals import Refusal
from office.forms.allocating import AllocationForm
from office.views.attributing import refused
from office.views.page import here, show, staff, to
from web import marks
from web.formatting import day, money
from web.parts import Cell, Heading, Row, TableView
from web.toasts import toast

SERVED: tuple[Part, ...] = ("interest", "principal", "penalty")


@staff("claims.see")
def claim_payments(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """The payments on a file: what each served, in the law's order or in another."""
    found, on = claim_for(member, number), timezone.localdate()
    context: dict[str, Any] = {
        "title": _("How payments are shared out"),
        "lead": _("In the order that the law sets, unless the parties agreed otherwise. %(source)s")
        % {"source": source_of(found)},
        "back_label": _("File %(number)s") % {"number": number},
        "back_url": here(member, "claim", number=number),
        "tables": [_payments(member, found, on)],
    }
    return show(request, member, "allocations", "claims", **context)


def _payments(member: Member, found: Claim, on: date) -> TableView:
    headings = [Heading(_("Paid on"), "day"), Heading(_("Order")), *_parts_headings(), Heading(_("Amount"), "amount")]
    rows = [_payment(member, found, one) for one in payments_of(found, on)]
    return TableView(_("Payments"), headings, rows, empty=_("Nothing was paid yet."))


def _parts_headings() -> list[Heading]:
    return [Heading(_("To %(part)s") % {"part": PARTS[part]}, "amount") for part in SERVED]


def _payment(member: Member, found: Claim, one: Served) -> Row:
    may = member.may("law.override") and one.served and not found.closed_on
    url = here(member, "claim_allocation", number=found.number, credit=one.credit.pk) if may else ""
    cells = [
        Cell(day(one.credit.value_on), "day"),
        Cell(_named(one.order), note="" if one.served else _("undone")),
        *(Cell(marks.amount(one.served.get(part, ZERO)), "amount") for part in SERVED),
        Cell(marks.amount(one.credit.amount), "amount"),
    ]
    return Row(str(one.credit.pk), url, cells)


def _named(order: tuple[str, ...]) -> str:
    words = in_order(order) if order else _("the law's order")
    return words[:1].upper() + words[1:]


@staff("law.override", "GET", "POST")
def claim_allocation(request: HttpRequest, member: Member, number: int, credit: int) -> HttpResponse:
    """Share a payment out in another order: what each would serve and leave, then who agreed, when and why."""
    found, now = claim_for(member, number), timezone.now()
    on = timezone.localdate(now)
    paid = _standing(found, credit)
    options = outcomes(found, paid, on)
    choices = [(",".join(one.order), _choice(one)) for one in options]
    holding = next((",".join(one.order) for one in options if one.holds), "")
    initial = {"order": holding, "agreed_on": on, "agreed_by": "creditor"}
    form, refusal = AllocationForm(request.POST or None, choices=choices, on=on, initial=initial), None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"order": order_from(form.cleaned_data["order"])}
        made = reallocate(credit_id=paid.pk, **given, on=on, at=now)
        if isinstance(made, Allocation):
            toast(request, _("The payment is shared out in this order, from its value date on."))
            return to(member, "claim_payments", number=number)
        refusal = made
    return _page(request, member, found, paid, options, form, refusal)


def _standing(found: Claim, credit: int) -> Credit:
    """A payment on this file that nothing undid; a page that is not there otherwise."""
    row = Credit.objects.filter(pk=credit, claim=found, kind=Credit.Kind.PAYMENT, reverses=None).first()
    if row is None or found.closed_on or Credit.objects.filter(reverses=row).exists():
        raise DoorClosed
    return row


def _choice(one: Outcome) -> str:
    return _("%(order)s · %(owed)s owed today") % {"order": _named(one.order), "owed": money(one.owed)}


def _page(
    request: HttpRequest,
    member: Member,
    found: Claim,
    paid: Credit,
    options: list[Outcome],
    form: AllocationForm,
    refusal: Refusal | None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "title": _("Payment of %(amount)s") % {"amount": money(paid.amount)},
        "lead": _("Paid on %(day)s, %(debtor)s, for %(creditor)s")
        % {"day": day(paid.value_on), "debtor": found.debtor.name, "creditor": found.creditor.name},
        "back_label": _("How payments are shared out"),
        "back_url": here(member, "claim_payments", number=found.number),
        "tables": [_outcomes(options), _agreements(paid)],
        "form": form,
        "refusal": refused(refusal) if refusal else None,
    }
    status = 409 if refusal else 422 if form.errors else 200
    return show(request, member, "allocations", "claims", status, **context)


def _outcomes(options: list[Outcome]) -> TableView:
    headings = [Heading(_("Order")), Heading(_("Needs the agreement of")), *_parts_headings()]
    headings.append(Heading(_("Owed today"), "amount"))
    rows = [
        Row(",".join(one.order), "", [
            Cell(_named(one.order), note=_("in force") if one.holds else ""),
            Cell(_needs(one)),
            *(Cell(marks.amount(one.served.get(part, ZERO)), "amount") for part in SERVED),
            Cell(marks.amount(one.owed), "amount"),
        ])
        for one in options
    ]  # fmt: skip
    return TableView(_("What each order serves"), headings, rows)


def _needs(one: Outcome) -> str:
    by = Allocation.AgreedBy
    if one.consent.creditor and one.consent.debtor:
        return str(by.BOTH.label)
    return str(by.CREDITOR.label if one.consent.creditor else by.DEBTOR.label) if one.order else _("nobody")


def _agreements(paid: Credit) -> TableView:
    headings = [Heading(_("Agreed on"), "day"), Heading(_("Order")), Heading(_("Who agreed")), Heading(_("Why"))]
    headings.append(Heading(_("Recorded by")))
    rows = [
        Row(str(one.pk), "", [
            Cell(day(one.agreed_on), "day"),
            Cell(_named(order_from(one.order))),
            Cell(one.get_agreed_by_display()),
            Cell(one.reason),
            Cell(str(one.member.user) if one.member else "–"),
        ])
        for one in agreements_of(paid)
    ]  # fmt: skip
    return TableView(_("What was agreed"), headings, rows, empty=_("Nothing: the law's order holds."))

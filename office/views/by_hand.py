"""Cash and cheques: taken for a file against a numbered paper, and found again in what the bank has."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Member
from claims.access import claim_for
from claims.queries.statement import statement_of
from funds.queries.receipts import listed
from funds.services.by_hand import deposit, take_by_hand
from law.refusals import Refusal
from office.forms.money import ByHandForm, DepositForm
from office.views.acts import ask_about
from office.views.attributing import ask_of_receipt, refused
from office.views.money import receipt_for
from office.views.page import staff, to
from web.formatting import day, money
from web.parts import Consequence
from web.toasts import toast


@staff("claims.work", "GET", "POST")
def claim_received(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """The debtor handed cash or a cheque over: the paper gets its number, the file is credited at once."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    on = timezone.localdate(now)
    if found.closed_on:
        return to(member, "claim", number=number)
    form, refusal = ByHandForm(request.POST or None, on=on), None
    if request.method == "POST" and form.is_valid():
        made = take_by_hand(claim_id=found.pk, **form.cleaned_data, at=now)
        if not isinstance(made, Refusal):
            said = _("Received: write number %(number)s on the paper that the debtor gets.")
            toast(request, said % {"number": made.number})
            return to(member, "claim", number=number)
        refusal = refused(made)
    owed = money(statement_of(found, on).total)
    lead = _("%(debtor)s owes %(owed)s today.") % {"debtor": found.debtor.name, "owed": owed}
    why = _("The file is credited at once. The money is passed on to the creditor once the bank has it for good.")
    told = [Consequence(1, _("numbered receipt for the debtor"), why)]
    title, submit = _("Cash or cheque received"), _("Record what was received")
    return ask_about(
        request, member, found, title=title, submit=submit, form=form, consequences=told, lead=lead, refusal=refusal
    )


@staff("money.book", "GET", "POST")
def receipt_deposit(request: HttpRequest, member: Member, receipt: UUID) -> HttpResponse:
    """What the bank booked as one sum is cash or cheques taken before: ticked, and counted against it."""
    found, now = receipt_for(receipt), timezone.now()
    if found.returned_on or not found.unmatched:
        return to(member, "receipt", receipt=receipt)
    waiting = listed("in_hand").filter(entity_id=found.entity_id).order_by("booked_on", "pk")[:200]
    choices = [
        (str(row.pk), f"{row.number}, {row.payer}, {day(row.booked_on)}, {money(row.amount)}") for row in waiting
    ]
    form, refusal = DepositForm(request.POST or None, choices=choices), None
    if request.method == "POST" and form.is_valid():
        taken = [int(pk) for pk in form.cleaned_data["taken"]]
        made = deposit(receipt_id=found.pk, taken=taken, on=timezone.localdate(now), at=now)
        if made is None:
            toast(request, _("The deposit is counted: what was in it is on the account."))
            return to(member, "receipt", receipt=receipt)
        refusal = refused(made)
    what = _("deposit of %(amount)s at the bank") % {"amount": money(found.unmatched)}
    told = [Consequence(1, what, _("What is ticked must add up to it, to the cent."))]
    title, submit = _("Deposit of cash or cheques"), _("This was in it")
    return ask_of_receipt(
        request, member, found, title=title, submit=submit, form=form, consequences=told, refusal=refusal
    )

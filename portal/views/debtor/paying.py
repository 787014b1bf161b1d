"""A debtor pays: by a transfer, or at once through the provider, who alone says whether it went through."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from csp.constants import SELF
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from amicable.queries.plans import ahead
from claims.letters.parts import payee_of, printed_reference
from claims.models import Claim
from claims.rules import Stage
from core.money import ZERO
from funds.models import OnlinePayment
from funds.provider import pages_origin
from funds.queries.provider import STOPPED, payment_of, why_not
from funds.rules.provider import least
from funds.services import provider
from law.refusals import Refusal
from portal.views.debtor.forms import OnlineForm
from portal.views.debtor.page import LANGUAGES, file_page, here, over, shown, the_file, visited
from portal.views.debtor.reading import owed_by, to_pay
from portal.views.debtor.visits import Visit
from web.formatting import day, grouped_iban, money

State = OnlinePayment.State
METHODS = OnlinePayment.Method.values
CAME = {  # what became of a payment: title, what it means
    "paid": (
        gettext_lazy("We have received your payment"),
        (
            gettext_lazy("It counts from the day on which you paid."),
            gettext_lazy("You get a receipt in writing, free of charge."),
        ),
    ),
    "open": (
        gettext_lazy("Your payment is being checked"),
        (
            gettext_lazy("Our payment provider has not told us yet how it went. That takes a minute at most."),
            gettext_lazy("Do not pay a second time: look again first."),
        ),
    ),
    "away": (
        gettext_lazy("The payment page cannot be reached now"),
        (
            gettext_lazy("Nothing was taken from your account."),
            gettext_lazy("Try again in some minutes, or pay by a transfer from your bank."),
        ),
    ),
    "failed": (
        gettext_lazy("Your payment did not go through"),
        (
            gettext_lazy("Nothing was taken from your account."),
            gettext_lazy("Try again, or pay by a transfer from your bank."),
        ),
    ),
    "back": (
        gettext_lazy("Your payment was taken back"),
        (
            gettext_lazy("Your bank or our payment provider sent the money back to you: it no longer counts."),
            gettext_lazy("Call us if you do not know why."),
        ),
    ),
}


@file_page("GET", "POST")
def pay(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Whom to pay, how much, with which reference; a code for banking apps; at once by card or Bancontact."""
    now = timezone.now()
    on = timezone.localdate(now)
    refusal = why_not(claim, on)
    total, deadline = to_pay(claim, owed_by(claim, on), on)
    if refusal == STOPPED:
        total = ZERO
    form = None if refusal or total <= ZERO else _form(request, claim, total, on)
    if form and request.method == "POST" and form.is_valid() and request.POST.get("method") in METHODS:
        begun = _begin(request, claim, form)
        if isinstance(begun, OnlinePayment):
            return redirect(here(claim, "pay_go", payment=begun.uid))
        form.add_error(None, _("This sum cannot be paid now. Look at what is owed, or pay by a transfer."))
    payee = payee_of(claim, on)
    more: dict[str, Any] = {"total": total, "deadline": deadline, "payee": payee, "form": form}
    more |= {"iban": grouped_iban(payee.iban), "reference": printed_reference(claim.reference)}
    more |= {"qr_url": here(claim, "qr") if payee.iban and total > ZERO else ""}
    answer = shown(request, claim, "pay", to_creditor=payee.name == claim.creditor.name, **more)
    if form:
        answer._csp_update = {"form-action": [SELF, pages_origin()]}  # type: ignore[attr-defined]
        answer.status_code = 422 if form.errors else 200
    return answer


def _form(request: HttpRequest, claim: Claim, total: Decimal, on: date) -> OnlineForm:
    """All of it, the next instalment of a plan that runs, or another sum within what is owed."""
    sums: dict[str, tuple[Any, Decimal]] = {"all": (_("All of it"), total)}
    if plan := ahead(claim, on):
        due = _("The instalment of %(day)s") % {"day": day(plan.next.part.due_on)}
        sums = {"part": (due, plan.next.left), "all": (_("All of it"), min(plan.left, total))}
    return OnlineForm(request.POST or None, sums=sums, least=least(total), most=total)


def _begin(request: HttpRequest, claim: Claim, form: OnlineForm) -> OnlinePayment | Refusal:
    now, given = timezone.now(), form.cleaned_data
    language = get_language() if get_language() in LANGUAGES else "fr"
    return provider.start(
        claim_id=claim.pk, amount=given["sum"], method=request.POST["method"], token=given["token"],
        language=str(language), on=timezone.localdate(now), at=now,
    )  # fmt: skip


@visited()
def pay_go(request: HttpRequest, visit: Visit, payment: UUID) -> HttpResponse:
    """On to the provider's page; back to ours when there is none, or it is over."""
    back = request.path.removesuffix("go/")
    asked: dict[str, Any] = {"agency_id": visit.agency_id, "claim_id": visit.claim_id, "uid": payment}
    page = provider.page_of(**asked, back=back, at=timezone.now())
    return redirect(page or back)


@visited()
def pay_back(request: HttpRequest, visit: Visit, payment: UUID) -> HttpResponse:
    """Back from the provider: what became of the payment, as the provider tells us, not as the browser does."""
    asked: dict[str, Any] = {"agency_id": visit.agency_id, "claim_id": visit.claim_id, "uid": payment}
    provider.look_for(**asked, at=timezone.now())
    with the_file(visit, closed=True) as claim:
        if claim is None:
            return over(request)
        row = payment_of(claim, payment)
        if row is None:
            raise Http404
        return _came(request, claim, row)


def _came(request: HttpRequest, claim: Claim, row: OnlinePayment) -> HttpResponse:
    state = "away" if row.state == State.OPEN and not row.page else row.state
    title, steps = CAME[state]
    closed = claim.stage == Stage.CLOSED
    more = [_("Nothing more is owed: your file is closed.")] if closed and state == State.PAID else []
    go = here(claim, "pay_go", payment=row.uid) if state == State.OPEN else ""
    context = {"state": state, "sum": money(row.amount), "steps": [*steps, *more], "closed": closed, "go_url": go}
    return shown(request, claim, "pay_back", title=title, pay_url=here(claim, "pay"), **context)

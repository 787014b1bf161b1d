"""PAYNOW are ordered: the price is shown whole, then agreed to; they are in stock at once."""

from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Member
from billing.models import TariffLine
from billing.queries.packs import claims_without_paynow, on_sale
from billing.queries.taxing import vat_between
from billing.rules.prices import pack_price
from billing.services.packs import Order, buy
from billing.wording import name_of, rate
from claims.wording import translated
from clients.models import Contract
from clients.queries import paynow_left, running_contract
from core.dates import ONE_DAY, add_months
from law.refusals import Refusal
from portal.forms import OrderForm
from portal.views.page import creditor_of, creditors, here, show
from web import parts
from web.formatting import long_day, money
from web.toasts import toast

MOST = 1000  # PAYNOW ordered one by one


@creditors("claims.decide", "GET", "POST")
def order(request: HttpRequest, member: Member, code: str) -> HttpResponse:
    """The price of a formula, VAT included, and the consent that buys it."""
    contract, now = running_contract(creditor_of(member)), timezone.now()
    on = timezone.localdate(now)
    line = next((one for one in on_sale(contract, on) if one.code == code), None) if contract else None
    if contract is None or line is None:
        raise Http404
    waiting = claims_without_paynow(contract.party_id)
    quantity = _quantity(request, line, waiting)
    price = pack_price(line.price, quantity)
    form = OrderForm(request.POST or None, initial={"token": str(uuid4()), "quantity": quantity, "price": price})
    refused = None
    if request.method == "POST" and form.is_valid():
        made = buy(contract=contract, order=Order(code=code, **form.order()), on=on, at=now)
        if not isinstance(made, Refusal):
            left = paynow_left(contract.party_id)
            toast(request, _("Ordered: %(n)d PAYNOW are in your stock now.") % {"n": left})
            return redirect(here(member, "contract"))
        said = " ".join(translated(text) for text in (made.reason, made.cure))
        refused = parts.Refusal(_("ordering PAYNOW"), said, translated(made.source), None)
    context = {
        "title": name_of(line),
        "form": form,
        "facts": _facts(contract, line, quantity),
        "single": (line.quantity or 1) == 1,
        "quantity": quantity,
        "most": MOST,
        "waiting": _waiting(waiting),
        "refusal": refused,
        "back_url": here(member, "contract"),
        "total": money(price),
    }
    return show(request, member, "contract", "order", status=409 if refused else 422 if form.errors else 200, **context)


def _quantity(request: HttpRequest, line: TariffLine, waiting: int) -> int:
    """How many the page speaks of: a pack's own number; one by one, what is asked for, else what waits."""
    if (line.quantity or 1) > 1:
        return line.quantity or 1
    asked = request.GET.get("quantity", "") or request.POST.get("quantity", "")
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else waiting
    return min(max(wanted, 1), MOST)


def _facts(contract: Contract, line: TariffLine, quantity: int) -> list[tuple[str, str]]:
    """All that is agreed to: how many, until when, what they cost."""
    on = timezone.localdate()
    price, vat = pack_price(line.price, quantity), vat_between(contract.entity, contract.creditor, on)
    tax = vat.on(price)
    until = long_day(add_months(on, line.valid_months) - ONE_DAY) if line.valid_months else _("without end")
    taxed = _("reverse charge, you owe it") if vat.category == "AE" else f"{money(tax)} ({rate(vat.rate)})"
    return [
        (_("PAYNOW"), str(quantity)),
        (_("Valid until"), until),
        (_("Excluding VAT"), money(price)),
        (_("VAT"), taxed),
        (_("To be paid"), money(price + tax)),
        (_("Invoiced by"), contract.entity.name),
        (_("Agreed in"), line.why),
    ]


def _waiting(waiting: int) -> str:
    said = ngettext("%(n)d file waits for a PAYNOW.", "%(n)d files wait for a PAYNOW.", waiting) % {"n": waiting}
    return f"{said} {_('Ordered now, it goes on at once.')}" if waiting else ""

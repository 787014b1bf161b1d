"""Which formula suits a creditor, by the claims that it expects in a year."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Member
from billing.models import TariffLine
from clients.rules import Advice, Offer, advised
from clients.tariff import Prices, prices_of
from portal.forms import VolumeForm
from portal.views.page import here
from web import marks
from web.formatting import money
from web.parts import Cell, Heading, Row, TableView


def advice(request: HttpRequest, member: Member, lines: Sequence[TariffLine]) -> dict[str, Any]:
    """What the contract page shows: the prices, the form, and the advice once a number was given."""
    if not lines:
        return {}
    prices = Prices(tuple(_offer(line) for line in lines), prices_of(member.agency.preset).premium_from)
    orders = {line.quantity or 1: here(member, "order", code=line.code) for line in lines}
    form = VolumeForm(request.GET if "claims" in request.GET else None)
    found = advised(prices.offers, prices.premium_from, form.cleaned_data["claims"]) if form.is_valid() else None
    return {"volume": form, "advised": _said(found) if found else None, "prices": _table(prices, found, orders)}


def _offer(line: TariffLine) -> Offer:
    last = line.advised_to if line.advised_to is not None else -1
    return Offer(line.quantity or 1, line.value, line.advised_from or 0, last, line.valid_months)


def _said(found: Advice) -> tuple[str, str]:
    """The advice as a title and a sentence."""
    premium = _("Ask the agency for a PREMIUM quotation: a contract made for you.") if found.premium else ""
    if found.offer is None:
        return _("PREMIUM, by quotation"), premium
    cost = _("%(amount)s a year for %(n)d claims, excluding VAT.")
    cost %= {"amount": money(found.offer.cost(found.claims)), "n": found.claims}
    return _name(found.offer), f"{cost} {premium}".strip()


def _name(offer: Offer) -> str:
    if offer.quantity == 1:
        return _("Single PAYNOW")
    return _("Annual pack of %(n)d PAYNOW") % {"n": offer.quantity}


def _table(prices: Prices, found: Advice | None, orders: dict[int, str]) -> TableView:
    headings = [Heading(_("Formula")), Heading(_("Claims a year")), Heading(_("Price excluding VAT"), "amount")]
    rows = [_row(one, found is not None and found.offer == one, orders[one.quantity]) for one in prices.offers]
    if prices.premium_from is not None:
        mark = marks.badge(_("advised"), "ok") if found and found.premium else ""
        after = _("%(n)d and more") % {"n": prices.premium_from}
        cells = [Cell("PREMIUM", note=mark), Cell(after), Cell(_("by quotation"), "amount")]
        rows.append(Row("premium", "", cells))
    return TableView(_("Formulas and prices"), headings, rows)


def _row(offer: Offer, chosen: bool, order: str) -> Row:
    first, last = offer.advised_from, offer.advised_to
    span = _("%(first)d to %(last)d") if first else _("up to %(last)d") if last >= 0 else ""
    months = offer.valid_months or 0
    valid = ngettext("valid for %(n)d month", "valid for %(n)d months", months) % {"n": months} if months else ""
    price = _("each") if offer.quantity == 1 else valid
    cells = [
        Cell(_name(offer), note=marks.badge(_("advised"), "ok") if chosen else ""),
        Cell(span % {"first": first, "last": last}),
        Cell(money(offer.price), "amount", note=price),
    ]
    return Row(str(offer.quantity), order, cells)

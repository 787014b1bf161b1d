"""Which formula suits a creditor, by the claims that it expects in a year."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clients.rules import Advice, Offer, advised
from clients.tariff import Prices, prices_of
from portal.forms import VolumeForm
from web import marks
from web.formatting import money
from web.parts import Cell, Heading, Row, TableView


def advice(request: HttpRequest, preset: str) -> dict[str, Any]:
    """What the contract page shows: the prices, the form, and the advice once a number was given."""
    prices = prices_of(preset)
    if not prices.offers:
        return {}
    form = VolumeForm(request.GET if "claims" in request.GET else None)
    found = advised(prices.offers, prices.premium_from, form.cleaned_data["claims"]) if form.is_valid() else None
    return {"volume": form, "advised": _said(found) if found else None, "prices": _table(prices, found)}


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


def _table(prices: Prices, found: Advice | None) -> TableView:
    headings = [Heading(_("Formula")), Heading(_("Claims a year")), Heading(_("Price excluding VAT"), "amount")]
    rows = [_row(one, found is not None and found.offer == one) for one in prices.offers]
    if prices.premium_from is not None:
        mark = marks.badge(_("advised"), "ok") if found and found.premium else ""
        after = _("%(n)d and more") % {"n": prices.premium_from}
        cells = [Cell("PREMIUM", note=mark), Cell(after), Cell(_("by quotation"), "amount")]
        rows.append(Row("premium", "", cells))
    return TableView(_("Formulas and prices"), headings, rows)


def _row(offer: Offer, chosen: bool) -> Row:
    first, last = offer.advised_from, offer.advised_to
    span = _("%(first)d to %(last)d") if first else _("up to %(last)d")
    months = offer.valid_months or 0
    valid = ngettext("valid for %(n)d month", "valid for %(n)d months", months) % {"n": months} if months else ""
    price = _("each") if offer.quantity == 1 else valid
    cells = [
        Cell(_name(offer), note=marks.badge(_("advised"), "ok") if chosen else ""),
        Cell(span % {"first": first, "last": last}),
        Cell(money(offer.price), "amount", note=price),
    ]
    return Row(str(offer.quantity), "", cells)

"""How prices and fees read: on screens in the reader's language, on invoices in the creditor's."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from billing.models import Fee, TariffLine
from billing.rules.invoicing import Drawn, Earned
from billing.rules.prices import Price
from web.formatting import long_day, money, number

NAMES: Mapping[str, Any] = {
    "joining": gettext_lazy("Joining fee"),
    "paynow-single": gettext_lazy("PAYNOW, one by one"),
    "amicable-success": gettext_lazy("Success fee, amicable stage"),
    "judicial-success": gettext_lazy("Success fee, judicial stage"),
    "success": gettext_lazy("Success fee"),
    "certificate-of-non-recovery": gettext_lazy("Certificate of non-recovery"),
    "opening": gettext_lazy("Opening of files"),
    "reminder": gettext_lazy("Reminders sent"),
    "call": gettext_lazy("Telephone calls"),
}
STAGES: Mapping[str, Any] = {
    "contract": gettext_lazy("in the contract"),
    "paynow": gettext_lazy("in the PAYNOW stage"),
    "amicable": gettext_lazy("in the amicable stage"),
    "judicial": gettext_lazy("in the judicial stage"),
}
NAMED = 8  # files named on a line; the others are counted


def name_of(price: Price | TariffLine) -> str:
    """What a line is called: its own label, the words of its short name, or the size of the pack."""
    if price.label:
        return price.label
    if price.code not in NAMES and (price.quantity or 1) > 1:
        return _("Annual pack of %(n)d PAYNOW") % {"n": price.quantity}
    return str(NAMES.get(price.code, price.code))


def value_of(price: Price) -> str:
    """The price in words: 10 % of the sums received, at most 250,00 €."""
    if price.kind == "cost":
        return _("at cost")
    if price.kind == "fixed":
        return money(price.value)
    said = [percent(price)]
    if price.minimum is not None:
        said.append(_("at least %(amount)s") % {"amount": money(price.minimum)})
    if price.cap is not None:
        said.append(_("at most %(amount)s") % {"amount": money(price.cap)})
    return ", ".join(said)


def percent(price: Price) -> str:
    """The share of the sums received, band by band where there are bands."""
    if not price.bands:
        return _("%(rate)s of the sums received") % {"rate": rate(price.value)}
    told = [
        (_("%(rate)s up to %(amount)s") % {"rate": rate(band.percent), "amount": money(band.until)})
        if band.until is not None
        else _("%(rate)s beyond") % {"rate": rate(band.percent)}
        for band in price.bands
    ]
    return ", ".join(told)


def rate(value: Decimal) -> str:
    """A rate without needless zeros: 10 %, 12,5 %."""
    return f"{number(value.normalize() + 0)}\u00a0%"


def why(drawn: Drawn, line: TariffLine) -> str:
    """Why this line: what it counts and where the price was agreed."""
    return " ".join(part for part in (_counted(drawn, line), _where(line)) if part)


def why_fee(fee: Fee) -> str:
    """Why one fee: the same for a list of fees; its line must be at hand."""
    earned = fee.earned
    return _counted(Drawn(fee.code, earned.pieces, earned.unit, (earned,)), fee.line)


def _counted(drawn: Drawn, line: TariffLine) -> str:
    first = drawn.fees[0]
    if line.due == TariffLine.Due.RECOVERY:
        return _of_receipts(first, line)
    if "list" in first.facts:
        lists = ", ".join(str(fee.facts["list"]) for fee in drawn.fees)
        return _("Files of the list: %(lists)s.") % {"lists": lists}
    if "paynow" in first.facts:
        return _of_paynow(first)
    claims = [fee.claim for fee in drawn.fees if fee.claim is not None]
    return _files(claims)


def _of_receipts(fee: Earned, line: TariffLine) -> str:
    said = {
        "file": fee.claim,
        "base": money(fee.base),
        "stage": STAGES[fee.stage],
        "price": value_of(line.price),
        "due": money(Decimal(fee.facts["due"])),
    }
    text = _("File %(file)s: %(base)s received %(stage)s; %(price)s: %(due)s.") % said
    before = Decimal(fee.facts["before"])
    if before:
        text += " " + _("Charged before: %(amount)s.") % {"amount": money(before)}
    return text


def _of_paynow(fee: Earned) -> str:
    until = fee.facts.get("until")
    if not until:
        return ""
    return _("To be used until %(day)s.") % {"day": long_day(date.fromisoformat(until))}


def _files(claims: Sequence[int]) -> str:
    if not claims:
        return ""
    shown, more = ", ".join(str(claim) for claim in claims[:NAMED]), len(claims) - NAMED
    text = ngettext("File %(files)s", "Files %(files)s", len(claims)) % {"files": shown}
    return f"{text}{' ' + _('and %(n)d more') % {'n': more} if more > 0 else ''}."


def _where(line: TariffLine) -> str:
    return _("Agreed: %(where)s.") % {"where": line.why.rstrip(".")} if line.why else ""

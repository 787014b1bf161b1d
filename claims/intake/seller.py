"""Whether an invoice is the creditor's own, where the file says who issued it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claims.intake.findings import Finding
from formats.invoices import NewInvoice
from formats.words import folded

_FRENCH_VAT = re.compile(r"FR[0-9A-Z]{2}([0-9]{9})", re.ASCII)
_BELGIAN = re.compile(r"(?:BE)?([0-9]{9,10})", re.ASCII)
_SIRET = re.compile(r"([0-9]{9})[0-9]{5}", re.ASCII)
_NOISE = re.compile(r"[^0-9A-Z]")


@dataclass(frozen=True, slots=True)
class Seller:
    """The creditor, as its invoices would name it. Its numbers are those of `register_numbers`."""

    name: str
    numbers: frozenset[str]


def register_numbers(*written: str | None) -> frozenset[str]:
    """The number of the firm that each of these stands for: VAT number, SIREN or SIRET, with or without its country."""
    return frozenset(_register_number(plain) for number in written if (plain := _NOISE.sub("", (number or "").upper())))


def _register_number(plain: str) -> str:
    found = _FRENCH_VAT.fullmatch(plain) or _SIRET.fullmatch(plain) or _BELGIAN.fullmatch(plain)
    return found[1].lstrip("0") if found else plain  # Belgian: nine digits once, the same behind a zero since


def not_the_seller(invoice: NewInvoice, seller: Seller) -> Iterator[Finding]:
    """An error when the numbers differ; a warning when there are none to compare and the names differ."""
    if not (invoice.seller_name or invoice.seller_vat_number or invoice.seller_enterprise_number):
        return
    said = register_numbers(invoice.seller_vat_number, invoice.seller_enterprise_number)
    if said and seller.numbers:
        if not said & seller.numbers:
            yield Finding("seller_vat_number", "seller_not_creditor", "error", ", ".join(sorted(said)))
    elif invoice.seller_name and folded(invoice.seller_name) != folded(seller.name):
        yield Finding("seller_name", "seller_other_name", "warning", invoice.seller_name)

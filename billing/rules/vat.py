"""VAT on the agency's own services, by the issuing entity's country and the creditor's status (DOMAIN §2)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from core.money import ZERO, rounded
from law.dated import Since, Table, in_force

Category = Literal["S", "AE"]  # UNCL 5305: standard rate, reverse charge
HUNDRED = Decimal(100)
RATES: dict[str, Table[Decimal]] = {
    "BE": Table(
        "vat-be", "open", (Since(date(1996, 1, 1), Decimal("21.00"), "AR n° 20 du 20 juillet 1970, art. 1er"),)
    ),
    "FR": Table("vat-fr", "open", (Since(date(2014, 1, 1), Decimal("20.00"), "CGI art. 278"),)),
}
MEMBER_STATES = frozenset(  # Northern Ireland trades goods under EU rules, not services
    ("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
     "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK")
)  # fmt: skip
REVERSE_CHARGE = "Directive 2006/112/CE, art. 44 et 196"
NATIONAL = {"BE": "CTVA art. 21 § 2", "FR": "CGI art. 283-2"}


@dataclass(frozen=True, slots=True)
class Vat:
    """Which VAT an invoice bears: category, rate in per cent, and the article that says so."""

    category: Category
    rate: Decimal
    source: str

    def on(self, net: Decimal) -> Decimal:
        """The VAT on a net sum, computed once on the whole invoice, half a cent away from zero."""
        return rounded(net * self.rate / HUNDRED) if self.rate else ZERO


def vat_of(*, entity: str, creditor: str, has_valid_number: bool, on: date) -> Vat:
    """The VAT of a service by an entity in country `entity` to a creditor in country `creditor` (ISO codes).

    A business of another member state with a valid VAT number owes it there (reverse charge, art. 196); everybody else
    bears the issuer's rate. Raises KeyError for an entity outside Belgium and France, MissingPeriod before the first
    rate known.
    """
    if creditor != entity and creditor in MEMBER_STATES and has_valid_number:
        return Vat("AE", ZERO, f"{REVERSE_CHARGE} ; {NATIONAL[entity]}")
    found = in_force(RATES[entity], on)
    return Vat("S", found.value, found.source)

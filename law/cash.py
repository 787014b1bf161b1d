"""How much may be paid in cash: by one debtor on one debt, in one go or in parts."""

from dataclasses import dataclass
from decimal import Decimal

from law.rulesets import Country


@dataclass(frozen=True, slots=True)
class CashCap:
    """The most that may be paid in notes and coins, and the text that says so."""

    most: Decimal
    source: str


CAPS: dict[Country, CashCap] = {
    "be": CashCap(Decimal("3000.00"), "Loi du 18 septembre 2017, art. 67"),
    "fr": CashCap(Decimal("1000.00"), "C. mon. fin. art. L112-6, D112-3"),
}
"""Belgium: since 2014, whatever the number of instalments; France: since 1 September 2015, debtors who live there."""


def beyond_cap(country: Country, paid_before: Decimal, amount: Decimal) -> CashCap | None:
    """The cap that this payment would pass, with what was paid in cash before; None where it may be taken."""
    cap = CAPS[country]
    return cap if paid_before + amount > cap.most else None

"""The PAYNOW stock, and what is advised for a yearly number of claims."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal


def reservable(stock: int, wanted: int) -> int:
    """How many of `wanted` PAYNOW the stock still covers."""
    return max(0, min(stock, wanted))


def hidden(iban: str) -> str:
    """An IBAN as it may stand in a mail or an audit: its country and its last four signs; "" for none."""
    return f"{iban[:2]}… {iban[-4:]}" if iban else ""


@dataclass(frozen=True, slots=True)
class Account:
    """Where a creditor is paid, and what keeps money from going there.

    `why`: "" for nothing, "none" without an account, "unconfirmed" until a second member has asked the creditor by
    another channel, "cooling" until `from_` (inclusive).
    """

    iban: str
    bic: str
    why: str = ""
    from_: date | None = None


def payable(*, iban: str, bic: str, changed: bool, confirmed: bool, from_: date | None, on: date) -> Account:
    """The account as it may be used on `on`; `changed` says that it is not the first one, `from_` ends its wait."""
    if not iban:
        return Account(iban, bic, "none")
    if changed and not confirmed:
        return Account(iban, bic, "unconfirmed", from_)
    if changed and from_ and on < from_:
        return Account(iban, bic, "cooling", from_)
    return Account(iban, bic)


@dataclass(frozen=True, slots=True)
class Lot:
    """PAYNOW that came together: how many, until when they may be used (inclusive; None: without end), how many are
    left, and whether what was left has lapsed."""

    source: str
    quantity: int
    until: date | None
    left: int
    lapsed: int = 0


def lots(granted: Sequence[Lot], used: int) -> list[Lot]:
    """The lots with what is left of each after `used` PAYNOW: those that end first are used first.

    A lot that lapsed gave what it had before; the rest is taken from the others. `left` of what is given is ignored.
    """
    served = []
    for lot in sorted(granted, key=lambda lot: (lot.until is None, lot.until or date.max, lot.source)):
        own = lot.quantity - lot.lapsed if lot.lapsed else min(lot.quantity, max(used, 0))
        used -= own
        served.append(replace(lot, left=0 if lot.lapsed else lot.quantity - own))
    return served


@dataclass(frozen=True, slots=True)
class Offer:
    """PAYNOW on sale: so many for so many euros (excluding VAT), advised to so many claims a year, both inclusive."""

    quantity: int
    price: Decimal
    advised_from: int
    advised_to: int
    valid_months: int | None = None

    def cost(self, claims: int) -> Decimal:
        """What `claims` claims cost in euros, excluding VAT: singles each, a pack once."""
        return self.price * claims if self.quantity == 1 else self.price


@dataclass(frozen=True, slots=True)
class Advice:
    """What a creditor with so many claims a year is advised: an offer, a PREMIUM quotation, or both."""

    claims: int
    offer: Offer | None
    premium: bool


def advised(offers: Sequence[Offer], premium_from: int | None, claims: int) -> Advice:
    """The advice for `claims` claims a year (DOMAIN §2: 10 is single; at 100 the pack, and PREMIUM offered).

    Raises ValueError for a negative number.
    """
    if claims < 0:
        raise ValueError(f"{claims} claims a year")
    offer = next((one for one in offers if one.advised_from <= claims <= one.advised_to), None)
    return Advice(claims, offer, premium_from is not None and claims >= premium_from)

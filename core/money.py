"""Money is `Decimal`, in the currency's units. Amounts are rounded here and nowhere else."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

ZERO = Decimal("0.00")
DIGITS = {"EUR": 2}


def unit(currency: str = "EUR") -> Decimal:
    """The smallest amount of a currency (0.01 for the euro); KeyError for a currency the platform does not keep."""
    return Decimal(1).scaleb(-DIGITS[currency])


def rounded(amount: Decimal, currency: str = "EUR") -> Decimal:
    """`amount` to the cent, half a cent away from zero."""
    return amount.quantize(unit(currency), ROUND_HALF_UP)


def rounded_down(amount: Decimal, currency: str = "EUR") -> Decimal:
    """`amount` to the cent, towards zero: for legal caps, which not even half a cent may pass."""
    return amount.quantize(unit(currency), ROUND_DOWN)


def cents(amount: Decimal, currency: str = "EUR") -> int:
    """A whole number of cents; ValueError when `amount` has not been rounded before."""
    scaled = amount.scaleb(DIGITS[currency])
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{amount} is not a whole number of cents")
    return int(scaled)


def from_cents(count: int, currency: str = "EUR") -> Decimal:
    """The amount that `count` cents make."""
    return Decimal(count).scaleb(-DIGITS[currency])


def split(total: Decimal, weights: Sequence[Decimal], currency: str = "EUR") -> list[Decimal]:
    """Parts of `total` in proportion to `weights`, adding up to it; the largest remainders take the odd cents.

    Equal remainders are served in the order given. ValueError when a weight is negative or none is above zero.
    """
    whole = sum(weights, Decimal(0))
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must not be negative, nor all zero")
    exact = [total * weight / whole for weight in weights]
    parts = [rounded_down(share, currency) for share in exact]
    odd = cents(total - sum(parts, ZERO), currency)
    neediest = sorted(range(len(parts)), key=lambda i: abs(parts[i]) - abs(exact[i]))
    for i in neediest[: abs(odd)]:
        parts[i] += unit(currency).copy_sign(total)
    return parts

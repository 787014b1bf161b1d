"""The PAYNOW stock."""

HOUSE = "Brochure CREANSYS, p. 7"


def reservable(stock: int, wanted: int) -> int:
    """How many of `wanted` PAYNOW the stock still covers."""
    return max(0, min(stock, wanted))

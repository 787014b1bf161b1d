"""What an agency sells to its creditors, as its preset says it (the form of the files is checked when agencies are
created)."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import agencies
from clients.rules import Offer

FOLDER = Path(agencies.__file__).parent / "presets"


@dataclass(frozen=True, slots=True)
class Prices:
    """PAYNOW on sale, the smallest quantity first, and from how many claims a year PREMIUM is offered (inclusive)."""

    offers: tuple[Offer, ...]
    premium_from: int | None


@cache
def prices_of(preset: str) -> Prices:
    """The prices of an agency's preset; no offers where it advises none, or where the preset is no file of ours."""
    file = FOLDER / f"{preset}.toml"
    told: dict[str, Any] = tomllib.loads(file.read_text()) if file.is_file() else {}
    lines = [line for line in told.get("tariff", ()) if "advised_to" in line]
    offers = sorted((_offer(line) for line in lines), key=lambda offer: offer.quantity)
    return Prices(tuple(offers), told.get("premium_offered_from"))


def _offer(line: dict[str, Any]) -> Offer:
    return Offer(
        quantity=line.get("quantity", 1),
        price=Decimal(line["value"]),
        advised_from=line["advised_from"],
        advised_to=line["advised_to"],
        valid_months=line.get("valid_months"),
    )

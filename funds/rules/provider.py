"""Payments through a provider: what may be paid, when the provider is asked again, whether its settlement adds up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from core.money import ZERO

State = Literal["open", "paid", "failed", "returned"]
LEAST = Decimal("5.00")  # euros: below, the provider's fee eats too much of it
LASTS = timedelta(hours=1)  # how long the provider's page may be paid
WAITS = tuple(map(timedelta, (0, 0, 0), (120, 600, 3600)))  # at first; then every hour
EACH_HOUR = timedelta(hours=1)
GIVEN_UP = timedelta(days=3)  # a page lasts an hour: who was not told by then never will be
WATCH, WATCHED = timedelta(days=7), timedelta(days=200)  # how often, how long a card may be charged back
SETTLEMENT = re.compile(r"\bSTL-[A-Z0-9]{6,30}\b")


def least(owed: Decimal) -> Decimal:
    """The least that may be paid of what is owed: all of it where that is less. A house rule."""
    return min(LEAST, owed)


def next_look(asked_at: datetime, at: datetime) -> datetime | None:
    """When a payment that is open is asked after again; None when it is given up."""
    gone = at - asked_at
    if gone >= GIVEN_UP:
        return None
    return at + next((wait for wait in WAITS if gone < wait), EACH_HOUR)


def next_watch(paid_at: datetime, at: datetime) -> datetime | None:
    """When a payment that was made is looked at again, for it may be taken back; None once nobody can any more."""
    return at + WATCH if at - paid_at < WATCHED else None


def settlement_in(text: str) -> str:
    """The number of a provider's settlement in the words of a bank; empty without one."""
    found = SETTLEMENT.search(text.upper())
    return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A payment in a settlement: paid out (above zero) or taken off again (below), and what the provider keeps."""

    reference: str
    amount: Decimal
    fee: Decimal


@dataclass(frozen=True, slots=True)
class Report:
    """What a settlement is made of; `net` is what reached the bank."""

    number: str
    net: Decimal
    pieces: Sequence[Piece]

    @property
    def fee(self) -> Decimal:
        """What the provider keeps of it."""
        return sum((piece.fee for piece in self.pieces), ZERO)

    @property
    def adds_up(self) -> bool:
        """To the cent, each payment once, no fee below zero."""
        gross = sum((piece.amount for piece in self.pieces), ZERO)
        named = [(piece.reference, piece.amount > ZERO) for piece in self.pieces]
        once = len(set(named)) == len(named) and all(piece.amount for piece in self.pieces)
        return once and min((piece.fee for piece in self.pieces), default=ZERO) >= ZERO and self.net == gross - self.fee

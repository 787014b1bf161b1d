"""What each creditor is paid of the money held for it: all that is good, gross, less what may be set off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.money import ZERO


class Why(StrEnum):
    """Why a creditor with money is not paid."""

    NO_ACCOUNT = "none"
    WRONG_ACCOUNT = "wrong"
    UNCONFIRMED = "unconfirmed"  # its account was changed, and no second member has asked it
    COOLING = "cooling"  # confirmed, and the days of waiting are not over


@dataclass(frozen=True, slots=True)
class Payee:
    """A creditor and the account on which it is paid; `why` keeps money from going there, until `from_` (inclusive)."""

    party_id: int
    name: str
    iban: str
    bic: str = ""
    why: Why | None = None
    from_: date | None = None
    may_set_off: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a receipt with what is held of it; `withheld` of it pays invoices."""

    part_id: int
    receipt_id: int
    party_id: int
    amount: Decimal
    withheld: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Deduction:
    """An invoice that a creditor owes the entity, to be taken from its money: plain values, as billing tells them."""

    party_id: int
    reference: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Planned:
    """What one creditor is paid, and from which parts."""

    payee: Payee
    pieces: tuple[Piece, ...]
    taken: tuple[Deduction, ...] = field(default=())

    @property
    def gross(self) -> Decimal:
        """What is held for it."""
        return sum((piece.amount for piece in self.pieces), ZERO)

    @property
    def withheld(self) -> Decimal:
        """What stays for its invoices."""
        return sum((one.amount for one in self.taken), ZERO)


def plan(pieces: Sequence[Piece], payees: Mapping[int, Payee], owed: Sequence[Deduction] = ()) -> list[Planned]:
    """One line for each creditor whose account may be used, in the order of the pieces; the oldest money first.

    Invoices are taken in the order given, up to what is held, and only from whoever agreed to it in its contract.
    """
    by_party: dict[int, list[Piece]] = {}
    for piece in pieces:
        by_party.setdefault(piece.party_id, []).append(piece)
    ready = [(payees[party], found) for party, found in by_party.items() if payees[party].why is None]
    return [_planned(payee, found, [one for one in owed if one.party_id == payee.party_id]) for payee, found in ready]


def _planned(payee: Payee, pieces: Sequence[Piece], owed: Sequence[Deduction]) -> Planned:
    left = sum((piece.amount for piece in pieces), ZERO) if payee.may_set_off else ZERO
    taken = []
    for one in owed:
        if amount := min(left, one.amount):
            taken.append(Deduction(one.party_id, one.reference, amount))
            left -= amount
    return Planned(payee, tuple(_withheld(pieces, sum((one.amount for one in taken), ZERO))), tuple(taken))


def _withheld(pieces: Sequence[Piece], total: Decimal) -> list[Piece]:
    """The pieces with what is withheld of each, the first ones first."""
    made = []
    for piece in pieces:
        take = min(piece.amount, total)
        total -= take
        made.append(Piece(piece.part_id, piece.receipt_id, piece.party_id, piece.amount, take))
    return made

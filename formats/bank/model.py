"""What every bank file is read into, whatever its format: files hold statements, statements hold movements.

Amounts are signed as the account sees them: money in is above zero, money out below; exactly what the file writes,
never rounded. An `account` is as the file writes it, `iban` is filled when that is one or when one follows from it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from formats.bank.references import Reference

Kind = Literal["statement", "report", "notice"]
"""A statement is the account's record. Reports (CAMT.052, MT942) and notices (CAMT.054) tell in advance, or in detail,
what a statement will carry: book none of them, or the same money comes twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One payment as the bank tells it. Empty text: not said.

    `end_to_end` is the payer's own reference; `name` and `account` are the other side's, the account an IBAN or not;
    `return_reason` is the ISO 20022 code (AC04, MD01…), or the bank's, of a payment that comes back. `amount` is None
    where a batch does not say its parts in the account's currency.
    """

    amount: Decimal | None
    bank_reference: str = ""
    end_to_end: str = ""
    references: tuple[Reference, ...] = ()
    text: str = ""
    name: str = ""
    account: str = ""
    return_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement(Payment):
    """One entry of the account. `parts` are the payments that the bank booked as one; of a single one, the movement
    says all and `parts` is empty. `batch_count` is how many payments the bank says are in it, 0 when it does not.

    `pending`: not booked by the bank yet, in no balance. `reversal`: takes back an earlier entry. `charge`: the bank's
    own code says that it is its fee or interest, whatever the sign.
    `place` says where in the file it stands ("line 12", "entry 3").
    """

    amount: Decimal
    currency: str
    booked_on: date
    value_on: date | None = None
    pending: bool = False
    reversal: bool = False
    charge: bool = False
    batch_count: int = 0
    parts: tuple[Payment, ...] = ()
    place: str = ""

    @property
    def payments(self) -> tuple[Payment, ...]:
        """What may be matched one by one: the parts when they add up to the entry, else the movement whole."""
        told = [part.amount for part in self.parts if part.amount is not None]
        complete = len(told) == len(self.parts) and sum(told) == self.amount
        return self.parts if self.parts and complete else (self,)

    @property
    def all_references(self) -> tuple[Reference, ...]:
        """Its own references, then those of its parts, in the file's order."""
        return self.references + tuple(found for part in self.parts for found in part.references)


@dataclass(frozen=True, slots=True)
class Balance:
    """What the account held: below zero when it was overdrawn."""

    amount: Decimal
    on: date | None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What keeps a statement that could be read from being booked without a person looking.

    Codes: balance (opening and movements do not make closing), currency (more than one), totals, count (the file's own
    control figures differ), account (opening and closing name different accounts), decimals (an amount finer than the
    cent).
    """

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One account over one period. `number` is the bank's running number, as written: gaps are the caller's to see.

    `opening` and `closing` are None where the format or the bank does not tell them. `created_on` is when the bank made
    it; `duplicate` when the bank says that it is a copy.
    """

    kind: Kind
    account: str
    iban: str = ""
    currency: str = ""
    holder: str = ""
    id: str = ""
    number: str = ""
    created_on: date | None = None
    duplicate: bool = False
    opening: Balance | None = None
    closing: Balance | None = None
    movements: Sequence[Movement] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def booked(self) -> Iterator[Movement]:
        """The movements that are in the balance."""
        return (movement for movement in self.movements if not movement.pending)

    @property
    def credits(self) -> Decimal:
        """Booked money in."""
        return sum((one.amount for one in self.booked if one.amount > 0), Decimal(0))

    @property
    def debits(self) -> Decimal:
        """Booked money out, above zero."""
        return -sum((one.amount for one in self.booked if one.amount < 0), Decimal(0))


@dataclass(frozen=True, slots=True)
class BankFile:
    """A file as it was read: `format` as banks call it (camt.053.001.08, CODA, CFONB120, MT940, MT942, OFX, CSV…)."""

    format: str
    statements: tuple[Statement, ...]

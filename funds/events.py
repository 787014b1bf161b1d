"""What funds tell the floors above, and ask of them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from funds.rules.remitting import Deduction


@dataclass(frozen=True, slots=True)
class ReceiptAllocated:
    """Money received in trust was booked on a claim; `credit_id` is the claim's side of it."""

    part_id: int
    receipt_id: int
    claim_id: int
    credit_id: int
    amount: Decimal
    value_on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class ReceiptsAllocated:
    """What `ReceiptAllocated` says of one, of many claims at once; each is named once."""

    parts: tuple[ReceiptAllocated, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class PartEnded:
    """What was booked on a claim is undone ("returned" by the bank, "moved" elsewhere); `gone` had left by then."""

    part_id: int
    claim_id: int
    credit_id: int
    ended_as: str
    gone: Decimal
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class OwnMoneyCame:
    """A credit of the entity's own account, booked and not explained; `reference` is structured, compact, or empty."""

    movement_id: int
    entity_id: int
    amount: Decimal
    reference: str
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class RemittanceApproved:
    """Money held for creditors was let go: the lines of the run that pay them."""

    remittance_id: int
    line_ids: tuple[int, ...]
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class DeductionsOwed:
    """Asked before a run is approved: whether as much as it takes is still owed on each invoice (bool). From the answer
    on, nobody pays these invoices otherwise until the transaction ends.
    """

    entity_id: int
    deductions: tuple[Deduction, ...]

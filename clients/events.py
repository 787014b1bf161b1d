"""What happens to creditors, and what must be asked before it may."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ContractSigned:
    """An entity and a creditor have a contract, signed on `on`."""

    contract_id: int
    party_id: int
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class AccountChanged:
    """From `on` on, a creditor is paid on another account; `change_id` is the AccountChange."""

    change_id: int
    party_id: int
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class LettersBound:
    """Asked before an account is changed: how many letters that name the creditor's account have not left and can no
    longer be taken back one by one. Whoever writes such letters answers with their number."""

    party_id: int

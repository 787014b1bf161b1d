"""The bank: it keeps the accounts, writes what it booked, and does what it is ordered to do, once."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.money import ZERO
from creansys.simulation.statements import Entry, ordered, statement

OF_PAYERS = ("received", "returned", "repaid")  # kinds: all others are no debtor's


@dataclass(slots=True)
class BankAccount:
    """One account: what its last statement told, what is still to be booked, and what moved by kind and by payer."""

    balance: Decimal = ZERO
    statements: int = 0
    coming: list[tuple[date, Entry]] = field(default_factory=list)
    moved: dict[str, Decimal] = field(default_factory=dict)  # euros booked, by kind
    payers: dict[str, Decimal] = field(default_factory=dict)  # what each brought, less what went back to it

    @property
    def ordered(self) -> Decimal:
        """What payment orders took that no statement has told yet, below zero."""
        return self.coming_of("remitted")

    def coming_of(self, kind: str) -> Decimal:
        """What of a kind no statement has told yet, money out below zero."""
        return sum((entry.amount for _on, entry in self.coming if entry.kind == kind), ZERO)


@dataclass(slots=True)
class Bank:
    """All accounts, by IBAN."""

    accounts: dict[str, BankAccount] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)  # what was ordered a second time: nothing may be
    _known: set[str] = field(default_factory=set)
    _sent_back: set[str] = field(default_factory=set)

    def account(self, iban: str) -> BankAccount:
        """The account, opened where it was not."""
        return self.accounts.setdefault(iban, BankAccount())

    def take(self, iban: str, on: date, entry: Entry) -> None:
        """Something to be booked on `on` or the first working day after it."""
        self.account(iban).coming.append((on, entry))
        if entry.kind == "repaid":
            self._sent_back.add(entry.end_to_end)

    def transfer(self, kind: str, source: tuple[str, str], target: tuple[str, str], amount: Decimal, on: date) -> None:
        """Money goes from one account that it keeps to another, each told as (IBAN, name)."""
        key = f"{kind[0].upper()}{on:%Y%m%d}"
        self.take(source[0], on, Entry(kind, -amount, target[1], target[0], key))
        self.take(target[0], on, Entry(kind, amount, source[1], source[0], key))

    def execute(self, data: bytes, on: date, refused: Collection[str] = ()) -> None:
        """Do what a payment order says, but for the payments (by end-to-end name) that it refuses; an order, or a
        payment of it, that comes again is told and not done.
        """
        name, iban, transfers = ordered(data)
        transfers = [one for one in transfers if one.end_to_end not in refused]
        for key, entry in ((f"{name}/{one.end_to_end}", one) for one in transfers):
            if key in self._known:
                self.twice.append(key)
            else:
                self._known.add(key)
                self.take(iban, on, entry)

    def tells(self, iban: str, on: date) -> bool:
        """Whether a statement of the account until `on` would have something to tell."""
        return any(day <= on for day, _entry in self.account(iban).coming)

    def statement(self, iban: str, on: date) -> bytes:
        """What was booked until `on`, as CAMT.053. A payment that went back to its payer is not taken back too."""
        account = self.account(iban)
        due = [entry for day, entry in account.coming if day <= on]
        account.coming = [(day, entry) for day, entry in account.coming if day > on]
        due.sort(key=lambda one: one.kind == "returned")  # the last thing that a bank books on a day
        booked = [one for one in due if one.kind != "returned" or one.end_to_end not in self._sent_back]
        account.statements += 1
        data = statement(iban=iban, number=account.statements, on=on, opening=account.balance, entries=booked)
        for entry in booked:
            _book(account, entry)
        return data


def _book(account: BankAccount, entry: Entry) -> None:
    account.balance += entry.amount
    account.moved[entry.kind] = account.moved.get(entry.kind, ZERO) + entry.amount
    if entry.kind in OF_PAYERS:
        account.payers[entry.iban] = account.payers.get(entry.iban, ZERO) + entry.amount

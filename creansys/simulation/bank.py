"""The bank: it keeps the trust accounts, writes what it booked, and does what it is ordered to do, once."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.money import ZERO
from creansys.simulation.statements import Entry, ordered, statement


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
        return sum((entry.amount for _on, entry in self.coming if entry.kind == "remitted"), ZERO)


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

    def execute(self, data: bytes, on: date) -> None:
        """Do what a payment order says; an order, or a payment of it, that comes again is told and not done."""
        name, iban, transfers = ordered(data)
        for key, entry in ((f"{name}/{one.end_to_end}", one) for one in transfers):
            if key in self._known:
                self.twice.append(key)
            else:
                self._known.add(key)
                self.take(iban, on, entry)

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
    if entry.kind not in ("remitted", "swept"):
        account.payers[entry.iban] = account.payers.get(entry.iban, ZERO) + entry.amount

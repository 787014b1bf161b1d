"""What is shared by everybody in a simulation: the agency, the day, who will do what when, what was paid."""

import heapq
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count

from django.utils.timezone import make_aware

from claims.models import Claim, Credit
from claims.queries.statement import statement_of
from claims.rules import Stage
from claims.services import lifecycle
from core.money import ZERO
from creansys.simulation.bank import Bank
from creansys.simulation.outside import Outside
from creansys.simulation.people import Person


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that somebody has in mind to do about a claim."""

    what: str
    claim_id: int
    pk: int = 0
    amount: Decimal = ZERO


@dataclass(slots=True)
class Life:
    """An agency and everybody around it."""

    agency_id: int
    seed: int
    outside: Outside
    agent_id: int
    accountant_id: int = 0
    manager_id: int = 0
    bank: Bank = field(default_factory=Bank)
    people: dict[int, Person] = field(default_factory=dict)
    tally: Counter[str] = field(default_factory=Counter)
    paid: dict[int, Decimal] = field(default_factory=dict)
    by_hand: Decimal = ZERO  # cash and cheques handed over
    deposits: dict[str, list[int]] = field(default_factory=dict)  # receipts on their way to the bank, by deposit
    mistaken: dict[int, int] = field(default_factory=dict)  # receipts attributed to the wrong file, by that part
    put_right: set[int] = field(default_factory=set)  # receipts that were attributed to the wrong file once
    billed: set[int] = field(default_factory=set)  # invoices that their creditor has ordered to pay
    handed_over: int = 0
    _agenda: list[tuple[date, int, Todo]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    def intend(self, day: date, what: str, claim_id: int, *, pk: int = 0, amount: Decimal = ZERO) -> None:
        """Somebody means to do something on `day`."""
        heapq.heappush(self._agenda, (day, next(self._order), Todo(what, claim_id, pk, amount)))

    def due(self, day: date) -> Iterator[Todo]:
        """What was meant for `day` or before, in the order in which it was meant."""
        while self._agenda and self._agenda[0][0] <= day:
            yield heapq.heappop(self._agenda)[2]

    def declare(self, claim: Claim, amount: Decimal, on: date) -> None:
        """A creditor says what it was paid: noted once here, once in the books, which are held against each other."""
        amount = min(amount, statement_of(claim, on).total)
        if claim.stage == Stage.CLOSED or amount <= ZERO:
            return
        self.tally["payments"] += 1
        self.paid[claim.pk] = self.paid.get(claim.pk, ZERO) + amount
        lifecycle.credit(
            claim_id=claim.pk, kind=Credit.Kind.PAYMENT, value_on=on, amount=amount,
            source=f"simulated:{self.tally['payments']}", at=at_hour(on, 16),
        )  # fmt: skip


def at_hour(day: date, hour: int) -> datetime:
    """A moment of the agency's day."""
    return make_aware(datetime.combine(day, time(hour)))


def days_from(first: date, number: int) -> list[date]:
    """`number` days, the first one included."""
    return [first + timedelta(days=n) for n in range(number)]

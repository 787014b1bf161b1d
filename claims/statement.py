"""What is owed on a day, every cent explained by a rule and its source. Pure: facts in, statement out.

Payments are served in the order of their value dates, each to the parts owed on that day in the law's order; interest
runs per invoice on what was left of it. An invoice's interest is rounded once, over all its periods.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from core.dates import next_day
from core.money import ZERO, split
from law import allocation, charges
from law.allocation import Part
from law.be_consumer import CAPS, Clause, interest_after
from law.dated import NO_OVERRIDES, Overrides
from law.interest import Accrual, Balance, Interest, Period, accrue_known
from law.options import DEFAULTS, Options
from law.rulesets import RuleSet
from law.waits import Wait

PRINCIPAL_FIRST: tuple[Part, ...] = ("principal", "interest", "costs", "penalty")
CHARGES_FIRST: tuple[Part, ...] = ("penalty", "costs", "interest", "principal")
BUSINESS_REGIMES = {RuleSet.BE_BUSINESS: "be-b2b", RuleSet.FR_BUSINESS: "fr-b2b", RuleSet.FR_PUBLIC: "fr-pub"}


@dataclass(frozen=True, slots=True)
class Item:
    """An unpaid invoice: its number, last day to pay, and what was unpaid when it was handed over."""

    number: str
    due_on: date
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Credited:
    """A payment, credit note or waiver, on its value date."""

    kind: str
    value_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a statement depends on. `rules` is None while no rule set is known: principal only."""

    rules: RuleSet | None
    items: tuple[Item, ...]
    credits: tuple[Credited, ...] = ()
    with_charges: bool = True
    clause: Clause | None = None  # of accepted terms; its rate is the contract's own
    contract_on: date | None = None
    reminder: Wait | None = None  # of a Belgian consumer's first reminder
    formal_notice_on: date | None = None
    creditor_is_natural: bool = False
    creditor_is_sme: bool = False
    interest_until: date | None = None  # last day that bears interest: insolvency, suspension
    options: Options = DEFAULTS
    overrides: Overrides = field(default_factory=lambda: NO_OVERRIDES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a statement; what lowers the debt is negative."""

    part: str  # principal, interest, penalty, costs, credit
    amount: Decimal
    rule: str  # a stable code that the screens put into words
    source: str
    item: str = ""
    first: date | None = None
    last: date | None = None
    rate: Decimal | None = None
    base: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """The lines add up to `total`; `missing` names rate periods that stopped an interest line."""

    on: date
    lines: tuple[Line, ...]
    missing: tuple[str, ...]

    @property
    def total(self) -> Decimal:
        """What is owed; negative when more was paid than owed."""
        return sum((line.amount for line in self.lines), ZERO)

    def of(self, part: str) -> Decimal:
        """The sum of one part, credits left out."""
        return sum((line.amount for line in self.lines if line.part == part), ZERO)


def statement(facts: Facts, on: date) -> Statement:
    """What is owed at the end of day `on`. The order in which items and credits are given does not matter."""
    books = _Books(facts)
    past = [credit for credit in facts.credits if credit.value_on <= on]
    for credit in sorted(past, key=lambda c: (c.value_on, c.kind, c.amount)):
        books.serve(credit)
    lines, missing = books.lines(on)
    paid = [
        Line(part="credit", amount=-c.amount, rule=c.kind, source=allocation_source(facts), first=c.value_on)
        for c in sorted(past, key=lambda c: (c.value_on, c.kind, c.amount))
    ]
    return Statement(on, (*lines, *paid), missing)


def allocation_source(facts: Facts) -> str:
    """The article by which payments are shared out."""
    return allocation.SOURCES[facts.rules] if facts.rules else ""


class _Books:
    """What each invoice still owes while payments are served, one after the other."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.items = sorted(facts.items, key=lambda item: (item.due_on, item.number))
        self.left = [item.balance for item in self.items]
        self.changes: list[list[Balance]] = [[] for _ in self.items]
        self.interest_paid = [ZERO for _ in self.items]
        self.paid: dict[Part, Decimal] = {"costs": ZERO, "penalty": ZERO}

    def serve(self, credit: Credited) -> None:
        """Share a credit out over what is owed on its value date; a surplus stays the debtor's."""
        interest = [self._interest(i, credit.value_on)[0] - self.interest_paid[i] for i in range(len(self.items))]
        due = self._charges(credit.value_on)
        owed: dict[Part, Decimal] = {
            "principal": sum(self.left, ZERO),
            "interest": sum(interest, ZERO),
            "penalty": sum((line.amount for line in due), ZERO) - self.paid["penalty"],
        }
        shares = allocation.allocate(credit.amount, owed, self._order(credit)).paid
        self.paid["penalty"] += shares["penalty"]
        self._share(shares["interest"], interest, self.interest_paid)
        before = list(self.left)
        served = [ZERO for _ in self.items]
        self._share(shares["principal"], self.left, served)
        self.left = [was - got for was, got in zip(before, served, strict=True)]
        for i, got in enumerate(served):
            if got:
                self.changes[i].append(Balance(credit.value_on, self.left[i]))

    def _order(self, credit: Credited) -> Sequence[Part]:
        if credit.kind == "credit_note":
            return PRINCIPAL_FIRST
        if credit.kind == "waiver":
            return CHARGES_FIRST
        return allocation.ORDERS[self.facts.rules] if self.facts.rules else PRINCIPAL_FIRST

    @staticmethod
    def _share(amount: Decimal, owed: Sequence[Decimal], into: list[Decimal]) -> None:
        """Oldest invoice first."""
        for i, part in enumerate(owed):
            got = min(amount, part)
            into[i] += got
            amount -= got

    def lines(self, on: date) -> tuple[list[Line], tuple[str, ...]]:
        """Principal, interest and charges up to `on`, before credits."""
        principal = [
            Line(part="principal", amount=item.balance, rule="invoice", source="", item=item.number, first=item.due_on)
            for item in self.items
        ]
        interest: list[Line] = []
        missing: dict[str, None] = {}
        for i, item in enumerate(self.items):
            _, answer = self._interest(i, on)
            if answer is None:
                continue
            interest += _interest_lines(item, answer, self.facts)
            missing |= {answer.missing: None} if answer.missing else {}
        return [*principal, *interest, *self._charges(on)], tuple(missing)

    def _interest(self, i: int, on: date) -> tuple[Decimal, Interest | None]:
        regime, after, rate = _regime(self.facts, self.items[i], on)
        until = min(on, self.facts.interest_until or on)
        if regime is None or after is None or until <= after:
            return ZERO, None
        known = [change for change in self.changes[i] if change.after > after]
        earlier = [change.principal for change in self.changes[i] if change.after <= after]
        start = earlier[-1] if earlier else self.items[i].balance
        accrual = Accrual(
            regime=regime,
            balances=(Balance(after, start), *known),
            on=until,
            rate=rate,
            overrides=self.facts.overrides,
        )
        answer = accrue_known(accrual)
        return answer.amount, answer

    def _charges(self, on: date) -> list[Line]:
        facts = self.facts
        if not facts.with_charges or facts.rules is None or facts.rules is RuleSet.FR_CONSUMER:
            return []
        if facts.rules is RuleSet.BE_CONSUMER:
            return _consumer_charge(facts, self._left_on(_wait_end(facts)), on)
        return _business_charges(facts, facts.rules, self.items, on)

    def _left_on(self, day: date | None) -> list[Decimal]:
        if day is None:
            return []
        return [
            next((c.principal for c in reversed(self.changes[i]) if c.after <= day), item.balance)
            for i, item in enumerate(self.items)
        ]


def _regime(facts: Facts, item: Item, on: date) -> tuple[str | None, date | None, Decimal | None]:
    """(regime, last day without interest, contract rate) for an invoice; no regime, no interest."""
    rate = facts.clause.rate if facts.clause else None
    if not facts.with_charges or facts.rules is None:
        return None, None, None
    if facts.rules in BUSINESS_REGIMES:
        return BUSINESS_REGIMES[facts.rules], item.due_on, None if facts.rules is RuleSet.FR_PUBLIC else rate
    if facts.rules is RuleSet.FR_CONSUMER:
        regime = "fr-legal-individual" if facts.creditor_is_natural else "fr-legal-pro"
        after = facts.formal_notice_on and max(facts.formal_notice_on, item.due_on)
        return regime, after, None
    end = _wait_end(facts)
    allowed = _allowed(facts, [item.balance for item in facts.items], end) if end and on > end else None
    if facts.reminder is None or allowed is None or allowed.rate is None:
        return None, None, None
    return "be-consumer", max(interest_after(facts.reminder, facts.creditor_is_sme), item.due_on), allowed.rate


def _wait_end(facts: Facts) -> date | None:
    return facts.reminder.last_day if facts.reminder else None


def _allowed(facts: Facts, balances: Sequence[Decimal], day: date) -> charges.Claimable:
    contract_on = facts.contract_on or day
    allowed, _ = charges.consumer_lump_sums(
        facts.clause, balances, contract_on=contract_on, on=day, overrides=facts.overrides
    )
    return allowed


def _consumer_charge(facts: Facts, left: Sequence[Decimal], on: date) -> list[Line]:
    """The lump sum of the clause, once the first reminder's wait is over, on what was still due then."""
    end = _wait_end(facts)
    if end is None or on <= end or not any(left):
        return []
    allowed = _allowed(facts, left, end)
    if not allowed.lump_sum:
        return []
    base = sum(left, ZERO)
    rule = "clause" if allowed.verdict == "within" else "clause-reduced"
    return [Line(part="penalty", amount=allowed.lump_sum, rule=rule, source=CAPS, first=next_day(end), base=base)]


def _business_charges(facts: Facts, rules: RuleSet, items: Sequence[Item], on: date) -> list[Line]:
    """40 EUR per late invoice, or the clause on what was handed over, whichever is higher; fixed whatever is paid."""
    late = [charges.LateInvoice(item.due_on, item.balance) for item in items]
    found = charges.business_charges(rules, late, on, facts.clause, facts.overrides)
    return [
        Line(part="penalty", amount=share, rule=found.ground, source=found.source, item=item.number, first=item.due_on)
        for item, share in zip(items, found.shares, strict=True)
        if share
    ]


def _interest_lines(item: Item, answer: Interest, facts: Facts) -> list[Line]:
    """One line per period; the cents of the one rounding are shared by largest remainder, so that lines add up."""
    weights = [period.principal * period.rate * period.days for period in answer.periods]
    if not answer.amount or not any(weights):
        return []
    shares = split(answer.amount, weights)
    return [_interest_line(item, period, share) for period, share in zip(answer.periods, shares, strict=True) if share]


def _interest_line(item: Item, period: Period, share: Decimal) -> Line:
    return Line(
        part="interest",
        amount=share,
        rule="interest",
        source=period.source,
        item=item.number,
        first=period.first,
        last=period.last,
        rate=period.rate,
        base=period.principal,
    )

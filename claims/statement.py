"""What is owed on a day, every cent explained by a rule and its source. Pure: facts in, statement out.

Payments are served in the order of their value dates, each to the parts owed on that day in the law's order; interest
runs per invoice on what was left of it. An invoice's interest is rounded once, over all its periods. What is paid
before charges may begin (a due date, the end of a consumer's first wait) bears none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from core.dates import ONE_DAY, next_day
from core.money import ZERO, rounded_down, split
from law import allocation, be_consumer, charges
from law.allocation import Part
from law.be_consumer import Claimable, Clause
from law.dated import NO_OVERRIDES, MissingPeriod, Overrides
from law.interest import Accrual, Balance, Interest, Period, accrue_known
from law.options import DEFAULTS, Options
from law.rulesets import RuleSet
from law.waits import Pause, Wait

PRINCIPAL_FIRST: tuple[Part, ...] = ("principal", "interest", "costs", "penalty")
CHARGES_FIRST: tuple[Part, ...] = ("penalty", "costs", "interest", "principal")
BUSINESS_REGIMES = {RuleSet.BE_BUSINESS: "be-b2b", RuleSet.FR_BUSINESS: "fr-b2b", RuleSet.FR_PUBLIC: "fr-pub"}
FRENCH = (RuleSet.FR_BUSINESS, RuleSet.FR_PUBLIC)


@dataclass(frozen=True, slots=True)
class Item:
    """An unpaid invoice: its number, last day to pay, and what was unpaid when it was handed over."""

    number: str
    due_on: date
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Credited:
    """A payment, credit note or waiver, on its value date; from `undone_on` on, it never was (a returned payment).

    `order` is what the parties agreed that a payment serves first, instead of the law's order.
    """

    kind: str
    value_on: date
    amount: Decimal
    undone_on: date | None = None
    order: tuple[Part, ...] = ()

    def stands(self, on: date) -> bool:
        """Whether it lowers the debt, as seen on `on`."""
        return self.undone_on is None or on < self.undone_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a statement depends on. `rules` is None while no rule set is known: principal only."""

    rules: RuleSet | None
    items: tuple[Item, ...]
    credits: tuple[Credited, ...] = ()
    with_charges: bool = True
    contractual_only: bool = False  # a law chosen for a debtor elsewhere: principal and the contract's own interest
    clause: Clause | None = None  # of accepted terms; its rate is the contract's own
    contract_on: date | None = None
    reminder: Wait | None = None  # of a Belgian consumer's first reminder
    formal_notice_on: date | None = None
    creditor_is_natural: bool = False
    creditor_is_sme: bool = False
    interest_until: date | None = None  # last day that bears interest: insolvency
    pauses: tuple[Pause, ...] = ()  # a consumer's request waits for its decision, or a plan runs
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
    order: tuple[Part, ...] = ()  # of a payment, where another than the law's was agreed


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
    past = _past(facts, on)
    books = _Books(facts)
    for credit in past:
        if credit.stands(on):
            books.serve(credit)
    principal = [_principal_line(item) for item in books.items]
    paid = [line for credit in past for line in _credit_lines(credit, facts, on)]
    interest = (*books.interest_lines(on), *books.pause_lines(on))
    return Statement(on, (*principal, *interest, *books.charges(on), *paid), books.missing(on))


def shared_out(facts: Facts, on: date) -> list[tuple[Credited, dict[Part, Decimal]]]:
    """What each credit that stands on `on` served of the debt, in the order in which they were served."""
    books = _Books(facts)
    return [(credit, books.serve(credit)) for credit in _past(facts, on) if credit.stands(on)]


def _past(facts: Facts, on: date) -> list[Credited]:
    return sorted((c for c in facts.credits if c.value_on <= on), key=lambda c: (c.value_on, c.kind, c.amount, c.order))


def allocation_source(facts: Facts) -> str:
    """The article by which payments are shared out."""
    return allocation.SOURCES[facts.rules] if facts.rules else ""


@dataclass(frozen=True, slots=True)
class _Running:
    """How one invoice bears interest: from the day after `after`, on what was left at the end of `counted_on`.

    `counted_on` is later where interest reaches back: a small creditor's, once a consumer's first wait is over.
    """

    regime: str
    after: date
    counted_on: date
    rate: Decimal | None = None


class _Books:
    """What each invoice still owes while payments are served, one after the other."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.items = sorted(facts.items, key=lambda item: (item.due_on, item.number, item.balance))
        self.changes = [[Balance(date.min, item.balance)] for item in self.items]
        self.interest_paid = [ZERO] * len(self.items)
        self.penalty_paid = ZERO
        self.allowed, self.unjudged = _allowed(facts)

    def serve(self, credit: Credited) -> dict[Part, Decimal]:
        """Share a credit out over what is owed on its value date; a surplus stays the debtor's. What each part got."""
        day = credit.value_on
        interest = [self._interest(i, day).amount - paid for i, paid in enumerate(self.interest_paid)]
        left = [changes[-1].principal for changes in self.changes]
        owed: dict[Part, Decimal] = {
            "principal": sum(left, ZERO),
            "interest": sum(interest, ZERO),
            "penalty": sum((line.amount for line in self.charges(day)), ZERO) - self.penalty_paid,
        }
        served = allocation.allocate(credit.amount, owed, _order(credit, self.facts)).paid
        self.penalty_paid += served["penalty"]
        for i, share in enumerate(_oldest_first(served["interest"], interest)):
            self.interest_paid[i] += share
        for i, share in enumerate(_oldest_first(served["principal"], left)):
            if share:
                self.changes[i].append(Balance(day, left[i] - share))
        return served

    def interest_lines(self, on: date) -> list[Line]:
        """Every invoice's interest up to `on`, period by period."""
        return [
            line for i, item in enumerate(self.items) for line in _interest_lines(item.number, self._interest(i, on))
        ]

    def pause_lines(self, on: date) -> list[Line]:
        """The days up to `on` on which interest rested, and why; nothing where none would have run."""
        runs = [(i, _running(self.facts, item, self.allowed)) for i, item in enumerate(self.items)]
        bearing = [(i, running.after) for i, running in runs if running and on > running.counted_on]
        found = []
        for pause in self.facts.pauses:
            after = [after for i, after in bearing if self._left(i, pause.first)]
            first = max(pause.first, next_day(min(after))) if after else date.max
            last = min(on, pause.last or on, self.facts.interest_until or on)
            if first <= last:
                found.append(_pause_line(pause, first, last))
        return found

    def missing(self, on: date) -> tuple[str, ...]:
        """The periods without a rate that stopped a line, each named once."""
        found = [self.unjudged, *(self._interest(i, on).missing for i in range(len(self.items)))]
        return tuple(dict.fromkeys(period for period in found if period))

    def charges(self, on: date) -> list[Line]:
        """Lump sums and penalties up to `on`; none for a French consumer, who bears no cost without a title."""
        facts = self.facts
        if not facts.with_charges or facts.rules in (None, RuleSet.FR_CONSUMER) or facts.contractual_only:
            return []
        if facts.rules is RuleSet.BE_CONSUMER:
            return self._consumer_charge(on)
        return self._business_charges(facts.rules, on)

    def _interest(self, i: int, on: date) -> Interest:
        running = _running(self.facts, self.items[i], self.allowed)
        last = min(on, self.facts.interest_until or on)
        if running is None or on <= running.counted_on or last <= running.after:
            return NOTHING
        later = [change for change in self.changes[i] if change.after > running.counted_on]
        balances = (Balance(running.after, self._left(i, running.counted_on)), *later)
        accrual = Accrual(
            regime=running.regime,
            balances=tuple(_resting(balances, self.facts.pauses)),
            on=last,
            rate=running.rate,
            overrides=self.facts.overrides,
        )
        return accrue_known(accrual)

    def _left(self, i: int, day: date) -> Decimal:
        """What an invoice still owed at the end of `day`."""
        return next(change.principal for change in reversed(self.changes[i]) if change.after <= day)

    def _consumer_charge(self, on: date) -> list[Line]:
        """The clause's lump sum on what was left when the first reminder's wait ended; never above the cap."""
        facts, end = self.facts, _wait_end(self.facts)
        if end is None or on <= end or facts.clause is None or self.allowed is None or not self.allowed.lump_sum:
            return []
        base = sum((self._left(i, end) for i in range(len(self.items))), ZERO)
        asked, cap = rounded_down(facts.clause.amount(base)), be_consumer.cap(base, end, facts.overrides)
        rule = "clause" if asked <= cap else "clause-reduced"
        amount, source = min(asked, cap), self.allowed.source
        line = Line(part="penalty", amount=amount, rule=rule, source=source, first=next_day(end), base=base)
        return [line] if amount else []

    def _business_charges(self, rules: RuleSet, on: date) -> list[Line]:
        """40 EUR per late invoice, or the clause, whichever is higher; on what its due date left unpaid, for good."""
        unpaid = [self._left(i, item.due_on) for i, item in enumerate(self.items)]
        late = [
            charges.LateInvoice(item.due_on, base, None if base else item.due_on)
            for item, base in zip(self.items, unpaid, strict=True)
        ]
        found = charges.business_charges(rules, late, on, _binding_clause(self.facts, on), self.facts.overrides)
        return [
            _penalty_line(item, share, found, base)
            for item, share, base in zip(self.items, found.shares, unpaid, strict=True)
            if share
        ]


NOTHING = Interest(ZERO, (), "")


def _order(credit: Credited, facts: Facts) -> Sequence[Part]:
    if credit.kind == "waiver":
        return CHARGES_FIRST
    if credit.kind == "credit_note" or facts.rules is None:
        return PRINCIPAL_FIRST
    return credit.order or allocation.ORDERS[facts.rules]


def _oldest_first(amount: Decimal, owed: Sequence[Decimal]) -> Iterator[Decimal]:
    for part in owed:
        share = min(amount, part)
        yield share
        amount -= share


def _running(facts: Facts, item: Item, allowed: Claimable | None) -> _Running | None:
    """How an invoice bears interest under the facts, or None when it bears none."""
    if not facts.with_charges or facts.rules is None:
        return None
    if facts.rules in BUSINESS_REGIMES:
        rate = facts.clause.rate if facts.clause and facts.rules is not RuleSet.FR_PUBLIC else None
        if facts.contractual_only and rate is None:
            return None
        return _Running(BUSINESS_REGIMES[facts.rules], item.due_on, item.due_on, rate)
    if facts.rules is RuleSet.FR_CONSUMER:
        after = facts.formal_notice_on and max(facts.formal_notice_on, item.due_on)
        regime = "fr-legal-individual" if facts.creditor_is_natural else "fr-legal-pro"
        return _Running(regime, after, after) if after else None
    end = _wait_end(facts)
    if facts.reminder is None or end is None or allowed is None or allowed.rate is None:
        return None
    after = max(be_consumer.interest_after(facts.reminder, facts.creditor_is_sme), item.due_on)
    return _Running("be-consumer", after, max(end, item.due_on), allowed.rate)


def _resting(balances: Sequence[Balance], pauses: Sequence[Pause]) -> Sequence[Balance]:
    """The same balances, nothing being owed on the days of a pause."""
    if not pauses:
        return balances
    start = balances[0].after
    edges = {edge for pause in pauses for edge in (pause.first - ONE_DAY, pause.last) if edge and edge > start}
    return [_resting_from(edge, balances, pauses) for edge in sorted(edges | {balance.after for balance in balances})]


def _resting_from(edge: date, balances: Sequence[Balance], pauses: Sequence[Pause]) -> Balance:
    owed = next(balance.principal for balance in reversed(balances) if balance.after <= edge)
    rests = any(pause.first <= next_day(edge) <= (pause.last or date.max) for pause in pauses)
    return Balance(edge, ZERO if rests else owed)


def _wait_end(facts: Facts) -> date | None:
    return facts.reminder.last_day if facts.reminder else None


def _allowed(facts: Facts) -> tuple[Claimable | None, str | None]:
    """What a Belgian consumer's clause allows on the balance that the first reminder named, and a missing period.

    Judged once, at the end of the wait: a part payment makes a lawful clause neither void nor lawful.
    """
    end = _wait_end(facts)
    if facts.rules is not RuleSet.BE_CONSUMER or end is None or facts.clause is None:
        return None, None
    balance = sum((item.balance for item in facts.items), ZERO)
    contract_on = facts.contract_on or end
    try:
        allowed = be_consumer.filter_clause(
            facts.clause, balance, contract_on=contract_on, on=end, overrides=facts.overrides
        )
    except MissingPeriod as gap:  # no rate to hold the clause against: principal only until it is published
        return None, gap.period
    return allowed, None


def _binding_clause(facts: Facts, on: date) -> Clause | None:
    """A French penalty clause binds once a formal notice was sent (C. civ. art. 1231-5)."""
    noticed = facts.formal_notice_on is not None and facts.formal_notice_on < on
    return facts.clause if facts.rules not in FRENCH or noticed else None


def _principal_line(item: Item) -> Line:
    return Line(part="principal", amount=item.balance, rule="invoice", source="", item=item.number, first=item.due_on)


def _credit_lines(credit: Credited, facts: Facts, on: date) -> Iterator[Line]:
    """One line, and one more that takes it back; none for what was corrected from its own day on."""
    source = allocation_source(facts)
    if credit.undone_on is None or credit.undone_on > credit.value_on:
        line = Line(part="credit", amount=-credit.amount, rule=credit.kind, source=source, first=credit.value_on)
        yield replace(line, order=credit.order)
        if not credit.stands(on):
            yield Line(part="credit", amount=credit.amount, rule="returned", source="", first=credit.undone_on)


def _penalty_line(item: Item, share: Decimal, found: charges.Charges, base: Decimal) -> Line:
    return Line(
        part="penalty",
        amount=share,
        rule=found.ground,
        source=found.source,
        item=item.number,
        first=next_day(item.due_on),
        base=base,
    )


def _interest_lines(number: str, answer: Interest) -> list[Line]:
    """One line per period; the cents of the one rounding are shared by largest remainder, so that lines add up."""
    if not answer.amount:
        return []
    shares = split(answer.amount, [period.principal * period.rate * period.days for period in answer.periods])
    return [
        _interest_line(number, period, share) for period, share in zip(answer.periods, shares, strict=True) if share
    ]


def _pause_line(pause: Pause, first: date, last: date) -> Line:
    return Line(part="interest", amount=ZERO, rule=pause.rule, source=pause.source, first=first, last=last)


def _interest_line(number: str, period: Period, share: Decimal) -> Line:
    return Line(
        part="interest",
        amount=share,
        rule="interest",
        source=period.source,
        item=number,
        first=period.first,
        last=period.last,
        rate=period.rate,
        base=period.principal,
    )

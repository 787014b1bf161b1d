"""Flat compensation and penalty clauses: what late payment costs a debtor beyond interest, shared over claims."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from core.money import ZERO, rounded, split
from law.be_consumer import Claimable, Clause, filter_clause
from law.dated import NO_OVERRIDES, Overrides, Table, in_force
from law.rulesets import RuleSet
from law.tables import be, fr

Ground = Literal["none", "flat", "clause"]
FLAT: dict[RuleSet, Table[Decimal]] = {
    RuleSet.BE_BUSINESS: be.FLAT_COMPENSATION,
    RuleSet.FR_BUSINESS: fr.FLAT_COMPENSATION,
    RuleSet.FR_PUBLIC: fr.FLAT_COMPENSATION,
}
PENALTY_SOURCES: dict[RuleSet, str] = {
    RuleSet.BE_BUSINESS: "C. civ. belge art. 5.88",
    RuleSet.FR_CONSUMER: "C. civ. art. 1231-5",
    RuleSet.FR_BUSINESS: "C. civ. art. 1231-5",
    RuleSet.FR_PUBLIC: "C. civ. art. 1231-5",
}


@dataclass(frozen=True)
class LateInvoice:
    """One invoice: its due date, what is still due, and when it was settled."""

    due: date
    balance: Decimal
    settled: date | None = None
    payment_forbidden: bool = False  # by insolvency law, on the due date

    def late(self, on: date) -> bool:
        """Whether it was unpaid after its due date, by the day `on`."""
        return self.due < min(on, self.settled or on)


@dataclass(frozen=True)
class Charges:
    """One share per invoice, in the order given."""

    ground: Ground
    shares: tuple[Decimal, ...]
    source: str

    @property
    def total(self) -> Decimal:
        """The sum of the shares."""
        return sum(self.shares, ZERO)


def flat_compensation(
    rules: RuleSet, invoices: Sequence[LateInvoice], on: date, overrides: Overrides = NO_OVERRIDES
) -> Charges:
    """40 EUR for each late invoice between businesses, no notice needed; nothing from a consumer.

    Sources: loi du 2 août 2002, art. 6; C. com. art. L441-10 and D441-5; one per invoice, CJEU C-370/21 and C-419/21.
    """
    table = FLAT.get(rules)
    if table is None or not any(_counts(invoice, on) for invoice in invoices):
        return Charges("none", (ZERO,) * len(invoices), "")
    entry = in_force(table, on, overrides)
    return Charges("flat", tuple(entry.value if _counts(i, on) else ZERO for i in invoices), entry.source)


def business_charges(
    rules: RuleSet,
    invoices: Sequence[LateInvoice],
    on: date,
    clause: Clause | None = None,
    overrides: Overrides = NO_OVERRIDES,
) -> Charges:
    """The flat compensations or the clause on the total of the late invoices, whichever is higher; never both.

    ValueError for a Belgian consumer, whose clause goes through `consumer_lump_sums`.
    """
    if rules is RuleSet.BE_CONSUMER:
        raise ValueError("a Belgian consumer's charges are capped: use consumer_lump_sums")
    flat = flat_compensation(rules, invoices, on, overrides)
    late = [i.balance if i.late(on) else ZERO for i in invoices]
    lump = rounded(clause.amount(sum(late, ZERO))) if clause else ZERO
    if lump <= flat.total:
        return flat
    return Charges("clause", tuple(split(lump, late)), PENALTY_SOURCES[rules])


def consumer_lump_sums(
    clause: Clause | None,
    balances: Sequence[Decimal],
    *,
    contract_on: date,
    renewed_on: date | None = None,
    on: date,
    overrides: Overrides = NO_OVERRIDES,
) -> tuple[Claimable, tuple[Decimal, ...]]:
    """What a Belgian consumer's clause allows on the total of claims handed over together, and each claim's share.

    The cap is taken once, on the total: grouping claims otherwise must not raise it.
    """
    total = sum(balances, ZERO)
    allowed = filter_clause(clause, total, contract_on=contract_on, renewed_on=renewed_on, on=on, overrides=overrides)
    if not allowed.lump_sum:
        return allowed, (ZERO,) * len(balances)
    return allowed, tuple(split(allowed.lump_sum, balances))


def _counts(invoice: LateInvoice, on: date) -> bool:
    return invoice.late(on) and not invoice.payment_forbidden

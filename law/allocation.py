"""To what a payment goes: the parts of one debt, and several debts of one debtor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby, permutations
from typing import Literal, get_args

from core.money import ZERO, split
from law.refusals import Refusal
from law.refusals import gettext_noop as _
from law.rulesets import RuleSet

Part = Literal["costs", "interest", "principal", "penalty"]
PARTS: tuple[str, ...] = get_args(Part)
ORDERS: dict[RuleSet, tuple[Part, ...]] = {
    RuleSet.BE_CONSUMER: ("interest", "principal", "costs", "penalty"),
    RuleSet.BE_BUSINESS: ("costs", "interest", "principal", "penalty"),
    RuleSet.FR_CONSUMER: ("interest", "principal", "costs", "penalty"),
    RuleSet.FR_BUSINESS: ("interest", "principal", "costs", "penalty"),
    RuleSet.FR_PUBLIC: ("interest", "principal", "costs", "penalty"),
}
SOURCES: dict[RuleSet, str] = {
    RuleSet.BE_CONSUMER: "C. civ. belge art. 5.210",
    RuleSet.BE_BUSINESS: "C. civ. belge art. 5.210",
    RuleSet.FR_CONSUMER: "C. civ. art. 1343-1",
    RuleSet.FR_BUSINESS: "C. civ. art. 1343-1",
    RuleSet.FR_PUBLIC: "C. civ. art. 1343-1",
}
CONSUMERS = (RuleSet.BE_CONSUMER, RuleSet.FR_CONSUMER)
CHARGES_LAST = Refusal(
    rule="charges-before-debt",
    source="CDE art. XIX.4; CPCE art. L111-8",
    reason=_("A consumer's payment goes to no charge or penalty before the principal and its interest."),
    cure=_("Choose an order that serves charges and penalty last."),
)


@dataclass(frozen=True)
class Consent:
    """Who has to agree to an order that is not the law's, and by which article."""

    creditor: bool
    debtor: bool
    source: str


def consent_for(rules: RuleSet, order: Sequence[Part]) -> Consent | Refusal:
    """Whose consent an order of allocation needs. ValueError unless it names each part once.

    Principal before interest costs the creditor: it must agree (C. civ. belge art. 5.210; C. civ. art. 1343-1). A
    charge or penalty before what the law's order serves sooner costs the debtor, who must agree; a consumer cannot.
    """
    if sorted(order) != sorted(PARTS):
        raise ValueError(f"{order} is no order of {PARTS}")
    usual = ORDERS[rules]
    earlier = [
        (charge, debt)
        for charge in ("costs", "penalty")
        for debt in ("interest", "principal")
        if order.index(charge) < order.index(debt) and usual.index(charge) > usual.index(debt)
    ]
    if earlier and rules in CONSUMERS:
        return CHARGES_LAST
    sooner = order.index("principal") < order.index("interest")
    return Consent(creditor=sooner or not earlier, debtor=bool(earlier), source=SOURCES[rules])


def other_orders(rules: RuleSet) -> list[tuple[Part, ...]]:
    """The orders that the parties may agree on instead of the law's: costs stay first, or with the penalty."""
    usual = ORDERS[rules]
    found: list[tuple[Part, ...]] = []
    for one in permutations(usual):
        together = one[0] == "costs" if usual[0] == "costs" else one.index("costs") + 1 == one.index("penalty")
        if one != usual and together and isinstance(consent_for(rules, one), Consent):
            found.append(one)
    return found


@dataclass(frozen=True)
class Allocation:
    """What each part received, what is left of it, and what nobody was owed."""

    paid: dict[Part, Decimal]
    left: dict[Part, Decimal]
    surplus: Decimal


def allocate(paid: Decimal, owed: Mapping[Part, Decimal], order: Sequence[Part]) -> Allocation:
    """Serve the parts of one debt in turn. ValueError for a negative amount or a part owed but not in the order."""
    if paid < 0 or any(amount < 0 for amount in owed.values()):
        raise ValueError("neither a payment nor a part owed is negative")
    if unserved := [part for part, amount in owed.items() if amount and part not in order]:
        raise ValueError(f"the order does not serve {', '.join(unserved)}")
    shares: dict[Part, Decimal] = {}
    left = paid
    for part in order:
        shares[part] = min(left, owed.get(part, ZERO))
        left -= shares[part]
    return Allocation(shares, {part: owed.get(part, ZERO) - share for part, share in shares.items()}, left)


@dataclass(frozen=True)
class Debt:
    """One of several debts: when it fell due, how much it costs the debtor a year in percent, what is left."""

    due: date
    rate: Decimal
    amount: Decimal


def spread(paid: Decimal, debts: Sequence[Debt], on: date, chosen: int | None = None) -> list[Decimal]:
    """What each debt receives, in the order given; a surplus is what the answer does not add up to.

    The one the debtor chose; then those due, the most onerous, the oldest; equals by amount.
    Sources: C. civ. art. 1342-10; C. civ. belge art. 5.211.
    """

    def rank(i: int) -> tuple[bool, bool, Decimal, date]:
        debt = debts[i]
        return (i != chosen, debt.due > on, -debt.rate, debt.due)

    shares = [ZERO] * len(debts)
    for _rank, group in groupby(sorted(range(len(debts)), key=rank), key=rank):
        equals = [i for i in group if debts[i].amount]
        amounts = [debts[i].amount for i in equals]
        served = min(paid, sum(amounts, ZERO))
        for i, share in zip(equals, split(served, amounts) if equals else (), strict=True):
            shares[i] = share
        paid -= served
    return shares

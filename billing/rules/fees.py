"""The fee on sums received: over all receipts of a claim in a stage together, so that their order does not matter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from billing.rules.prices import HUNDRED, Price
from core.dates import add_months
from core.money import ZERO, rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A sum received on principal, interest and penalty, wherever it was paid; below zero when it was returned.

    `stage` is the one it counts in (`stage_of`).
    """

    source: str
    value_on: date
    amount: Decimal
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """The claim was in stage `was` up to and including the day `on`, and in `now` from the day after."""

    on: date
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """Instalments agreed in `stage`: what is paid from `first` to `last`, both inclusive, counts there."""

    stage: str
    first: date
    last: date


def stage_of(day: date, moves: Sequence[Move], plans: Iterable[Agreed], *, now: str) -> str:
    """The stage in which money of a value date counts (DOMAIN §4, *Success fee*).

    Instalments count in the stage in which their plan was agreed. Otherwise the stage of that day; on the very day of a
    move the stage that ended, for the next has done nothing yet, and after a closure the stage before it. A claim that
    waits for a decision has not moved. `now` is its stage where it never moved.
    """
    agreed = next((plan.stage for plan in plans if plan.first <= day <= plan.last), "")
    if agreed:
        return agreed
    told = sorted(moves, key=lambda move: move.on)
    stages = [move.now for move in told if move.on < day and move.now != "closed"]
    if stages:
        return stages[-1]
    return told[0].was if told else now


def counted(receipts: Iterable[Receipt], *, insolvent_from: date | None, overpaid: Decimal = ZERO) -> list[Receipt]:
    """The receipts that earn a fee, by value date: none from the day of insolvency on, and none of what was overpaid.

    An overpayment is taken off the latest receipts: it was not owed, and goes back.
    """
    before = [one for one in receipts if insolvent_from is None or one.value_on < insolvent_from]
    kept, left = [], overpaid
    for one in sorted(before, key=lambda one: (one.value_on, one.source), reverse=True):
        off = min(left, max(one.amount, ZERO))
        left -= off
        kept.append(replace(one, amount=one.amount - off))
    return kept[::-1]


def base_of(receipts: Iterable[Receipt], stage: str) -> Decimal:
    """What was received in a stage, returns taken off; never below zero."""
    return max(sum((one.amount for one in receipts if one.stage == stage), ZERO), ZERO)


def success_fee(price: Price, base: Decimal) -> Decimal:
    """The fee of a percentage line on all that a claim brought in one stage, in euros excluding VAT, half a cent up.

    Never above the cap nor above the base; the minimum holds from the first cent received. A fixed line that is due on
    recovery is owed once something was received.
    """
    if base <= ZERO:
        return ZERO
    if price.kind == "fixed":
        return price.value
    share = rounded(_shared(price, base))
    if price.minimum is not None:
        share = max(share, price.minimum)
    ceiling = base if price.cap is None else min(price.cap, base)
    return min(share, ceiling)


def _shared(price: Price, base: Decimal) -> Decimal:
    if not price.bands:
        return base * price.value / HUNDRED
    total, start = ZERO, ZERO
    for band in price.bands:
        end = base if band.until is None else min(base, band.until)
        total += max(end - start, ZERO) * band.percent / HUNDRED
        start = max(start, end)
    return total


def bill_on(on: date, *, at_once: bool) -> date:
    """The day from which a fee earned on `on` is invoiced: the same day, or the first of the month after."""
    return on if at_once else add_months(on.replace(day=1), 1)

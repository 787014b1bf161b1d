"""Payment plans: how a debt is cut into instalments, within which limits, and when a plan is kept or not. Pure.

A plan costs the debtor nothing: a paid deferral may be consumer credit (CDE book VII, directive (EU) 2023/2225).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from core.dates import add_days, add_months, add_years, next_day
from core.money import ZERO, cents, from_cents, rounded_down
from law.refusals import Refusal
from law.refusals import gettext_noop as _

Every = Literal["week", "fortnight", "month"]
DAYS: dict[Every, int] = {"week": 7, "fortnight": 14}
MOST_INSTALMENTS = 120  # of one plan, whatever the limits: a list that a person can still read
STANDING_STILL = ("dispute", "mediation", "insolvency", "death", "struck_off", "withdrawal", "gdpr_objection")
"""Holds during which a running plan is neither reminded of nor judged: the debtor cannot be blamed for them."""
LOOK_AGAIN_DAYS = 7
HOUSE = _("House rule")
OF_THE_CREDITOR = _("The creditor's limits for payment plans")


@dataclass(frozen=True, slots=True)
class Part:
    """One instalment: its place from 1, the last day to pay it (inclusive), what is due."""

    position: int
    due_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How a plan is to be cut: so many parts, or parts of an amount, or parts until a last day; one of the three."""

    first_on: date
    every: Every = "month"
    number: int | None = None
    amount: Decimal | None = None
    last_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the creditor lets the agency agree to alone; `discount_percent` is of what is owed."""

    minimum: Decimal
    longest_months: int
    discount_percent: Decimal


def cut(total: Decimal, wish: Wish) -> tuple[Part, ...]:
    """The instalments of `total` euros, to the cent: they add up to it, none is zero or less.

    By number or last day they differ by a cent at most, the odd cents first; by amount, the last is what is left.
    ValueError for a wish that names none or several ways, or cannot be cut.
    """
    if total <= ZERO or [wish.number, wish.amount, wish.last_on].count(None) != 2:
        raise ValueError("a plan cuts something, in exactly one way")
    amounts = _of_amount(total, wish.amount) if wish.amount is not None else _equal(total, _number(wish))
    return tuple(Part(i, _day(wish, i - 1), amount) for i, amount in enumerate(amounts, 1))


def _number(wish: Wish) -> int:
    if wish.number is not None:
        return wish.number
    last = wish.last_on or wish.first_on
    return sum(_day(wish, i) <= last for i in range(MOST_INSTALMENTS))


def _equal(total: Decimal, number: int) -> list[Decimal]:
    if not 1 <= number <= min(cents(total), MOST_INSTALMENTS):
        raise ValueError(f"{total} is not cut into {number} parts")
    each, odd = divmod(cents(total), number)
    return [from_cents(each + (i < odd)) for i in range(number)]


def _of_amount(total: Decimal, amount: Decimal) -> list[Decimal]:
    if amount <= ZERO or cents(total) > cents(amount) * MOST_INSTALMENTS:
        raise ValueError(f"{total} is not cut into parts of {amount}")
    whole, rest = divmod(cents(total), cents(amount))
    return [amount] * whole + ([from_cents(rest)] if rest else [])


def _day(wish: Wish, steps: int) -> date:
    """The day after so many steps: counted from the first, so that the 31st comes back after a short month."""
    if wish.every == "month":
        return add_months(wish.first_on, steps)
    return add_days(wish.first_on, DAYS[wish.every] * steps)


# Within which limits -------------------------------------------------------------------------------------------------

TOO_SMALL = _("An instalment is below the minimum that the creditor accepts.")
TOO_LONG = _("The plan lasts longer than the creditor accepts.")
TOO_LATE = _("The first instalment lies more than a month away.")
IN_THE_PAST = _("The first instalment lies in the past.")
FEWER = _("Propose fewer, larger instalments, or ask the creditor.")
SOONER = _("Propose an earlier first day.")
FIRST_WITHIN_MONTHS = 1


def outside(parts: Sequence[Part], limits: Limits, on: date) -> tuple[Refusal, ...]:
    """Why a plan agreed on `on` is not the agency's to agree to; empty when it is. The last may be a rest."""
    return tuple(_outside(parts, limits, on))


def _outside(parts: Sequence[Part], limits: Limits, on: date) -> Iterator[Refusal]:
    checked = parts[:-1] if len(parts) > 1 and parts[-1].amount < parts[0].amount - from_cents(1) else parts
    if any(part.amount < limits.minimum for part in checked):
        yield Refusal("plan-instalment", OF_THE_CREDITOR, TOO_SMALL, cure=FEWER)
    if parts[-1].due_on > add_months(on, limits.longest_months):
        yield Refusal("plan-length", OF_THE_CREDITOR, TOO_LONG, cure=FEWER)
    if parts[0].due_on < on:
        yield Refusal("plan-past", HOUSE, IN_THE_PAST)
    if parts[0].due_on > add_months(on, FIRST_WITHIN_MONTHS):
        yield Refusal("plan-first", HOUSE, TOO_LATE, cure=SOONER)


def most_discount(owed: Decimal, limits: Limits) -> Decimal:
    """The largest settlement discount on `owed` that needs no approval of the creditor, rounded down."""
    return rounded_down(owed * limits.discount_percent / 100)


# Kept or not ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How a plan is followed: what is forgiven, and when it is over.

    An instalment is missed once `days` (inclusive) after its day are over and more than `residue` of it is unpaid. The
    plan ends with `misses` missed at a time, or with one unpaid for more than `longest_late` days.
    """

    days: int = 5
    residue: Decimal = Decimal("1.00")
    misses: int = 2
    longest_late: int = 30
    remind_days: int = 5  # before an instalment is due


@dataclass(frozen=True, slots=True)
class Standing:
    """An instalment with what payments have covered of it, the oldest first."""

    part: Part
    paid: Decimal

    @property
    def left(self) -> Decimal:
        """What is still unpaid of it."""
        return self.part.amount - self.paid

    def covered(self, patience: Patience) -> bool:
        """Whether it counts as paid."""
        return self.left <= patience.residue


def standings(parts: Sequence[Part], paid: Decimal) -> tuple[Standing, ...]:
    """How `paid` euros cover the instalments: in their order, whoever pays early or in bits."""
    found, left = [], max(paid, ZERO)
    for part in parts:
        share = min(left, part.amount)
        found.append(Standing(part, share))
        left -= share
    return tuple(found)


def missed(parts: Sequence[Part], paid: Decimal, on: date, patience: Patience) -> tuple[Part, ...]:
    """The instalments that are missed at the end of the day before `on`."""
    found = [one for one in standings(parts, paid) if not one.covered(patience)]
    return tuple(one.part for one in found if add_days(one.part.due_on, patience.days) < on)


def met(parts: Sequence[Part], paid: Decimal) -> bool:
    """Whether all of it is paid: what was forgiven of one instalment is asked for in the end."""
    return paid >= sum((part.amount for part in parts), ZERO)


def defaulted(parts: Sequence[Part], paid: Decimal, on: date, patience: Patience) -> bool:
    """Whether the plan is over because it was not kept."""
    late = missed(parts, paid, on, patience)
    return len(late) >= patience.misses or any(add_days(p.due_on, patience.longest_late) < on for p in late)


def next_look(
    parts: Sequence[Part], paid: Decimal, on: date, patience: Patience, *, reminded: int, stated_on: date | None
) -> date | None:
    """The next day after `on` on which something may have to be done; None when nothing is left to pay.

    A reminder (of the instalments after position `reminded`), a judgment once one is late, or a yearly statement
    counted from `stated_on` (None: none is owed).
    """
    left = [one.part for one in standings(parts, paid) if not one.covered(patience)]
    days = [add_days(part.due_on, -patience.remind_days) for part in left if part.position > reminded]
    days += [next_day(add_days(part.due_on, patience.days)) for part in left]
    days += [next_day(add_days(part.due_on, patience.longest_late)) for part in left]
    days += [add_years(stated_on, 1)] if stated_on and left else []
    return min((day for day in days if day > on), default=None)


def to_remind(parts: Sequence[Part], paid: Decimal, on: date, patience: Patience, *, reminded: int) -> Part | None:
    """The next instalment that is not paid, if the day to remind of it has come and it has not gone by."""
    for one in standings(parts, paid):
        if not one.covered(patience) and one.part.position > reminded and on <= one.part.due_on:
            return one.part if add_days(one.part.due_on, -patience.remind_days) <= on else None
    return None


def must_state(on: date, stated_on: date) -> bool:
    """Whether a year has gone by since the last statement of a Belgian consumer's plan. Source: CDE art. XIX.12."""
    return on >= add_years(stated_on, 1)

"""Whom next, and why: points that anybody can add up, from what is known of a claim."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.dates import next_day
from core.money import ZERO

MOST_DAYS_LATE = 20
CLOCK_DAYS = 120  # a limitation period that ends within so many days presses
AGES = ((90, 100), (180, 75), (365, 50))  # days since the due date, inclusive → per cent of chance
OLD = 25  # per cent of chance of what is older
CHANCES: Mapping[str, int] = {"good": 120, "administrative": 110, "negligent": 100, "bad": 60}
WITHOUT_PHONE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What each reason is worth, in points: the agency's options `queue.*`; `value_full` in euros."""

    promise: int
    answer: int
    decide: int
    task: int
    late_a_day: int
    value: int
    value_full: Decimal
    clock: int
    escalated: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a claim: the first day of each reason to act, None without; `owed` in euros."""

    owed: Decimal
    due_since: date
    task_on: date | None = None  # the first open task of an agent
    broken_on: date | None = None  # a promise broken and not spoken of since
    answered_on: date | None = None  # an answer that nobody handled
    escalated_on: date | None = None  # put before a manager, who has not given it back
    decide_on: date | None = None  # a plan asked for, a dispute that the creditor answered
    limit_on: date | None = None  # the last day of the limitation period
    rests: bool = False  # a hold: no act towards the debtor
    closed: bool = False
    has_phone: bool = True
    profile: str = ""


@dataclass(frozen=True, slots=True)
class Rank:
    """`due_on` None: nobody is needed. `parts` are the points by reason, none of them zero."""

    due_on: date | None
    parts: Mapping[str, int]

    @property
    def points(self) -> int:
        """All points together."""
        return sum(self.parts.values())

    @property
    def why(self) -> str:
        """The reason to act that weighs most; among equals the first named."""
        reasons = {key: points for key, points in self.parts.items() if key in REASONS}
        return max(reasons, key=lambda key: reasons[key], default="")


REASONS = ("escalated", "promise", "answer", "decide", "task")


def due_on(facts: Facts) -> date | None:
    """The first day on which somebody is needed; None for nobody. A claim at rest is not called, but answered."""
    if facts.closed:
        return None
    asked = [facts.answered_on, facts.decide_on, facts.escalated_on]
    acts = [] if facts.rests else [facts.task_on, facts.broken_on]
    return min((day for day in (*asked, *acts) if day), default=None)


def rank(facts: Facts, weights: Weights, on: date) -> Rank:
    """The points of a claim on `on`: those of each reason that has come, of lateness, of value and of clocks."""
    first = due_on(facts)
    if first is None:
        return Rank(None, {})
    late = min(max((on - first).days, 0), MOST_DAYS_LATE)
    parts = {
        "escalated": weights.escalated * _come(facts.escalated_on, on),
        "promise": weights.promise * (not facts.rests and _come(facts.broken_on, on)),
        "answer": weights.answer * _come(facts.answered_on, on),
        "decide": weights.decide * _come(facts.decide_on, on),
        "task": weights.task * (not facts.rests and _come(facts.task_on, on)),
        "late": weights.late_a_day * late,
        "value": value(facts, weights, on),
        "clock": weights.clock * _presses(facts.limit_on, on),
    }
    return Rank(first, {key: points for key, points in parts.items() if points})


def _come(day: date | None, on: date) -> bool:
    return day is not None and day <= on


def _presses(last: date | None, on: date) -> bool:
    return last is not None and 0 <= (last - on).days <= CLOCK_DAYS


def value(facts: Facts, weights: Weights, on: date) -> int:
    """Value × chance: the part of the full amount that is owed, times the chance of getting it, rounded down."""
    share = min(max(facts.owed, ZERO) / weights.value_full, Decimal(1)) if weights.value_full > ZERO else Decimal(1)
    return int(weights.value * share * chance(facts, on) / 100)


def chance(facts: Facts, on: date) -> Decimal:
    """Per cent, 0 to 100: by the age of the debt, the payer's profile, and whether there is a telephone number."""
    age = (on - facts.due_since).days
    by_age = next((chance for days, chance in AGES if age <= days), OLD)
    phone = 100 if facts.has_phone else WITHOUT_PHONE
    return min(Decimal(by_age) * CHANCES.get(facts.profile, 100) * phone / 10_000, Decimal(100))


def look_on(rank: Rank, on: date) -> date | None:
    """When to rank again: tomorrow while it waits, on its day while that lies ahead."""
    if rank.due_on is None:
        return None
    return next_day(on) if rank.due_on <= on else rank.due_on

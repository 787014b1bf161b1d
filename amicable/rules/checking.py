"""What is wrong with a cycle before it is published: steps that nobody reaches, words that lack, unlawful delays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from amicable.rules.steps import (
    ACTS,
    FAMILIES,
    LAST,
    MESSAGES,
    PHASES,
    TONES,
    WAYS,
    Cycle,
    Step,
)

Code = Literal[
    "no_steps",
    "act_unknown",
    "after_end",
    "end_with_others",
    "never_met",
    "missing_template",
    "tone_unknown",
    "way_unknown",
    "negative_day",
    "too_close",
    "within_wait",
    "too_long",
]
LONGEST_DAYS = 365  # a stage is limited in time
PARTNER_WAIT_DAYS = 18  # CDE art. XIX.9 § 1: 14 days from the third working day, never over before this day


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cycle cannot be published: a code, the position of the step (from 1; 0: the whole), what is meant."""

    code: Code
    position: int = 0
    detail: str = ""


def faults(
    cycle: Cycle,
    steps: Sequence[Step],
    *,
    starts: str,
    gap: int,
    large_from: Decimal,
    templates: Mapping[str, Sequence[str]],
) -> tuple[Fault, ...]:
    """All that is wrong with the steps of a version, in their order; none when it can be published.

    `templates` are the words that each act may use, `gap` the agency's least days between two messages.
    """
    if not steps:
        return (Fault("no_steps"),)
    own = (
        fault
        for position, step in enumerate(steps, 1)
        for fault in _of_step(cycle, step, position, starts, large_from, templates)
    )
    return (*own, *_order(steps), *_delays(cycle, steps, gap))


def _of_step(
    cycle: Cycle,
    step: Step,
    position: int,
    starts: str,
    large_from: Decimal,
    templates: Mapping[str, Sequence[str]],
) -> Iterator[Fault]:
    if step.act not in ACTS:
        yield Fault("act_unknown", position, step.act)
    if step.day < (1 if starts == "due-date" else 0):
        yield Fault("negative_day", position)
    if step.day > LONGEST_DAYS:
        yield Fault("too_long", position, str(LONGEST_DAYS))
    if step.tone not in TONES:
        yield Fault("tone_unknown", position, step.tone)
    if step.by not in WAYS or step.phase not in PHASES:
        yield Fault("way_unknown", position, step.by)
    if step.act in MESSAGES and step.template not in templates.get(step.act, ()):
        yield Fault("missing_template", position, step.template)
    if reason := _never(cycle, step, large_from):
        yield Fault("never_met", position, reason)


def _never(cycle: Cycle, step: Step, large_from: Decimal) -> str:
    """What in a step's condition can hold for no claim of the cycle; "" when it may."""
    asked = step.condition
    low, high = asked.minimum, asked.maximum
    known = cycle.customers == "known"
    impossible = {
        "maximum": low is not None and high is not None and low > high,
        "minimum": cycle.claims == "small" and low is not None and low >= large_from,
        "small": cycle.claims == "large" and high is not None and high < large_from,
        "customers": bool(asked.customers)
        and cycle.customers != "all"
        and not any((customer == "known") is known for customer in asked.customers),
        "debtor": bool(asked.debtor and cycle.debtors and asked.debtor != cycle.debtors),
        "country": bool(asked.country and cycle.country and asked.country != cycle.country),
    }
    return next((name for name, found in impossible.items() if found), "")


def _order(steps: Sequence[Step]) -> Iterator[Fault]:
    """Nothing follows the end, and nothing is done beside it."""
    ends = [step.day for step in steps if step.act in LAST]
    for position, step in enumerate(steps, 1):
        if ends and step.day > min(ends):
            yield Fault("after_end", position)
        elif ends and step.day == min(ends) and step.act not in LAST:
            yield Fault("end_with_others", position)


def _delays(cycle: Cycle, steps: Sequence[Step], gap: int) -> Iterator[Fault]:
    last: dict[str, int] = {}
    for position, step in enumerate(steps, 1):
        family = FAMILIES.get(step.act, "")
        if family and 0 < step.day - last.get(family, step.day) < gap:
            yield Fault("too_close", position, str(gap))
        if family:
            last[family] = step.day
        if (
            _waits_for_partner(cycle)
            and "partner" in last
            and family
            and step.day < last["partner"] + PARTNER_WAIT_DAYS
        ):
            yield Fault("within_wait", position, "CDE art. XIX.9 § 1")
        if step.act == "partner-letter":
            last["partner"] = step.day


def _waits_for_partner(cycle: Cycle) -> bool:
    """Whether the cycle may be a Belgian consumer's, to whom a partner's letter opens a new wait."""
    return cycle.debtors in ("", "consumer") and cycle.country in ("", "BE")

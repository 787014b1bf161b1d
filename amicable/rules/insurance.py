"""Credit insurance (seed 004): which claims a policy covers, and until when they are declared and handed over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from core.dates import add_days, add_months

NEAR, URGENT = 30, 7  # days before a deadline on which it is alerted


@dataclass(frozen=True, slots=True)
class Policy:
    """`since` and `until` bound the due dates covered, both inclusive; no `customers`: every business debtor."""

    since: date
    until: date | None
    declare_from_months: int
    declare_until_months: int
    papers_within_days: int
    customers: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Declaring:
    """From when and until when a claim is declared, both inclusive."""

    first: date
    last: date


def covers(policy: Policy, *, due_on: date, kind: str, customer: str) -> bool:
    """Whether a policy covers a claim due since `due_on`: credit insurance is of debts between businesses."""
    if kind != "business" or due_on < policy.since or (policy.until is not None and due_on > policy.until):
        return False
    return not policy.customers or customer in policy.customers


def declaring(policy: Policy, due_on: date) -> Declaring:
    """When a claim due on `due_on` is declared, by calendar months after that day."""
    return Declaring(add_months(due_on, policy.declare_from_months), add_months(due_on, policy.declare_until_months))


def papers_by(policy: Policy, declared_on: date) -> date:
    """The last day to hand the papers over, inclusive."""
    return add_days(declared_on, policy.papers_within_days)


def near_on(deadline: date) -> date:
    """From when a deadline is alerted."""
    return add_days(deadline, -NEAR)


def is_urgent(deadline: date, on: date) -> bool:
    """Whether a week or less is left, or none."""
    return on >= add_days(deadline, -URGENT)

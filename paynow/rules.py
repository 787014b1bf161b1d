"""When a PAYNOW goes out, what comes before it, and when it is settled. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.money import ZERO
from law.options import DEFAULTS, Options
from law.waits import wait

FIRST_REMINDER = "first_reminder"
PAYNOW = "paynow"
DECISION = "decision"
ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Planned:
    """What to do next and when; `on` None waits for something to happen."""

    act: str
    on: date | None


def first_act(
    *,
    kind: str,
    country: str,
    reminded_on: date | None,
    reminder_channel: str,
    on: date,
    options: Options = DEFAULTS,
) -> Planned:
    """The first act for a claim handed over on `on`.

    A Belgian consumer whose first reminder is not proved gets it first, free of charge (CDE art. XIX.7 § 1 and XIX.8);
    the PAYNOW follows once its wait is over.
    """
    if kind == "unknown":
        return Planned("", None)
    if kind != "consumer" or country != "BE":
        return Planned(PAYNOW, on)
    if reminded_on is None:
        return Planned(FIRST_REMINDER, on)
    return Planned(PAYNOW, max(on, after_reminder(reminded_on, reminder_channel, options)))


def after_reminder(sent_on: date, channel: str, options: Options = DEFAULTS) -> date:
    """The first day on which the PAYNOW may follow a Belgian first reminder sent on `sent_on`."""
    return wait("be", "first-reminder", sent_on, "email" if channel == "email" else "post", options).act_from


def follow_up(asked_on: date, *, remind_on_days: Sequence[int], close_on_day: int, after: date) -> date:
    """When a creditor that does not answer is next written to: the first reminder day after `after`, else the close.

    Days count from the question (DOMAIN §4, *Silent creditor*: 3, 10 and 20, closed on 60).
    """
    days = [asked_on + timedelta(days=days) for days in sorted(remind_on_days) if days < close_on_day]
    return next((day for day in days if day > after), asked_on + timedelta(days=close_on_day))


def settles(*, owed: Decimal, paid_in_time: Decimal, demanded: Decimal | None, late: bool, residue: Decimal) -> bool:
    """Whether a claim in PAYNOW is settled (DOMAIN §4, *Deadline*).

    Nothing is owed; or the amount demanded was paid by the last day; or, later, no more than `residue` is left.
    """
    if owed <= ZERO:
        return True
    if demanded is not None and paid_in_time >= demanded:
        return True
    return late and owed <= residue

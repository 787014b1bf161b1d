"""Waits before anything else may be done, the printed deadline, and what suspends a wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from core.dates import ONE_DAY, add_days, next_day
from law.options import DEFAULTS, Options
from law.rulesets import Country, DebtorKind
from law.workdays import moved_to_working, nth_working_day_after

Channel = Literal["post", "email"]
NoticeKind = Literal["first-reminder", "agency-notice"]
Cause = Literal["plan", "mediation", "dispute"]
CHANNELS: tuple[str, ...] = get_args(Channel)
NOTICE_KINDS: tuple[str, ...] = get_args(NoticeKind)
CAUSES: tuple[str, ...] = get_args(Cause)

WAIT_DAYS = 14
WORKING_DAYS_TO_ARRIVE = 3
DEADLINE_DAYS: dict[bool, int] = {True: 8, False: 15}  # by whether the debtor owes as a business
PLAN_DAYS, MEDIATION_DAYS, TOTAL_DAYS = 30, 45, 45
SOURCES: dict[NoticeKind, str] = {"first-reminder": "CDE art. XIX.2", "agency-notice": "CDE art. XIX.9 § 1"}
NO_WAIT = "CPCE art. R124-4"


@dataclass(frozen=True)
class Wait:
    """The days `first_day` to `last_day`, both inclusive, on which nothing may be done; both None without a wait."""

    sent: date
    first_day: date | None
    last_day: date | None
    act_from: date
    source: str


def wait(country: Country, kind: NoticeKind, sent: date, channel: Channel, options: Options = DEFAULTS) -> Wait:
    """The wait that a notice to a consumer opens.

    Belgium: 14 calendar days from the third working day after sending; a first reminder by e-mail counts from the next
    calendar day. France knows none: the first letter only has to come first.
    """
    if country == "fr":
        return Wait(sent, None, None, sent, NO_WAIT)
    if kind == "first-reminder" and channel == "email":
        first = next_day(sent)
    else:
        first = nth_working_day_after("be", sent, WORKING_DAYS_TO_ARRIVE, options)
    last = add_days(first, WAIT_DAYS - 1 + options.extra_safety_days)
    if options.shift_calendar_day_end:
        last = moved_to_working("be", last, options)
    return Wait(sent, first, last, next_day(last), SOURCES[kind])


def deadline(country: Country, kind: DebtorKind, posted: date, options: Options = DEFAULTS) -> date:
    """The last day to pay, printed on a notice posted on `posted`.

    8 days for a business, 15 for anyone else, moved to the next working day; for a Belgian consumer never before the
    last day of the statute's wait.
    """
    days = DEADLINE_DAYS[kind == "business"]
    last = moved_to_working(country, add_days(posted, days), options)
    if kind in ("consumer", "unknown"):
        statute = wait(country, "agency-notice", posted, "post", options).last_day
        return max(last, statute or last)
    return last


@dataclass(frozen=True)
class Suspension:
    """What a debtor did: asked for a plan, entered mediation or petitioned for debt settlement, or disputed."""

    cause: Cause
    requested: date
    decided: date | None = None


@dataclass(frozen=True)
class SuspensionClock:
    """The clock that a suspension starts: inclusive days; `no_interest_from` where silence stops interest."""

    starts: date
    last_day: date
    no_interest_from: date | None
    source: str


def suspension_clock(suspension: Suspension, options: Options = DEFAULTS) -> SuspensionClock:
    """30 days (plan, dispute) or 45 (mediation), the first being the first working day after the request."""
    starts = nth_working_day_after("be", suspension.requested, 1, options)
    if suspension.cause == "mediation":
        return SuspensionClock(starts, add_days(starts, MEDIATION_DAYS - 1), None, "CDE art. XIX.9 § 3")
    last = add_days(starts, PLAN_DAYS - 1)
    paragraph = 2 if suspension.cause == "plan" else 4
    return SuspensionClock(starts, last, next_day(last), f"CDE art. XIX.9 § {paragraph}")


@dataclass(frozen=True)
class Pause:
    """The days `first` to `last`, both inclusive, that bear no contractual interest; `last` None: until decided."""

    first: date
    last: date | None
    source: str
    rule: str = "interest-paused"  # why, as a statement names it


def interest_pauses(
    causes: Sequence[Suspension], agency_wait: Wait | None, options: Options = DEFAULTS
) -> tuple[Pause, ...]:
    """The days on which a Belgian consumer owes no interest: a request had waited 30 days for its decision.

    A dispute counts whenever it comes; a plan request if made by the end of the notice's wait (before any notice:
    `agency_wait` None), else the text gives it no effect. The day of the decision bears interest again.
    Source: CDE art. XIX.9 § 2 and § 4.
    """
    end = agency_wait.last_day if agency_wait else None
    found = []
    for cause in causes:
        clock = suspension_clock(cause, options)
        in_time = cause.cause == "dispute" or end is None or cause.requested <= end
        if clock.no_interest_from and in_time and (cause.decided is None or clock.no_interest_from < cause.decided):
            found.append(Pause(clock.no_interest_from, cause.decided and cause.decided - ONE_DAY, clock.source))
    return tuple(found)


def latest_end(wait_last_day: date) -> date:
    """The last day that several causes together can suspend: the 45th after the wait. Source: CDE art. XIX.9 § 5."""
    return add_days(wait_last_day, TOTAL_DAYS)


@dataclass(frozen=True)
class Suspended:
    """Acts are suspended through `last_day` inclusive, or until someone decides (None)."""

    last_day: date | None
    source: str


def suspended(
    causes: Sequence[Suspension], agency_wait: Wait, on: date, options: Options = DEFAULTS
) -> Suspended | None:
    """Whether acts towards a Belgian consumer are suspended on `on`, and until when.

    A dispute suspends whenever it comes and until decided. A plan request or a mediation counts if made by the end of
    the wait; together they end at the latest 45 days after it.
    """
    if agency_wait.last_day is None:
        return None
    open_now = [c for c in causes if c.requested <= on and (c.decided is None or c.decided > on)]
    if any(c.cause == "dispute" for c in open_now):
        return Suspended(None, "CDE art. XIX.9 § 4")
    timely = [c for c in open_now if c.requested <= agency_wait.last_day]
    if not timely:
        return None
    state = _until(timely, latest_end(agency_wait.last_day), options)
    return state if state.last_day is None or on <= state.last_day else None


def _until(timely: Sequence[Suspension], latest: date, options: Options) -> Suspended:
    if len({c.cause for c in timely}) > 1:
        return Suspended(latest, "CDE art. XIX.9 § 5")
    if timely[0].cause == "plan":
        return Suspended(None, "CDE art. XIX.9 § 2")
    return Suspended(max(suspension_clock(c, options).last_day for c in timely), "CDE art. XIX.9 § 3")

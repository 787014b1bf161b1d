"""Which days a report covers. Weeks run from Monday to Sunday; fortnights are counted from a fixed Monday."""

from datetime import date
from typing import Literal

from core.dates import ONE_DAY, add_days, month_end, next_day

Rhythm = Literal["weekly", "fortnightly", "monthly"]
A_MONDAY = date(2024, 1, 1)
DAYS: dict[str, int] = {"weekly": 7, "fortnightly": 14}


def period_of(rhythm: str, on: date) -> tuple[date, date]:
    """The first and the last day, both inclusive, of the period in which `on` lies. KeyError for another rhythm."""
    if rhythm == "monthly":
        return on.replace(day=1), month_end(on)
    days = DAYS[rhythm]
    first = add_days(on, -((on - A_MONDAY).days % days))
    return first, add_days(first, days - 1)


def last_ended(rhythm: str, on: date) -> date:
    """The last day of the latest period that is over when `on` begins."""
    return period_of(rhythm, on)[0] - ONE_DAY


def due_after(rhythm: str, since: date) -> date:
    """The day on which a report that tells from `since` on is drawn: the one after its period."""
    return next_day(period_of(rhythm, since)[1])


def told(rhythm: str, since: date, on: date) -> tuple[date, date] | None:
    """What one report drawn on `on` covers, when nothing was told since `since`: all that is over, however many
    periods were missed; None while the first of them still runs."""
    last = last_ended(rhythm, on)
    return (since, last) if since <= last else None

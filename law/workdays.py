"""Legal holidays and working days of Belgium and France. Own rules, since a deadline must not move with a library."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from core.dates import add_days, easter, next_day
from law.options import DEFAULTS, Options
from law.rulesets import Country

FIXED: dict[Country, tuple[tuple[int, int], ...]] = {
    "be": ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)),
    "fr": ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)),
}
EASTER_MONDAY, ASCENSION, WHIT_MONDAY = 1, 39, 50
GOOD_FRIDAY = -2
SATURDAY, SUNDAY = 5, 6
DAY = timedelta(days=1)


@lru_cache(maxsize=512)
def holidays(country: Country, year: int, alsace_moselle: bool = False) -> frozenset[date]:
    """The legal holidays of a year (those that always fall on a Sunday left out).

    Sources: Belgium, royal decree of 18 April 1974, art. 1; France, C. trav. L3133-1 and L3134-13.
    """
    fixed = {date(year, month, day) for month, day in FIXED[country]}
    sunday = easter(year)
    moving = {add_days(sunday, shift) for shift in (EASTER_MONDAY, ASCENSION, WHIT_MONDAY)}
    local = {add_days(sunday, GOOD_FRIDAY), date(year, 12, 26)} if country == "fr" and alsace_moselle else set()
    return frozenset(fixed | moving | local)


def is_holiday(country: Country, day: date, options: Options = DEFAULTS) -> bool:
    """Whether `day` is a legal holiday."""
    return day in holidays(country, day.year, options.alsace_moselle)


def is_working(country: Country, day: date, options: Options = DEFAULTS) -> bool:
    """Whether `day` counts where a text counts working days; Saturday does so only by option."""
    rest = (SUNDAY,) if options.saturday_is_working else (SATURDAY, SUNDAY)
    return day.weekday() not in rest and not is_holiday(country, day, options)


def nth_working_day_after(country: Country, day: date, count: int, options: Options = DEFAULTS) -> date:
    """The `count`-th working day after `day`, `day` itself not counted."""
    for _ in range(count):
        day = next_day(day)
        while not is_working(country, day, options):
            day = next_day(day)
    return day


def moved_to_working(country: Country, day: date, options: Options = DEFAULTS) -> date:
    """`day`, or the next day that is no Saturday, Sunday or holiday.

    Saturday always moves: the Civil Code (art. 1.7) and the CPC (art. 642) say so, whatever counts as a working day.
    """
    while day.weekday() in (SATURDAY, SUNDAY) or is_holiday(country, day, options):
        day = next_day(day)
    return day


def add_working_hours(country: Country, at: datetime, hours: int, options: Options = DEFAULTS) -> datetime:
    """The local moment `hours` later, counting all 24 hours of working days and none of the others."""
    left = timedelta(hours=hours)
    while True:
        midnight = datetime.combine(at.date() + DAY, time(), at.tzinfo)
        counted = midnight - at if is_working(country, at.date(), options) else timedelta()
        if left < counted:
            return at + left
        at, left = midnight, left - counted

"""Pure helpers over calendar dates. Nothing here reads a clock or knows a holiday."""

from calendar import monthrange
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def add_days(day: date, days: int) -> date:
    """The date `days` calendar days after `day` (before it when negative)."""
    return day + timedelta(days=days)


def next_day(day: date) -> date:
    """The day after."""
    return day + ONE_DAY


def month_end(day: date) -> date:
    """The last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, months: int) -> date:
    """The same day-number `months` later, or that month's last day where the number does not exist."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month0 + 1, 1)
    return first.replace(day=min(day.day, month_end(first).day))


def add_years(day: date, years: int) -> date:
    """The same day `years` later; 29 February becomes the 28th outside leap years."""
    return add_months(day, 12 * years)


def semester_start(day: date) -> date:
    """1 January or 1 July, whichever opens the half-year of `day`."""
    return date(day.year, 1 if day.month <= 6 else 7, 1)


def semester_name(day: date) -> str:
    """`2026H1` for January to June, `2026H2` for July to December."""
    return f"{day.year}H{1 if day.month <= 6 else 2}"


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the Meeus/Jones/Butcher computation)."""
    golden, century, in_century = year % 19, year // 100, year % 100
    correction = century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    epact = (19 * golden + correction) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (in_century // 4) - epact - in_century % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day0 = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day0 + 1)

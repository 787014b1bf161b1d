"""Holidays and working days (A.3), held against an independent library."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays as library
import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.options import Options
from law.workdays import add_working_hours, holidays, is_working, moved_to_working, nth_working_day_after

days = st.dates(date(2018, 1, 1), date(2030, 12, 31))
YEARS = range(2018, 2031)


@pytest.mark.parametrize("year", YEARS)
def test_holidays_agree_with_the_library(year):
    sundays = {"Easter Sunday", "Pentecost", "Whit Sunday"}
    belgium = {day for day, name in library.Belgium(years=year, language="en_US").items() if name not in sundays}
    assert holidays("be", year) == belgium
    assert holidays("fr", year) == set(library.France(years=year))
    assert holidays("fr", year, alsace_moselle=True) == set(library.France(years=year, subdiv="57"))


@given(days, st.sampled_from(["be", "fr"]), st.booleans())
def test_the_nth_working_day_has_n_working_days_up_to_it(day, country, saturday):
    options = Options(saturday_is_working=saturday)
    third = nth_working_day_after(country, day, 3, options)
    between = [day + timedelta(days=n) for n in range(1, (third - day).days + 1)]
    assert sum(is_working(country, d, options) for d in between) == 3
    assert is_working(country, third, options)


@given(days, st.sampled_from(["be", "fr"]))
def test_a_moved_day_is_the_first_working_one(day, country):
    moved = moved_to_working(country, day)
    assert is_working(country, moved)
    assert not any(is_working(country, day + timedelta(days=n)) for n in range((moved - day).days))


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2026-11-19T15:00", "2026-11-20T15:00"),
        ("2026-11-20T15:00", "2026-11-23T15:00"),  # over a weekend
        ("2026-11-21T10:00", "2026-11-24T00:00"),  # on a Saturday: Monday's 24 hours
        ("2026-12-24T09:00", "2026-12-28T09:00"),  # Christmas on a Friday
        ("2026-03-27T12:00", "2026-03-30T12:00"),  # the clocks change on Sunday
    ],
)
def test_24_hours_of_working_days(at, due):
    brussels = ZoneInfo("Europe/Brussels")
    start, end = (datetime.fromisoformat(text).replace(tzinfo=brussels) for text in (at, due))
    assert add_working_hours("be", start, 24) == end

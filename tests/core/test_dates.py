"""Months, half-years and Easter."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import add_months, add_years, easter, month_end, semester_name, semester_start

days = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 11, 20), 1, date(2026, 12, 20)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_keep_the_day_or_end_the_month(day, months, expected):
    assert add_months(day, months) == expected


def test_a_leap_day_becomes_the_28th():
    assert add_years(date(2024, 2, 29), 1) == date(2025, 2, 28)


@given(days, st.integers(-240, 240))
def test_months_later_is_in_the_right_month(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == min(day.day, month_end(later).day)


@given(days)
def test_a_day_lies_in_its_half_year(day):
    assert semester_start(day) <= day < add_months(semester_start(day), 6)
    assert semester_name(day) == semester_name(semester_start(day))


@pytest.mark.parametrize(
    "day",
    [date(2018, 4, 1), date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2030, 4, 21)],
)
def test_easter(day):
    assert easter(day.year) == day

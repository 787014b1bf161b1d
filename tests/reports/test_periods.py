"""Which days a report covers: one report for all that was missed, no day told twice, none left out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import next_day
from reports.rules.periods import due_after, last_ended, period_of, told

RHYTHMS = st.sampled_from(["weekly", "fortnightly", "monthly"])
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@given(RHYTHMS, DAYS)
def test_periods_follow_one_another(rhythm, on):
    first, last = period_of(rhythm, on)
    assert first <= on <= last
    assert period_of(rhythm, next_day(last))[0] == next_day(last)
    assert last_ended(rhythm, next_day(last)) == last


@given(RHYTHMS, DAYS, st.integers(0, 200))
def test_a_report_is_due_exactly_when_there_is_something_to_tell(rhythm, since, later):
    on = since + timedelta(days=later)
    assert (told(rhythm, since, on) is not None) == (due_after(rhythm, since) <= on)


@given(RHYTHMS, DAYS, st.lists(st.integers(1, 90), max_size=12))
def test_no_day_is_told_twice_or_left_out(rhythm, since, waits):
    """Whenever the service looks, and however long it slept."""
    on, expected = since, since
    for wait in waits:
        on += timedelta(days=wait)
        if days := told(rhythm, expected, on):
            assert days[0] == expected
            expected = next_day(days[1])


@pytest.mark.parametrize(
    ("rhythm", "due"),
    [("weekly", date(2026, 3, 9)), ("fortnightly", date(2026, 3, 9)), ("monthly", date(2026, 4, 1))],
)
def test_a_report_comes_the_day_after_its_period(rhythm, due):
    assert due_after(rhythm, date(2026, 3, 4)) == due


def test_a_month_slept_through_is_one_report():
    assert told("weekly", date(2026, 3, 2), date(2026, 4, 3)) == (date(2026, 3, 2), date(2026, 3, 29))

"""Due dates between businesses (B.3, C.2)."""

from datetime import date

import pytest

from law.due_dates import belgian_due_date, french_due_date, french_month_end_due_date
from law.options import Options


@pytest.mark.parametrize(
    ("term", "due", "flag"),
    [
        (None, date(2026, 12, 2), ""),
        (60, date(2027, 1, 1), ""),
        (75, date(2026, 12, 2), "term-unwritten"),
        (0, date(2026, 11, 2), ""),
    ],
)
def test_belgian_vector(term, due, flag):
    answer = belgian_due_date(date(2026, 11, 2), term)
    assert (answer.due, answer.flag) == (due, flag)
    assert (answer.interest_from - answer.due).days == 1


def test_a_belgian_due_date_on_a_holiday_moves_only_by_option():
    assert belgian_due_date(date(2026, 11, 2), 60, Options(shift_due_date=True)).due == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("received", "term", "due", "flag"),
    [
        (None, 60, date(2026, 11, 14), ""),
        (date(2026, 9, 17), None, date(2026, 10, 17), ""),
        (None, 90, date(2026, 12, 14), "term-too-long"),
    ],
)
def test_french_vector(received, term, due, flag):
    answer = french_due_date(date(2026, 9, 15), received, term)
    assert (answer.due, answer.flag) == (due, flag)


@pytest.mark.parametrize(
    ("reading", "due"), [("add-then-end", date(2026, 10, 31)), ("end-then-add", date(2026, 11, 14))]
)
def test_both_readings_of_45_days_end_of_month(reading, due):
    assert french_month_end_due_date(date(2026, 9, 15), Options(month_end_reading=reading)).due == due

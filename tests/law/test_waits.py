"""Waits, suspensions and the printed deadline (B.1, B.2, and the house rule on deadlines)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.options import Options
from law.waits import Pause, Suspension, deadline, interest_pauses, latest_end, suspended, suspension_clock, wait

day = date.fromisoformat


@pytest.mark.parametrize(
    ("sent", "channel", "first", "last", "act_from", "saturday_working"),
    [
        ("2026-11-20", "post", "2026-11-25", "2026-12-08", "2026-12-09", "2026-12-07"),
        ("2026-11-20", "email", "2026-11-21", "2026-12-04", "2026-12-05", "2026-12-04"),
        ("2026-11-21", "email", "2026-11-22", "2026-12-07", "2026-12-08", "2026-12-07"),
        ("2026-12-23", "post", "2026-12-29", "2027-01-11", "2027-01-12", "2027-01-11"),
        ("2026-04-02", "post", "2026-04-08", "2026-04-21", "2026-04-22", "2026-04-20"),
        ("2026-07-17", "post", "2026-07-23", "2026-08-05", "2026-08-06", "2026-08-04"),
    ],
)
def test_first_reminder_vector(sent, channel, first, last, act_from, saturday_working):
    answer = wait("be", "first-reminder", day(sent), channel)
    assert (answer.first_day, answer.last_day, answer.act_from) == (day(first), day(last), day(act_from))
    other = wait("be", "first-reminder", day(sent), channel, Options(saturday_is_working=True))
    assert other.last_day == day(saturday_working)


@pytest.mark.parametrize("channel", ["post", "email"])
def test_the_agency_notice_knows_no_electronic_shortcut(channel):
    answer = wait("be", "agency-notice", day("2026-11-20"), channel)
    assert (answer.first_day, answer.last_day) == (day("2026-11-25"), day("2026-12-08"))
    assert answer.act_from == day("2026-12-09")


def test_the_shift_and_the_safety_days_are_settings():
    plain = Options(shift_calendar_day_end=False)
    assert wait("be", "first-reminder", day("2026-11-21"), "email", plain).last_day == day("2026-12-05")
    careful = Options(extra_safety_days=1)
    assert wait("be", "agency-notice", day("2026-11-20"), "post", careful).last_day == day("2026-12-09")


def test_france_has_no_wait():
    answer = wait("fr", "agency-notice", day("2026-11-20"), "post")
    assert (answer.first_day, answer.last_day, answer.act_from) == (None, None, day("2026-11-20"))


@pytest.mark.parametrize(
    ("country", "kind", "posted", "last"),
    [
        ("be", "business", "2026-11-20", "2026-11-30"),  # Saturday 28 moves to Monday
        ("be", "consumer", "2026-11-20", "2026-12-08"),  # the statute is later than 15 days (Saturday, Monday 7)
        ("be", "public", "2026-11-20", "2026-12-07"),
        ("fr", "consumer", "2026-11-20", "2026-12-07"),
        ("fr", "business", "2026-05-06", "2026-05-15"),  # Ascension on the 14th
    ],
)
def test_deadline(country, kind, posted, last):
    assert deadline(country, kind, day(posted)) == day(last)


@given(st.dates(date(2023, 9, 1), date(2035, 1, 1)))
def test_a_consumer_deadline_is_never_before_the_end_of_the_wait(posted):
    assert deadline("be", "consumer", posted) >= wait("be", "agency-notice", posted, "post").last_day


@given(st.dates(date(2023, 9, 1), date(2035, 1, 1)), st.sampled_from(["post", "email"]))
def test_a_wait_is_never_shorter_than_fourteen_days(sent, channel):
    answer = wait("be", "first-reminder", sent, channel)
    assert (answer.last_day - answer.first_day).days >= 13


@pytest.mark.parametrize(
    ("cause", "requested", "starts", "last", "no_interest_from"),
    [
        ("plan", "2026-12-02", "2026-12-03", "2027-01-01", "2027-01-02"),
        ("plan", "2026-12-04", "2026-12-07", "2027-01-05", "2027-01-06"),
        ("dispute", "2026-12-04", "2026-12-07", "2027-01-05", "2027-01-06"),
        ("mediation", "2026-12-04", "2026-12-07", "2027-01-20", None),
    ],
)
def test_suspension_clock_vector(cause, requested, starts, last, no_interest_from):
    clock = suspension_clock(Suspension(cause, day(requested)))
    assert (clock.starts, clock.last_day) == (day(starts), day(last))
    assert clock.no_interest_from == (day(no_interest_from) if no_interest_from else None)


@pytest.mark.parametrize(("wait_end", "latest"), [("2026-12-08", "2027-01-22"), ("2026-12-04", "2027-01-18")])
def test_several_causes_end_45_days_after_the_wait(wait_end, latest):
    assert latest_end(day(wait_end)) == day(latest)


NOTICE = wait("be", "agency-notice", day("2026-11-20"), "post")
PLAN = Suspension("plan", day("2026-12-02"))
MEDIATION = Suspension("mediation", day("2026-12-04"))
DISPUTE = Suspension("dispute", day("2027-03-01"))


@pytest.mark.parametrize(
    ("causes", "on", "expected"),
    [
        ([], "2026-12-09", None),
        ([PLAN], "2027-06-01", "until decided"),
        ([Suspension("plan", day("2026-12-02"), day("2026-12-10"))], "2026-12-10", None),
        ([Suspension("plan", day("2026-12-09"))], "2026-12-10", None),  # asked after the wait
        ([MEDIATION], "2027-01-20", "2027-01-20"),
        ([MEDIATION], "2027-01-21", None),
        ([PLAN, MEDIATION], "2027-01-22", "2027-01-22"),
        ([PLAN, MEDIATION], "2027-01-23", None),
        ([PLAN, MEDIATION, DISPUTE], "2027-03-01", "until decided"),
    ],
)
def test_suspended(causes, on, expected):
    state = suspended(causes, NOTICE, day(on))
    assert (state and (str(state.last_day) if state.last_day else "until decided")) == expected


@pytest.mark.parametrize(
    ("cause", "first", "last"),
    [
        (PLAN, "2027-01-02", None),
        (Suspension("plan", day("2026-12-02"), day("2027-01-10")), "2027-01-02", "2027-01-09"),
        (Suspension("plan", day("2026-12-02"), day("2027-01-02")), None, None),  # decided in time
        (Suspension("plan", day("2026-12-09")), None, None),  # asked after the wait
        (DISPUTE, "2027-04-01", None),
        (MEDIATION, None, None),
    ],
)
def test_interest_pauses_after_thirty_days_without_a_decision(cause, first, last):
    found = interest_pauses([cause], NOTICE)
    assert [(p.first, p.last) for p in found] == ([(day(first), last and day(last))] if first else [])


def test_a_plan_asked_before_any_notice_is_in_time():
    assert interest_pauses([PLAN], None) == (Pause(day("2027-01-02"), None, "CDE art. XIX.9 § 2"),)

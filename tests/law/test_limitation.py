"""Limitation (B.5.6, C.6) and what intake does with an old debt."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.limitation import RULES, Event, intake, limitation
from law.options import Options

ON = date(2026, 11, 20)
CARE = date(2024, 11, 12)
day = date.fromisoformat


@pytest.mark.parametrize(
    ("country", "kind", "due", "events", "last"),
    [
        ("be", "care", "2024-11-12", [], "2026-11-30"),
        ("be", "contract", "2016-12-01", [], "2026-12-01"),
        ("be", "utility", "2021-12-01", [], "2026-12-01"),
        ("be", "retail", "2025-12-01", [], "2026-12-01"),
        ("be", "care", "2024-11-12", [Event("lawyer-notice", date(2026, 9, 15))], "2027-09-15"),
        ("be", "care", "2024-11-12", [Event("lawyer-notice", date(2025, 6, 1))], "2026-11-30"),
        ("fr", "consumer", "2024-12-05", [], "2026-12-05"),
        ("fr", "commercial", "2021-11-30", [], "2026-11-30"),
        ("fr", "consumer", "2024-12-05", [Event("acknowledgement", date(2026, 3, 1))], "2028-03-01"),
        ("fr", "public", "2022-03-01", [], "2026-12-31"),
    ],
)
def test_vector(country, kind, due, events, last):
    assert limitation(country, kind, day(due), ON, events).last_day == day(last)


@pytest.mark.parametrize("country", ["be", "fr"])
def test_a_letter_interrupts_nothing(country):
    kind = "contract" if country == "be" else "consumer"
    plain = limitation(country, kind, day("2025-01-10"), ON)
    assert limitation(country, kind, day("2025-01-10"), ON, [Event("letter", day("2026-01-10"))]) == plain


def test_a_lawyers_notice_works_once_and_in_belgium_alone():
    twice = [Event("lawyer-notice", date(2026, 9, 15)), Event("lawyer-notice", date(2026, 11, 10))]
    assert limitation("be", "care", CARE, ON, twice).last_day == date(2027, 9, 15)
    assert limitation("fr", "consumer", day("2024-12-05"), ON, twice).last_day == day("2026-12-05")


def test_an_acknowledgement_turns_a_presumption_into_the_ordinary_period():
    answer = limitation("be", "retail", day("2025-12-01"), ON, [Event("acknowledgement", day("2026-02-01"))])
    assert (answer.last_day, answer.presumption) == (day("2036-02-01"), True)


def test_an_event_after_the_end_revives_nothing():
    late = [Event("acknowledgement", day("2026-12-06"))]
    assert limitation("fr", "consumer", day("2024-12-05"), day("2027-01-01"), late).verdict == "over"


def test_consumer_credit_is_saved_by_a_court_alone():
    events = [Event("acknowledgement", day("2026-01-10"))]
    assert limitation("fr", "consumer-credit", day("2025-01-10"), ON, events).last_day == day("2027-01-10")
    in_court = [Event("court-claim", day("2026-01-10"))]
    assert limitation("fr", "consumer-credit", day("2025-01-10"), ON, in_court).last_day == day("2028-01-10")


@pytest.mark.parametrize(
    ("start", "end", "last"),
    [("2026-01-01", "2026-01-31", "2027-01-04"), ("2026-11-01", "2026-11-11", "2027-05-11")],
)
def test_a_french_mediation_suspends_and_leaves_six_months(start, end, last):
    due = "2024-12-05" if end.startswith("2026-01") else "2024-11-15"
    answer = limitation("fr", "consumer", day(due), ON, [Event("mediation", day(start), day(end))])
    assert answer.last_day == day(last)


def test_the_outer_limit_is_twenty_years():
    yearly = [Event("acknowledgement", date(year, 1, 1)) for year in range(2008, 2027)]
    assert limitation("fr", "commercial", day("2006-06-01"), day("2026-02-01"), yearly).last_day == day("2026-06-01")


@pytest.mark.parametrize(
    ("on", "verdict"), [("2026-09-05", "open"), ("2026-09-06", "soon"), ("2026-12-05", "soon"), ("2026-12-06", "over")]
)
def test_verdict(on, verdict):
    assert limitation("fr", "consumer", day("2024-12-05"), day(on)).verdict == verdict


def test_soon_is_a_setting():
    options = Options(limitation_soon_days=10)
    assert limitation("fr", "consumer", day("2024-12-05"), ON, options=options).verdict == "open"


@pytest.mark.parametrize(
    ("country", "kind", "debtor", "due", "expected"),
    [
        ("fr", "consumer", "consumer", "2024-01-01", "refuse"),
        ("fr", "commercial", "business", "2020-01-01", "warn"),
        ("be", "retail", "consumer", "2024-01-01", "warn"),
        ("fr", "consumer", "consumer", "2024-12-05", "warn"),
        ("fr", "consumer", "consumer", "2026-10-01", "accept"),
    ],
)
def test_intake(country, kind, debtor, due, expected):
    assert intake(country, debtor, limitation(country, kind, day(due), ON)) == expected


events = st.lists(
    st.builds(
        Event,
        st.sampled_from(["acknowledgement", "court-claim", "seizure", "lawyer-notice", "mediation", "letter"]),
        st.dates(date(2020, 1, 1), date(2026, 11, 1)),
    ),
    max_size=5,
)


@given(st.sampled_from(sorted(RULES)), st.dates(date(2015, 1, 1), ON), events)
def test_no_event_shortens_a_limitation_and_order_does_not_matter(rule, due, happened):
    plain = limitation(*rule, due, ON)
    moved = limitation(*rule, due, ON, happened)
    assert moved.last_day >= plain.last_day
    assert moved.last_day == limitation(*rule, due, ON, sorted(happened, key=lambda e: e.on)).last_day

"""A calendar that other programs read."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from formats.calendars import Day, calendar

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_a_day_is_an_event_that_ends_on_the_next():
    lines = calendar([Day("v1@a", date(2026, 12, 31), "Visite", "Rue Haute 1, Mons")], name="Visites", at=AT).decode()
    assert "DTSTART;VALUE=DATE:20261231\r\nDTEND;VALUE=DATE:20270101\r\n" in lines
    assert "LOCATION:Rue Haute 1\\, Mons\r\n" in lines
    assert "DTSTAMP:20260302T080000Z\r\n" in lines


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_no_line_is_too_long_and_unfolding_gives_the_text_back(words):
    made = calendar([Day("v1@a", date(2026, 1, 1), words)], name="x", at=AT)
    assert max(len(line) for line in made.split(b"\r\n")) <= 75
    summary = made.decode().replace("\r\n ", "").split("SUMMARY:")[1].split("\r\n")[0]
    again = summary.replace("\\;", ";").replace("\\,", ",").replace("\\\\", "\\")
    assert again == words or "\\" in words or "\u2028" in words or "\u2029" in words

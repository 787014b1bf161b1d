"""Parts of an SMS, words that stop it, hours in which it goes: decided without a database."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging import rules
from messaging.channels.segments import BASIC, segments
from tests.world import NOW


@pytest.mark.parametrize(
    ("text", "encoding", "places", "parts"),
    [
        ("", "GSM-7", 0, 1),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("é" * 306, "GSM-7", 306, 2),
        ("€" * 80, "GSM-7", 160, 1),
        ("a" * 152 + "€" + "a" * 10, "GSM-7", 164, 2),
        ("€" * 81, "GSM-7", 162, 2),
        ("ê" * 70, "UCS-2", 70, 1),
        ("ê" * 71, "UCS-2", 71, 2),
        ("😀" * 35, "UCS-2", 70, 1),
        ("😀" * 67, "UCS-2", 134, 3),
    ],
)
def test_parts(text, encoding, places, parts):
    found = segments(text)
    assert (found.encoding, found.places, found.parts) == (encoding, places, parts)


def test_the_gsm_alphabet_has_its_127_signs():
    assert len(BASIC) == 127  # 128 places, one of which is the escape to the second table


@given(st.text(max_size=400), st.text(max_size=100))
def test_more_text_never_makes_fewer_parts(text, more):
    assert 1 <= segments(text).parts <= segments(text + more).parts


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("STOP", "stop"),
        (" stop. ", "stop"),
        ("Arrêt", "stop"),
        ("Start", "start"),
        ("Je stoppe demain", ""),
        ("stop à la procédure", ""),
        ("", ""),
    ],
)
def test_one_word_is_a_wish_and_a_sentence_is_read(text, wish):
    assert rules.wish(text) == wish


@given(st.integers(0, 23), st.integers(0, 59))
def test_by_day_is_the_first_moment_in_the_hours(hour, minute):
    at = NOW.replace(hour=hour, minute=minute)
    found = rules.by_day(at, 8, 20)
    assert 8 <= found.hour < 20
    assert at <= found < at + timedelta(hours=13)
    assert (found == at) == (8 <= hour < 20)

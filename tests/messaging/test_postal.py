"""Numbers of registered letters: as typed, as pasted, mistyped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messaging.channels.postal import registered_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("RR 473 124 829 BE", "RR473124829BE"),
        ("rr473124829be", "RR473124829BE"),
        ("1A 123 456 7890 1", "1A12345678901"),
        ("0105 4128 8590 0000 0000 1234", "010541288590000000001234"),
    ],
)
def test_a_number_is_kept_without_blanks_and_in_capitals(typed, number):
    assert registered_number(typed) == number


@pytest.mark.parametrize("typed", ["", "RR473124828BE", "RR 1 BE", "no number at all", "RR473124829BE;x"])
def test_what_no_post_gives_is_none(typed):
    assert registered_number(typed) == ""


@given(st.integers(0, 99_999_999))
def test_one_digit_in_ten_is_the_check_digit(serial):
    found = [digit for digit in range(10) if registered_number(f"RR{serial:08d}{digit}BE")]
    assert len(found) == 1

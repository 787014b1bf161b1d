"""Bands of a percentage as they are written: no gap, no overlap, rising, each fault with row, field and cure."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.rules.bands import Written, bands_written, rows_of
from billing.rules.fees import success_fee
from billing.rules.prices import Band, Price, faults

GOOD = [Written(D(0), D(1000), D(10)), Written(D(1000), D(5000), D(8)), Written(D(5000), None, D(5))]


def test_rows_become_bands():
    assert bands_written(GOOD) == (Band(D(1000), D(10)), Band(D(5000), D(8)), Band(None, D(5)))


def test_blank_rows_and_starts_say_themselves():
    rows = [Written(None, D(1000), D(10)), Written(), Written(None, None, D(5))]
    assert bands_written(rows) == (Band(D(1000), D(10)), Band(None, D(5)))


def test_nothing_written_is_no_band():
    assert bands_written([Written(), Written()]) == ()


@pytest.mark.parametrize(
    ("row", "changed", "fault"),
    [
        (2, Written(D(1001), D(5000), D(8)), (2, "start", "There is a gap before this band.")),
        (2, Written(D(999), D(5000), D(8)), (2, "start", "This band overlaps the one before.")),
        (1, Written(D(1), D(1000), D(8)), (1, "start", "There is a gap before this band.")),
        (2, Written(D(1000), D(1000), D(8)), (2, "end", "A band ends beyond its start.")),
        (2, Written(D(1000), None, D(8)), (2, "end", "Only the last band is without end.")),
        (3, Written(D(5000), D(9000), D(8)), (3, "end", "Nothing is said of what lies beyond the last band.")),
        (1, Written(D(0), D(1000), None), (1, "percent", "The percentage is missing.")),
        (3, Written(D(5000), None, D(101)), (3, "percent", "A percentage lies between 0 and 100.")),
    ],
)
def test_each_fault_names_row_field_and_cure(row, changed, fault):
    found = bands_written([*GOOD[: row - 1], changed, *GOOD[row:]])
    assert (found[0].row, found[0].field, found[0].reason) == fault
    assert found[0].cure


ENDS = st.lists(st.integers(1, 10**7), unique=True, max_size=6).map(sorted)
SHARES = st.lists(st.integers(0, 10_000), min_size=7, max_size=7)


@given(ENDS, SHARES, st.integers(0, 10**8))
def test_what_is_read_back_is_what_was_written_and_prices_alike(ends, shares, cents):
    limits = [*(D(end) / 100 for end in ends), None]
    bands = tuple(Band(end, D(share) / 100) for end, share in zip(limits, shares, strict=False))
    assert bands_written(rows_of(bands)) == bands
    price = Price(code="x", stage="amicable", kind="percent", value=D(0), due="recovery", bands=bands)
    assert not faults([price])
    assert D(0) <= success_fee(price, D(cents) / 100) <= D(cents) / 100

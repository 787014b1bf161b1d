"""What comes first, and what settles."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paynow.rules import Planned, after_reminder, first_act, settles

DAY = date(2026, 11, 20)
RESIDUE = Decimal("5.00")


@pytest.mark.parametrize(
    ("kind", "country", "reminded_on", "channel", "planned"),
    [
        ("unknown", "BE", None, "", Planned("", None)),
        ("business", "BE", None, "", Planned("paynow", DAY)),
        ("business", "FR", None, "", Planned("paynow", DAY)),
        ("consumer", "FR", None, "", Planned("paynow", DAY)),
        ("consumer", "BE", None, "", Planned("first_reminder", DAY)),
        ("consumer", "BE", date(2026, 1, 5), "post", Planned("paynow", DAY)),
        ("consumer", "BE", DAY, "post", Planned("paynow", date(2026, 12, 9))),
        ("consumer", "BE", DAY, "email", Planned("paynow", date(2026, 12, 5))),
    ],
)
def test_first_act(kind, country, reminded_on, channel, planned):
    found = first_act(kind=kind, country=country, reminded_on=reminded_on, reminder_channel=channel, on=DAY)
    assert found == planned


@given(st.dates(date(2024, 1, 1), date(2026, 12, 1)), st.sampled_from(["post", "email"]))
def test_a_consumer_always_has_fourteen_days_after_the_reminder(sent, channel):
    assert (after_reminder(sent, channel) - sent).days > 14


@pytest.mark.parametrize(
    ("owed", "paid", "demanded", "late", "settled"),
    [
        ("0.00", "0.00", None, False, True),
        ("-3.00", "0.00", None, False, True),
        ("1.20", "100.00", "100.00", False, True),
        ("1.20", "99.99", "100.00", False, False),
        ("5.00", "0.00", "100.00", True, True),
        ("5.01", "0.00", "100.00", True, False),
        ("5.00", "0.00", "100.00", False, False),
        ("5.00", "0.00", None, False, False),
    ],
)
def test_settles(owed, paid, demanded, late, settled):
    asked = None if demanded is None else Decimal(demanded)
    found = settles(owed=Decimal(owed), paid_in_time=Decimal(paid), demanded=asked, late=late, residue=RESIDUE)
    assert found is settled

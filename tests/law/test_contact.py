"""Hours of contact (B.2.6, C.1)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from law.contact import closes_at, contact_refusal
from law.options import Options
from law.rulesets import RuleSet

BRUSSELS = ZoneInfo("Europe/Brussels")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("rules", "moment", "opens"),
    [
        ("be-cons", "2026-11-20T08:00", None),
        ("be-cons", "2026-11-20T21:59:59", None),
        ("be-cons", "2026-11-20T22:00", "2026-11-21T08:00"),
        ("be-cons", "2026-11-20T07:59", "2026-11-20T08:00"),
        ("be-cons", "2026-11-22T10:00", None),
        ("be-b2b", "2026-11-20T23:00", None),
        ("fr-cons", "2026-11-20T19:59", None),
        ("fr-cons", "2026-11-20T20:00", "2026-11-21T08:00"),
        ("fr-b2b", "2026-11-21T20:30", "2026-11-23T08:00"),
        ("fr-cons", "2026-11-22T10:00", "2026-11-23T08:00"),
    ],
)
def test_window(rules, moment, opens):
    refusal = contact_refusal(RuleSet(rules), at(moment))
    assert (refusal and refusal.allowed_from) == (at(opens) if opens else None)


def test_the_debtors_clock_counts():
    moment = datetime(2026, 7, 1, 20, 30, tzinfo=ZoneInfo("UTC"))
    assert contact_refusal(RuleSet.BE_CONSUMER, moment).rule == "contact-hours"


def test_a_moment_without_zone_is_an_error():
    with pytest.raises(ValueError, match="time zone"):
        contact_refusal(RuleSet.BE_CONSUMER, datetime(2026, 7, 1, 20, 30))  # noqa: DTZ001


def test_french_hours_are_a_setting():
    options = Options(french_contact_on_sunday=True)
    assert contact_refusal(RuleSet.FR_CONSUMER, at("2026-11-22T10:00"), options) is None


@pytest.mark.parametrize(("rules", "closes"), [("be-cons", "2026-11-20T22:00"), ("be-b2b", "2026-11-21T00:00")])
def test_closing(rules, closes):
    assert closes_at(RuleSet(rules), at("2026-11-20T10:00")) == at(closes)

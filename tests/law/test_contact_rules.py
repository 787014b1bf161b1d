"""How often, who, by which way, and on which days: the rest of the rules of contact."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from law.contact import Contact, People, closes_at, contact_refusal, too_often, unwanted, wrong_person
from law.options import DEFAULTS, Options
from law.rulesets import RuleSet

BRUSSELS = ZoneInfo("Europe/Brussels")
BELGIAN, FRENCH = RuleSet.BE_CONSUMER, RuleSet.FR_CONSUMER
LIABLE = People(frozenset({"debtor:1", "debtor:2"}), {"debtor:2": "representative:7"})


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


def opens(rules, text, options=DEFAULTS, postcode=""):
    refusal = contact_refusal(rules, at(text), options, postcode)
    return refusal and refusal.allowed_from


def free(past, text, act="call"):
    refusal = too_often(BELGIAN, act, [Contact(*one) for one in past], at(text))
    return refusal and refusal.allowed_from


def calls(*days):
    return [("call", at(f"2026-03-{day:02}T10:00")) for day in days]


@pytest.mark.parametrize(
    ("rules", "moment", "postcode", "expected"),
    [
        (BELGIAN, "2026-07-21T10:00", "7000", "2026-07-22T08:00"),
        (BELGIAN, "2026-12-25T10:00", "7000", "2026-12-26T08:00"),
        (FRENCH, "2026-07-14T10:00", "59300", "2026-07-15T08:00"),
        (FRENCH, "2026-12-26T10:00", "59300", None),
        (FRENCH, "2026-12-26T10:00", "67000", "2026-12-28T08:00"),  # Saint Stephen in Strasbourg, then a Sunday
        (RuleSet.BE_BUSINESS, "2026-07-21T10:00", "7000", "2026-07-22T00:00"),
    ],
)
def test_holidays_are_left_in_peace_where_the_debtor_lives(rules, moment, postcode, expected):
    assert opens(rules, moment, postcode=postcode) == (at(expected) if expected else None)


def test_the_clock_is_that_of_the_department_overseas():
    assert opens(FRENCH, "2026-03-03T10:00", postcode="97110") == at("2026-03-03T13:00")  # 5 in the morning there
    assert closes_at(FRENCH, at("2026-03-03T10:00"), Options(), "97411") == at("2026-03-03T17:00")


def test_an_agency_may_set_hours_towards_businesses_and_rest_on_sundays():
    strict = Options(business_contact_hours=(at("2026-03-02T08:00").time(), at("2026-03-02T20:00").time()))
    assert opens(RuleSet.BE_BUSINESS, "2026-03-03T21:00", strict) == at("2026-03-04T08:00")
    resting = Options(belgian_contact_on_sunday=False)
    assert opens(BELGIAN, "2026-03-08T10:00", resting) == at("2026-03-09T08:00")


@pytest.mark.parametrize(
    ("past", "moment", "expected"),
    [
        ([], "2026-03-10T09:00", None),
        (calls(10), "2026-03-10T15:00", date(2026, 3, 11)),
        (calls(9), "2026-03-10T09:00", None),
        (calls(5, 7, 9), "2026-03-10T09:00", date(2026, 3, 12)),
        (calls(3, 7, 9), "2026-03-10T09:00", None),
        (calls(*range(1, 20, 2)), "2026-03-28T09:00", date(2026, 3, 31)),
    ],
)
def test_one_a_day_three_a_week_ten_a_month(past, moment, expected):
    assert free(past, moment) == expected


def test_the_same_message_by_two_ways_is_one_contact():
    texted = [("sms", at("2026-03-10T09:00"))]
    assert free(texted, "2026-03-10T09:05", "email") is None
    assert free(texted, "2026-03-10T09:05", "sms") == date(2026, 3, 11)
    assert free(texted, "2026-03-10T11:00", "email") == date(2026, 3, 11)


@pytest.mark.parametrize("act", ["reply", "notice", "first-reminder", "judicial"])
def test_what_the_law_asks_for_is_not_counted(act):
    assert free(calls(10), "2026-03-10T15:00", act) is None


@pytest.mark.parametrize(
    ("who", "opening", "expected"),
    [
        ("debtor:1", False, []),
        ("debtor:2", False, ["represented"]),
        ("debtor:2", True, []),
        ("representative:7", False, []),
        ("debtor:3", True, ["not-liable"]),
        ("neighbour:1", False, ["not-liable"]),
    ],
)
def test_nobody_but_the_liable_parties_or_who_represents_them(who, opening, expected):
    assert [refusal.rule for refusal in wrong_person(BELGIAN, who, LIABLE, opening=opening)] == expected


def test_a_refused_way_is_not_used_but_letters_cannot_be_refused():
    refused = ("sms", "letter")
    assert [refusal.rule for refusal in unwanted("sms", refused)] == ["channel-refused"]
    assert not [*unwanted("call", refused), *unwanted("letter", refused)]


def test_a_limit_of_nought_sets_none():
    many = [Contact("call", at("2026-03-10T08:00") + timedelta(minutes=2 * n)) for n in range(60)]
    free_options = Options(contacts_a_day=0, contacts_a_week=0, contacts_a_month=0)
    assert too_often(BELGIAN, "call", many, at("2026-03-10T12:00"), free_options) is None

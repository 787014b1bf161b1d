"""Outward acts: what is refused, why, and until when."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from law.clearance import CHECKS, Clearance, Facts, Hold, Sent, clear, refusals
from law.limitation import limitation
from law.standing import Standing, Validity
from law.stops import Stop
from law.waits import Suspension

BRUSSELS = ZoneInfo("Europe/Brussels")
VALID = Validity(date(2026, 1, 1))
OPEN = limitation("fr", "consumer", date(2026, 10, 1), date(2026, 11, 20))
OVER = limitation("fr", "consumer", date(2024, 10, 1), date(2026, 11, 20))
REMINDED, NOTIFIED = Sent(date(2026, 10, 1), "email"), Sent(date(2026, 11, 20), "email")
BELGIAN = Facts(
    country="be",
    debtor="consumer",
    standing=Standing(VALID, VALID, VALID, VALID),
    contract_signed=True,
    annex_accepted=True,
    amounts_lawful=True,
    limitation=OPEN,
    first_reminder=REMINDED,
    notice=NOTIFIED,
)
FRENCH = replace(BELGIAN, country="fr")
BUSINESS = replace(BELGIAN, debtor="business", first_reminder=None, notice=None, standing=Standing())


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BRUSSELS)


def rules(act, facts, moment="2026-12-09T08:00"):
    return [refusal.rule for refusal in refusals(act, facts, at(moment))]


@pytest.mark.parametrize("act", ["letter", "email", "sms", "call", "visit", "partner-letter", "judicial"])
def test_the_partner_s_letter_opens_its_own_wait_for_a_belgian_consumer_alone(act):
    told = {"notice": Sent(date(2026, 10, 1), "post"), "partner_letter": NOTIFIED}
    early = refusals(act, replace(BELGIAN, **told), at("2026-12-08T10:00"))
    assert [(r.rule, r.allowed_from, r.source) for r in early] == [
        ("partner-letter-wait", date(2026, 12, 9), "CDE art. XIX.9 § 1")
    ]
    assert rules(act, replace(BELGIAN, **told)) == rules(act, replace(BUSINESS, **told), "2026-12-08T10:00") == []


def test_a_plan_asked_in_the_wait_of_the_partner_s_letter_suspends():
    asked = (Suspension("plan", date(2026, 12, 1)),)
    told = replace(BELGIAN, notice=Sent(date(2026, 10, 1), "post"), suspensions=asked)
    assert rules("call", told, "2026-12-10T10:00") == []
    assert rules("call", replace(told, partner_letter=NOTIFIED), "2026-12-10T10:00") == ["suspended"]


@pytest.mark.parametrize("act", ["letter", "email", "sms", "call", "visit", "partner-letter", "judicial"])
def test_nothing_is_done_before_the_wait_of_the_notice_ends(act):
    early = refusals(act, BELGIAN, at("2026-12-08T10:00"))
    assert [(r.rule, r.allowed_from, r.source) for r in early] == [
        ("notice-wait", date(2026, 12, 9), "CDE art. XIX.9 § 1")
    ]
    assert rules(act, BELGIAN) == []


@pytest.mark.parametrize(
    ("facts", "act", "expected"),
    [
        (replace(BELGIAN, first_reminder=None), "notice", ["first-reminder-missing"]),
        (replace(BELGIAN, first_reminder=None), "first-reminder", []),
        (replace(BELGIAN, first_reminder=Sent(date(2026, 12, 1), "post")), "notice", ["first-reminder-wait"]),
        (replace(BELGIAN, notice=None), "notice", []),
        (replace(BELGIAN, notice=None), "call", ["notice-missing"]),
        (replace(BELGIAN, amounts_lawful=False), "notice", ["amounts-unlawful"]),
        (replace(BELGIAN, contract_signed=False), "notice", ["contract-missing"]),
        (replace(BELGIAN, annex_accepted=False), "notice", ["annex-missing"]),
        (replace(BELGIAN, standing=Standing()), "notice", ["registration-inactive", "insurance-inactive"]),
        (replace(BELGIAN, suspensions=(Suspension("dispute", date(2026, 12, 5)),)), "call", ["suspended"]),
        (replace(BELGIAN, holds=(Hold(date(2026, 12, 1)),)), "letter", ["hold"]),
        (replace(BELGIAN, holds=(Hold(date(2026, 12, 1), date(2026, 12, 9)),)), "letter", []),
        (replace(BELGIAN, stops=(Stop("collective-settlement", date(2026, 12, 1)),)), "letter", ["insolvency"]),
        (replace(BELGIAN, limitation=OVER), "letter", []),
        (replace(BELGIAN, debtor="unknown"), "notice", ["debtor-kind-unknown"]),
        (replace(BELGIAN, country="nl"), "notice", ["consumer-elsewhere"]),
        (replace(FRENCH, notice=None, first_reminder=None), "notice", []),
        (replace(FRENCH, notice=None), "sms", ["notice-missing"]),
        (replace(FRENCH, limitation=OVER), "notice", ["limitation"]),
        (replace(FRENCH, limitation=OVER, limitation_accepted=True), "notice", []),
        (
            replace(FRENCH, standing=Standing(VALID)),
            "notice",
            ["insurance-inactive", "dedicated-account-missing", "declaration-missing"],
        ),
        (BUSINESS, "call", []),
        (replace(BUSINESS, country="de"), "notice", ["choice-of-law-missing"]),
        (replace(BUSINESS, country="de", chosen_law="be"), "notice", []),
    ],
)
def test_each_rule(facts, act, expected):
    assert rules(act, facts) == expected


def test_a_french_debtor_may_be_written_to_on_the_day_of_the_first_letter():
    assert rules("email", FRENCH, "2026-11-20T10:00") == []


@pytest.mark.parametrize(("act", "expected"), [("call", ["contact-hours"]), ("letter", [])])
def test_hours_bind_what_intrudes(act, expected):
    assert rules(act, BELGIAN, "2026-12-09T22:30") == expected


def test_a_reply_is_always_allowed():
    nothing = replace(BELGIAN, debtor="unknown", standing=Standing(), holds=(Hold(date(2026, 1, 1)),))
    answer = clear("reply", nothing, recipient="d", claim="c", at=at("2026-11-21T23:00"))
    assert (answer.rules, answer.expires) == (("reply",), at("2026-11-22T00:00"))


@pytest.mark.parametrize("country", ["be", "de"])
def test_a_reply_s_leave_ends_at_local_midnight_whatever_clock_asked(country):
    evening = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)  # half past eleven here
    answer = clear("reply", replace(BELGIAN, country=country), recipient="d", claim="c", at=evening)
    assert answer.expires == at("2026-11-22T00:00")


def test_every_reason_is_given_at_once():
    bare = replace(BELGIAN, standing=Standing(), contract_signed=False, annex_accepted=False, first_reminder=None)
    assert len(rules("notice", bare)) == 5


def test_every_refusal_says_why_and_how_or_when():
    bare = replace(FRENCH, standing=Standing(), contract_signed=False, notice=None, limitation=OVER)
    for refusal in refusals("call", bare, at("2026-12-06T10:00")):
        assert refusal.source
        assert refusal.reason
        assert refusal.cure or refusal.allowed_from


@pytest.mark.parametrize(
    ("act", "expires"), [("call", "2026-12-09T22:00"), ("letter", "2026-12-10T00:00"), ("email", "2026-12-10T00:00")]
)
def test_a_clearance_names_what_passed_and_lapses(act, expires):
    answer = clear(act, BELGIAN, recipient="debtor:7", claim="C-1", at=at("2026-12-09T10:00"))
    assert (answer.expires, answer.rules) == (at(expires), ("be-cons", *CHECKS))


@pytest.mark.parametrize(
    ("asked", "covered"),
    [
        (("call", "debtor:7", "C-1", "2026-12-09T21:59"), True),
        (("call", "debtor:7", "C-1", "2026-12-09T22:00"), False),
        (("call", "debtor:7", "C-1", "2026-12-09T09:59"), False),
        (("visit", "debtor:7", "C-1", "2026-12-09T11:00"), False),
        (("call", "debtor:8", "C-1", "2026-12-09T11:00"), False),
        (("call", "debtor:7", "C-2", "2026-12-09T11:00"), False),
    ],
)
def test_a_clearance_covers_one_act_only(asked, covered):
    opens, closes = at("2026-12-09T10:00"), at("2026-12-09T22:00")
    leave = Clearance("call", "debtor:7", "C-1", opens, closes, ())
    assert leave.covers(*asked[:3], at(asked[3])) == covered

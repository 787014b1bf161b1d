"""The questions behind the command line and its batches."""

import json

import pytest

from law.questions.asking import QUESTIONS, answer_line, ask
from law.questions.fields import Misuse

INTEREST = {"regime": "be-b2b", "principal": "10000.00", "after": "2025-06-20", "on": "2026-03-31"}


def test_interest_answers_cents_and_periods():
    answer = ask("interest", INTEREST)
    told = [{key: period[key] for key in ("from", "to", "days", "rate")} for period in answer["periods"]]
    assert answer["cents"] == 81973
    assert told == [
        {"from": "2025-06-21", "to": "2025-06-30", "days": 10, "rate": "11.5"},
        {"from": "2025-07-01", "to": "2026-03-31", "days": 274, "rate": "10.5"},
    ]


@pytest.mark.parametrize(
    ("rule", "raw", "expected"),
    [
        ("cap", {"principal": "300.00"}, {"cents": 4500}),
        (
            "interest",
            {**INTEREST, "regime": "fr-b2b", "rate": "3x-legal"},
            {"source": "C. com. art. L441-10 (3 x taux légal)"},
        ),
        ("interest", {**INTEREST, "on": "2027-03-31"}, {"code": "missing-period", "period": "2027H1"}),
        (
            "interest",
            {**INTEREST, "on": "2027-03-31", "known": True},
            {"known_until": "2026-12-31", "missing": "2027H1"},
        ),
        (
            "wait",
            {"country": "be", "kind": "first-reminder", "sent": "2026-11-20", "channel": "post"},
            {"first_day": "2026-11-25", "last_day": "2026-12-08", "act_from": "2026-12-09"},
        ),
        (
            "wait",
            {
                "country": "be",
                "kind": "first-reminder",
                "sent": "2026-11-20",
                "channel": "post",
                "saturday-working": True,
            },
            {"last_day": "2026-12-07"},
        ),
        ("deadline", {"country": "be", "debtor": "business", "posted": "2026-11-20"}, {"last_day": "2026-11-30"}),
        ("suspension", {"cause": "mediation", "requested": "2026-12-04"}, {"last_day": "2027-01-20"}),
        (
            "clause",
            {"principal": "400.00", "contract": "2021-03-01", "percent": "15", "minimum": "75"},
            {"cents": 5500},
        ),
        ("reminder-cost", {"regular": True, "missed": 4, "channel": "post", "postage": "1.60"}, {"cents": 910}),
        ("forty", {"ruleset": "fr-b2b", "invoice": ["2026-10-01"] * 3, "on": "2026-11-20"}, {"cents": 12000}),
        (
            "allocation",
            {"paid": "200", "principal": "1000", "interest": "35", "ruleset": "be-b2b"},
            {"paid": {"costs": 0, "interest": 3500, "principal": 16500, "penalty": 0}, "surplus": 0},
        ),
        (
            "allocation",
            {
                "paid": "50",
                "principal": "850.25",
                "interest": "62.10",
                "costs": "40",
                "order": "interest,principal,costs",
            },
            {"left": {"interest": 1210, "principal": 85025, "costs": 4000}},
        ),
        ("window", {"country": "be", "debtor": "consumer", "at": "2026-11-20T22:00"}, {"allowed": False}),
        ("window", {"country": "be", "debtor": "business", "at": "2026-11-20T22:00"}, {"allowed": True}),
        ("due-date", {"country": "be", "received": "2026-11-02", "term": 75}, {"due": "2026-12-02"}),
        ("due-date", {"country": "fr", "invoiced": "2026-09-15", "term": 60}, {"due": "2026-11-14"}),
        (
            "due-date",
            {"country": "fr", "invoiced": "2026-09-15", "month-end": "add-then-end"},
            {"due": "2026-10-31"},
        ),
        (
            "limitation",
            {
                "country": "be",
                "kind": "care",
                "due": "2024-11-12",
                "on": "2026-11-20",
                "event": ["lawyer-notice:2026-09-15"],
            },
            {"last_day": "2027-09-15", "verdict": "open"},
        ),
        (
            "limitation",
            {"country": "fr", "kind": "consumer", "due": "2024-01-01", "on": "2026-11-20"},
            {"intake": "refuse"},
        ),
        ("ruleset", {"country": "BE", "debtor": "public"}, {"ruleset": "be-b2b"}),
        ("ruleset", {"country": "nl", "debtor": "business"}, {"code": "choice-of-law-missing"}),
        (
            "mentions",
            {"paper": "be-first-reminder", "content": {"balance": "x", "period": "y"}},
            {"lacking": ["creditor", "product"]},
        ),
        ("reference", {"base": 2026000123}, {"reference": "+++202/6000/12320+++"}),
        ("reference", {"base": "539007547034", "kind": "rf"}, {"reference": "RF18539007547034"}),
        ("identifier", {"kind": "fr-siren", "value": "123456789"}, {"valid": False}),
        ("identifier", {"kind": "fr-vat", "value": "FR44732829320"}, {"valid": True, "normalised": "FR44732829320"}),
    ],
)
def test_answer(rule, raw, expected):
    assert expected.items() <= ask(rule, raw).items()


@pytest.mark.parametrize(
    ("rule", "raw", "says"),
    [
        ("nope", {}, "no rule"),
        ("cap", {}, "needs principal"),
        ("cap", {"principal": "300,00"}, "principal"),
        ("cap", {"principal": "-1"}, "principal"),
        ("cap", {"principal": ["300"]}, "principal"),
        ("cap", {"principal": "300", "colour": "red"}, "colour"),
        ("interest", {**INTEREST, "on": "31/03/2026"}, "2026-11-20"),
        ("interest", {**INTEREST, "on": "2026-02-30"}, "2026-02-30"),
        ("interest", {**INTEREST, "on": "2026-3-1"}, "2026-11-20"),
        ("interest", {**INTEREST, "on": "9999-01-01"}, "outside"),
        ("window", {"country": "be", "debtor": "consumer", "at": "0001-01-01T00:00"}, "outside"),
        ("due-date", {"country": "be", "received": "2026-11-02", "term": 10**9}, "whole number"),
        ("cap", {"principal": "٣"}, "principal"),
        ("interest", {**INTEREST, "rate": "3x-legal"}, "three times"),
        ("interest", {**INTEREST, "regime": "be-civil", "rate": "8"}, "takes no rate"),
        ("interest", {**INTEREST, "known": "yes"}, "true or false"),
        ("allocation", {"paid": "1"}, "either order or ruleset"),
        ("allocation", {"paid": "1", "order": "costs,costs"}, "order"),
        ("allocation", {"paid": "1", "penalty": "5", "order": "costs"}, "does not serve penalty"),
        ("reference", {"base": "0"}, "digits"),
        ("limitation", {"country": "be", "kind": "consumer", "due": "2024-01-01", "on": "2026-11-20"}, "be knows"),
        ("forty", {"ruleset": "be-b2b", "invoice": "2026-10-01", "on": "2026-11-20"}, "give a list"),
        ("due-date", {"country": "fr", "term": 60}, "needs received"),
    ],
)
def test_misuse_names_what_is_wrong(rule, raw, says):
    with pytest.raises(Misuse, match=says):
        ask(rule, raw)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"[]",
        b"{",
        b'{"rule": 3}',
        b'{"rule": "nope"}',
        b'{"rule": "cap"}',
        b'{"rule": "cap", "principal": NaN}',
        b'{"rule": "cap", "principal": 1' + b"0" * 5000 + b"}",
        b"[" * 100_000,
        b'{"rule": "\xff"}',
        b'{"rule": "cap", "\\ud800": 1}',
    ],
)
def test_a_bad_line_is_answered_on_its_own_line(line):
    assert answer_line(line)["code"] == "misuse"


def test_a_number_in_json_is_read_as_it_is_written():
    assert answer_line(b'{"rule": "cap", "principal": 166.66}')["cents"] == 3166


def test_a_field_left_null_is_a_field_left_out():
    assert answer_line(json.dumps({"rule": "interest", **INTEREST, "rate": None}).encode())["cents"] == 81973


def test_every_question_can_be_described():
    assert all(question.help and question.fields for question in QUESTIONS.values())

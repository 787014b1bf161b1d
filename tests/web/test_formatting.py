"""Money, dates and waits as readers write them."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from web import fields, formatting

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("code", "expected"),
    [("fr", "1\u202f234,56\u202f€"), ("nl", "€\u00a01.234,56"), ("de", "1.234,56\u202f€"), ("en", "€1,234.56")],
)
def test_money_in_four_languages(code, expected):
    assert formatting.money(Decimal("1234.56"), code=code) == expected


@pytest.mark.parametrize(
    ("code", "expected"), [("fr", "−0,50\u202f€"), ("nl", "€\u00a0−0,50"), ("de", "−0,50\u202f€"), ("en", "−€0.50")]
)
def test_money_below_zero_shows_its_sign(code, expected):
    assert formatting.money(Decimal("-0.5"), code=code) == expected


def test_nothing_is_not_zero():
    assert formatting.money(None) == formatting.day(None) == formatting.long_day(None) == ""


def test_a_screen_never_rounds():
    with pytest.raises(ValueError, match="round it before"):
        formatting.money(Decimal("1.005"))


def test_an_unknown_currency_keeps_its_code():
    assert formatting.money(Decimal(2), "CHF", "fr") == "2,00\u202fCHF"


@pytest.mark.parametrize(("code", "expected"), [("fr", "21/11/2026"), ("de", "21.11.2026"), ("en-gb", "21/11/2026")])
def test_day_for_tables(code, expected):
    assert formatting.day(DAY, code) == expected


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (DAY, "fr", "21 novembre 2026"),
        (date(2027, 1, 1), "fr", "1er janvier 2027"),
        (DAY, "nl", "21 november 2026"),
        (DAY, "de", "21. November 2026"),
        (date(2027, 3, 1), "de", "1. März 2027"),
        (DAY, "en", "21 November 2026"),
    ],
)
def test_day_for_sentences(value, code, expected):
    assert formatting.long_day(value, code).replace("\u00a0", " ") == expected


def test_the_reader_decides_and_french_is_the_last_word():
    with override("nl"):
        assert formatting.language() == "nl"
    assert formatting.language("it") == "fr"


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (date(2026, 11, 24), "dans 3 jours"),
        (date(2026, 11, 22), "demain"),
        (DAY, "aujourd’hui"),
        (date(2026, 11, 20), "hier"),
        (date(2026, 11, 18), "il y a 3 jours"),
    ],
)
def test_wait_in_words(french, until, words):
    assert formatting.wait(until, DAY) == words


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(["fr", "de"]))
def test_what_we_write_we_can_read(value, code):
    assert fields.parse_amount(formatting.money(value, code=code)) == value


def test_a_whole_number_has_no_decimals():
    assert formatting.number(1500, "fr") == f"1{formatting.THIN}500"


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("0202239951", "BCE 0202.239.951"),
        ("732829320", "SIREN 732 829 320"),
        ("732 829 320 00074", "SIRET 732 829 320 00074"),
        ("RCS Lille 1", "RCS Lille 1"),
        ("", ""),
    ],
)
def test_an_enterprise_number_names_its_register(number, printed):
    assert formatting.registered(number) == printed

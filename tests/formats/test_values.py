from datetime import date, datetime
from decimal import Decimal

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats import values
from formats.errors import BadValue

AMOUNTS = {
    "1.234,56": "1234.56",
    "1 234,56": "1234.56",
    "1\u00a0234,56": "1234.56",
    "1\u202f234,56 €": "1234.56",
    "1,234.56": "1234.56",
    "1'234.56": "1234.56",
    "-12,50": "-12.50",
    "12,50-": "-12.50",
    "(12,50)": "-12.50",
    "12": "12.00",
    "0,5": "0.50",
    ",5": "0.50",
    "12.": None,
    "€ 100": "100.00",
    "100 EUR": "100.00",
    "EUR1.234.567,89": "1234567.89",
    " 000000000002418,59": "2418.59",
    "'579,68": "579.68",
    "1.234.567": "1234567.00",
    "0.500": "0.50",
    "1902.0600": "1902.06",
    "+5": "5.00",
}


@pytest.mark.parametrize(("written", "meant"), [(w, m) for w, m in AMOUNTS.items() if m])
def test_an_amount_is_read_as_written(written, meant):
    assert str(values.amount(written)) == meant


REFUSED = {
    "1.234": "ambiguous_amount",
    "12,500": "ambiguous_amount",
    "12.345,678": "too_many_decimals",
    "12,3456": "too_many_decimals",
    "1,23,4": "bad_amount",
    "1.23.456": "bad_amount",
    "12.": "bad_amount",
    "-": "bad_amount",
    "abc": "bad_amount",
    "12,5x": "bad_amount",
    "100 USD": "foreign_currency",
    "$12": "foreign_currency",
    "99999999999": "too_large",
    "١٢": "bad_amount",
}


@pytest.mark.parametrize(("written", "code"), REFUSED.items())
def test_a_doubtful_amount_is_refused(written, code):
    with pytest.raises(BadValue) as refused:
        values.amount(written)
    assert refused.value.code == code


@pytest.mark.parametrize(("mark", "meant"), [(",", "1234.00"), (".", None)])
def test_the_column_settles_three_digits_behind_one_mark(mark, meant):
    if meant:
        assert str(values.amount("1.234", mark)) == meant
    else:
        with pytest.raises(BadValue, match="too_many_decimals"):
            values.amount("1.234", mark)


def test_the_mark_of_a_column_is_known_only_without_contradiction():
    assert values.decimal_mark_of(["1.234", "12,50", 3.5]) == ","
    assert values.decimal_mark_of(["12.50", "12,50"]) == ""
    assert values.decimal_mark_of(["1.234", "1000"]) == ""


@given(st.decimals(min_value="-9999999999.99", max_value="9999999999.99", places=2))
def test_every_amount_survives_every_way_of_writing_it(exact):
    plain = f"{exact:,.2f}"
    assert values.amount(plain) == exact
    assert values.amount(plain.replace(",", " ").replace(".", ",")) == exact
    assert values.amount(plain.translate(str.maketrans(",.", ".,"))) == exact


@given(st.integers(min_value=-(10**11), max_value=10**11))
def test_a_float_cell_becomes_the_cents_it_shows(cents):
    assert values.amount(cents / 100) == Decimal(cents).scaleb(-2)


@pytest.mark.parametrize("cell", [True, float("nan"), float("inf"), date(2026, 1, 1), 1.005])
def test_a_cell_that_is_no_amount_is_refused(cell):
    with pytest.raises(BadValue):
        values.amount(cell)


def test_float_noise_is_taken_off():
    assert values.amount(0.1 + 0.2) == Decimal("0.30")


DATES = ["31/12/2025", "31-12-25", "31.12.2025", "2025-12-31", "2025-12-31T00:00:00", "20251231", "31/12/2025 08:15"]
DATES += ["31 décembre 2025", "31 déc. 2025", "31-dec-25", "le 31 décembre 2025", "31 december 2025", 46022, 46022.0]


@pytest.mark.parametrize("written", [*DATES, "46022", datetime.fromisoformat("2025-12-31T23:00"), date(2025, 12, 31)])
def test_a_date_is_read_day_first(written):
    assert values.day(written) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("12/31/2025", "us_order"),
        ("31/02/2026", "bad_date"),
        ("32/01/2026", "bad_date"),
        ("2026-13-01", "bad_date"),
        ("01/01/1970", "date_out_of_range"),
        ("hier", "bad_date"),
        (12.5, "bad_date"),
        (True, "bad_date"),
    ],
)
def test_a_doubtful_date_is_refused(written, code):
    with pytest.raises(BadValue) as refused:
        values.day(written)
    assert refused.value.code == code


def test_one_american_date_makes_the_whole_column_doubtful():
    assert values.shows_us_order(["03/04/2026", "12/31/2025"])
    with pytest.raises(BadValue, match="us_order"):
        values.day_by_name("03/04/2026")
    assert values.day_by_name("2026-04-03") == date(2026, 4, 3)


@given(st.dates(date(1980, 1, 1), date(2099, 12, 31)))
def test_every_date_survives_every_way_of_writing_it(exact):
    for shape in ("%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y%m%d"):
        assert values.day(exact.strftime(shape)) == exact


COUNTRIES = {
    "Belgique": "BE",
    "BELGIË": "BE",
    "belgium": "BE",
    "be": "BE",
    "B": "BE",
    "France": "FR",
    "Frankrijk": "FR",
}
COUNTRIES |= {"Pays-Bas": "NL", "Nederland": "NL", "Grand-Duché de Luxembourg": "LU", "Deutschland": "DE", "UK": "GB"}


@pytest.mark.parametrize(("written", "iso"), COUNTRIES.items())
def test_a_country_is_known_in_four_languages(written, iso):
    assert values.country(written) == iso


@pytest.mark.parametrize(
    ("convert", "written", "meant"),
    [
        (values.debtor_kind, "Particulier", "consumer"),
        (values.debtor_kind, "B2C", "consumer"),
        (values.debtor_kind, "Consument", "consumer"),
        (values.debtor_kind, "SOCIÉTÉ", "business"),
        (values.debtor_kind, "Onderneming", "business"),
        (values.document_type, "Facture client", "invoice"),
        (values.document_type, "Note de crédit", "credit_note"),
        (values.document_type, "381", "credit_note"),
        (values.language, "Nederlands", "nl"),
        (values.channel, "Recommandé", "post"),
        (values.channel, "E-mail", "email"),
        (values.yes_no, "Oui", True),
        (values.yes_no, "neen", False),
        (values.currency, "€", "EUR"),
        (values.currency, "usd", "USD"),
        (values.code, "be 0403.170.701", "BE0403170701"),
        (values.text, 1000.0, "1000"),
        (values.text, " a\u00a0 b\n", "a b"),
        (values.text, "'+32 1", "+32 1"),
    ],
)
def test_words_have_one_meaning(convert, written, meant):
    assert convert(written) == meant


@pytest.mark.parametrize("convert", [values.country, values.debtor_kind, values.document_type, values.language])
def test_an_unknown_word_is_refused_not_guessed(convert):
    with pytest.raises(BadValue, match="unknown"):
        convert("quelque chose")


@pytest.mark.parametrize(
    ("written", "country", "meant"),
    [
        ("0470 67 33 31", "BE", "+32470673331"),
        ("+32 (0)470/67.33.31", "BE", "+32470673331"),
        (470673331.0, "BE", "+32470673331"),
        ("065 31 22 00", "BE", "+3265312200"),
        ("03 27 30 00 00", "FR", "+33327300000"),
        ("0033 6 12 34 56 78", "BE", "+33612345678"),
    ],
)
def test_a_phone_number_becomes_international(written, country, meant):
    assert values.phone(written, country) == meant


@given(st.sampled_from(["BE", "FR"]), st.from_regex(r"0[1-9][0-9]{7,8}", fullmatch=True))
def test_the_short_way_for_phones_says_what_the_library_says(country, written):
    number = phonenumbers.parse(written, country)
    try:
        found = values.phone(written, country)
    except BadValue:
        assert not phonenumbers.is_possible_number(number)
    else:
        assert found == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@pytest.mark.parametrize("bad", ["12", "abc", "0470 67 33 31 99 99 99 99"])
def test_a_bad_phone_is_refused(bad):
    with pytest.raises(BadValue, match="bad_phone"):
        values.phone(bad, "BE")


def test_an_address_of_mail_is_checked_and_the_first_of_several_taken():
    assert values.email("mailto:Zoe.Dupont@Example.BE; b@c.be") == "Zoe.Dupont@example.be"
    for bad in ("zoe", "zoe@", "zoe@localhost", "a..b@c.be", "a b@"):
        with pytest.raises(BadValue, match="bad_email"):
            values.email(bad)


def test_a_french_postcode_gets_its_zero_back():
    assert values.postcode(1000.0, "FR") == "01000"
    assert values.postcode(1000.0, "BE") == "1000"

"""Amounts, IBANs and VAT numbers: what is accepted, what is refused, and what the browser is told."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.utils.translation import override

from web import fields


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,56", "1234.56"),
        ("1\u202f234,56 €", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1234.5", "1234.5"),
        ("12", "12"),
        ("-3,10", "-3.10"),
        ("−3,10", "-3.10"),
    ],
)
def test_amounts_as_people_write_them(text, value):
    assert fields.parse_amount(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1,234.56", "1,234,5", "12,345", "1.23,4", "douze", "1e3", "", "1.234", "٣"])
def test_an_amount_that_could_mean_two_things_is_refused(text):
    with pytest.raises(ValueError, match=r"^"):
        fields.parse_amount(text)


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (fields.IbanField(), "be71 0961 2345 6769", "BE71096123456769"),
        (fields.VatField(), "0403.170.701", "BE0403170701"),
        (fields.VatField(), "FR 40 303 265 045", "FR40303265045"),
        (fields.AmountField(), "1 000", Decimal(1000)),
        (fields.AmountField(required=False), "", None),
        (fields.DayField(), "21/11/2026", date(2026, 11, 21)),
    ],
)
def test_what_is_kept(field, typed, kept):
    assert field.clean(typed) == kept


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (fields.IbanField(), "BE71096123456768"),
        (fields.VatField(), "BE0403170702"),
        (fields.AmountField(), "1,2,3"),
        (fields.AmountField(), "10000000000"),
    ],
)
def test_what_is_refused_says_how_to_put_it_right(field, typed):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [str(field.problem)]


def test_the_browser_is_told_which_check_to_run():
    attrs = fields.IbanField().widget.attrs
    assert attrs["data-check"] == "iban"
    assert attrs["data-message"] == fields.IbanField.problem


@pytest.mark.parametrize(("text", "rate"), [("8,25", "8.25"), ("4.125 %", "4.125"), ("12", "12")])
def test_a_rate_takes_comma_or_point(text, rate):
    assert fields.RateField().clean(text) == Decimal(rate)


@pytest.mark.parametrize("text", ["8,2,5", "-1", "1e3", "8.1234567"])
def test_a_rate_that_is_none_is_refused(text):
    with pytest.raises(forms.ValidationError):
        fields.RateField().clean(text)


@pytest.mark.parametrize(("read_in", "shown"), [("fr", "23599,60"), ("nl", "23599,60"), ("en", "23599.60")])
def test_an_amount_that_is_proposed_stands_as_it_is_read(read_in, shown):
    with override(read_in):
        assert fields.AmountField().prepare_value(Decimal("23599.6")) == shown
        assert fields.AmountField().clean(shown) == Decimal("23599.60")

"""Identifiers and structured references (B.6, C.9)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.identifiers import IDENTIFIER_KINDS, creditor_reference, french_vat, identify, structured_reference


@pytest.mark.parametrize(
    ("base", "printed"),
    [
        (1, "+++000/0000/00101+++"),
        (97, "+++000/0000/09797+++"),
        (1234567890, "+++123/4567/89002+++"),
        (2026000123, "+++202/6000/12320+++"),
        (9999999999, "+++999/9999/99948+++"),
    ],
)
def test_structured_reference_vector(base, printed):
    assert structured_reference(base) == printed
    assert identify("ogm", printed).normalised == printed


@pytest.mark.parametrize("base", [0, -1, 10_000_000_000])
def test_a_base_has_one_to_ten_digits(base):
    with pytest.raises(ValueError, match="digits"):
        structured_reference(base)


@pytest.mark.parametrize(
    ("kind", "value", "normalised"),
    [
        ("be-enterprise", "0202.239.951", "0202239951"),
        ("be-enterprise", "0403.170.701", "0403170701"),
        ("be-enterprise", "0872.761.161", "0872761161"),
        ("be-vat", "BE 0403.170.701", "BE0403170701"),
        ("fr-siren", "732 829 320", "732829320"),
        ("fr-siret", "73282932000074", "73282932000074"),
        ("fr-vat", "FR44 732829320", "FR44732829320"),
        ("iban", "be68 5390 0754 7034", "BE68539007547034"),
        ("rf", "RF18 5390 0754 7034", "RF18539007547034"),
    ],
)
def test_a_valid_number_is_normalised(kind, value, normalised):
    answer = identify(kind, value)
    assert (answer.valid, answer.normalised) == (True, normalised)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("be-enterprise", "0123.456.750"),
        ("be-enterprise", "1000.000.033"),
        ("be-vat", "BE2202239951"),
        ("fr-siren", "123456789"),
        ("fr-vat", "FR45732829320"),
        ("iban", "BE68539007547035"),
        ("iban", ""),
        ("iban", "XX68539007547034"),
        ("ogm", "+++202/6000/12321+++"),
        ("rf", "RF19539007547034"),
    ],
)
def test_an_invalid_number_is_said_so(kind, value):
    assert not identify(kind, value).valid


@pytest.mark.parametrize(
    ("number", "vat"),
    [("732829320", "FR44732829320"), ("552100554", "FR96552100554"), ("383474814", "FR89383474814")],
)
def test_french_vat_vector(number, vat):
    assert french_vat(number) == vat
    assert identify("fr-vat", vat).valid


@given(st.integers(1, 9_999_999_999))
def test_every_structured_reference_checks(base):
    assert identify("ogm", structured_reference(base)).valid


@given(st.text("0123456789ABCXYZ", min_size=1, max_size=21))
def test_every_creditor_reference_checks(base):
    assert identify("rf", creditor_reference(base)) == identify("rf", creditor_reference(base).lower())
    assert identify("rf", creditor_reference(base)).valid


@given(st.sampled_from(IDENTIFIER_KINDS), st.text(max_size=30))
def test_no_text_is_too_strange_to_be_judged(kind, value):
    answer = identify(kind, value)
    assert answer.valid == bool(answer.normalised)


@given(st.sampled_from(IDENTIFIER_KINDS), st.text("0123456789ABEFRX+/-. ", max_size=24))
def test_a_normalised_number_is_its_own_normal_form(kind, value):
    answer = identify(kind, value)
    assert not answer.valid or identify(kind, answer.normalised) == answer

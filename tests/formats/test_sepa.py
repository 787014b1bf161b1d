"""Payment orders valid against the official schema, whatever is in them; what cannot be paid is refused before."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from formats.errors import BadValue
from formats.sepa import LARGEST, Order, Transfer, payment_order, plain, problems

ONE = Transfer(
    end_to_end="R-1-1", name="Dupont SRL", iban="BE71 0961 2345 6769", amount=Decimal("12.34"), text="Décompte 7"
)
ORDER = Order(
    message_id="R-1",
    created_at=datetime(2026, 3, 2, 9, 30, 15, 123, UTC),
    execute_on=date(2026, 3, 3),
    name="Créansys SRL",
    iban="BE68539007547034",
    transfers=(ONE,),
)
VERSIONS = ("001.001.09", "001.001.03")
TAKEN = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")


def with_one(**changes):
    return replace(ORDER, transfers=(replace(ONE, **changes),))


transfers = st.builds(
    Transfer,
    end_to_end=st.uuids().map(lambda uid: uid.hex),
    name=st.text(min_size=1, max_size=120).map(lambda name: f"A{name}"),
    iban=st.sampled_from(["BE71096123456769", "FR7630006000011234567890189", "NL91ABNA0417164300"]),
    amount=st.decimals(Decimal("0.01"), LARGEST, places=2),
    text=st.text(max_size=300),
    reference=st.sampled_from(["", "+++240/2838/42818+++", "RF18539007547034"]),
    bic=st.sampled_from(["", "GKCCBEBB", "BNPAFRPPXXX"]),
)


@pytest.mark.parametrize("version", VERSIONS)
@settings(max_examples=60, deadline=2000)
@given(st.lists(transfers, min_size=1, max_size=6, unique_by=lambda one: one.end_to_end))
def test_any_order_is_valid_and_adds_up(version, found):
    order = replace(ORDER, transfers=tuple(found))
    root = etree.fromstring(payment_order(order, version))  # checked against the schema as it is written
    amounts = [Decimal(one.text) for one in root.iter("{*}InstdAmt")]
    assert amounts == [one.amount for one in found]
    assert [Decimal(one.text) for one in root.iter("{*}CtrlSum")] == [sum(amounts)] * 2
    assert [one.text for one in root.iter("{*}EndToEndId")] == [one.end_to_end for one in found]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_same_order_gives_the_same_bytes(version):
    assert payment_order(ORDER, version) == payment_order(replace(ORDER), version)
    assert f"pain.{version}".encode() in payment_order(ORDER, version)


@pytest.mark.parametrize(
    ("reference", "issuer", "written"),
    [("+++240/2838/42818+++", "BBA", "240283842818"), ("RF18 5390 0754 7034", "ISO", "RF18539007547034")],
)
def test_a_structured_reference_takes_the_place_of_the_text(reference, issuer, written):
    root = etree.fromstring(payment_order(with_one(reference=reference)))
    told = [(next(one.iter("{*}Issr")).text, next(one.iter("{*}Ref")).text) for one in root.iter("{*}Strd")]
    assert told == [(issuer, written)]
    assert list(root.iter("{*}Ustrd")) == []


def test_times_are_written_without_fractions_and_zone():
    assert b"<CreDtTm>2026-03-02T09:30:15</CreDtTm>" in payment_order(ORDER)


@given(st.text(max_size=300))
def test_only_letters_that_every_bank_takes_are_written(text):
    written = plain(text, 140)
    assert set(written) <= TAKEN
    assert len(written) <= 140
    assert written == written.strip()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Société Générale & Fils", "Societe Generale + Fils"),
        ("Straße 12 €", "Strasse 12 EUR"),
        ("Łódź_œuvre", "Lodz-oeuvre"),
    ],
)
def test_letters_are_changed_and_not_lost(text, written):
    assert plain(text, 70) == written


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"iban": "BE71096123456760"}, "bad_iban"),
        ({"iban": ""}, "bad_iban"),
        ({"bic": "NOBANK"}, "bad_bic"),
        ({"name": "  "}, "no_name"),
        ({"amount": Decimal(0)}, "bad_amount"),
        ({"amount": Decimal("-1")}, "bad_amount"),
        ({"amount": Decimal("0.005")}, "bad_amount"),
        ({"amount": Decimal("NaN")}, "bad_amount"),
        ({"amount": LARGEST + 1}, "bad_amount"),
        ({"reference": "+++240/2838/42819+++"}, "bad_reference"),
        ({"end_to_end": "x" * 36}, "bad_id"),
        ({"end_to_end": "/a"}, "bad_id"),
        ({"end_to_end": "a//b"}, "bad_id"),
    ],
)
def test_what_cannot_be_paid_is_told_and_not_written(changes, code):
    order = with_one(**changes)
    assert [one.code for one in problems(order)] == [code]
    with pytest.raises(BadValue, match=code):
        payment_order(order)


@pytest.mark.parametrize(
    ("order", "code"),
    [
        (replace(ORDER, transfers=()), "empty"),
        (replace(ORDER, transfers=(ONE, ONE)), "same_id"),
        (replace(ORDER, iban="BE00"), "bad_iban"),
        (replace(ORDER, message_id=""), "bad_id"),
    ],
)
def test_a_wrong_order_is_told(order, code):
    assert [(one.place, one.code) for one in problems(order)] == [("order", code)]

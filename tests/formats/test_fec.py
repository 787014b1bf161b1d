"""The French file of entries: what is written is read again to the cent, and each breach is named with its cure."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats.belgian_entries import BelgianLine, grid, read_entries, write_entries
from formats.fec import COLUMNS, ENCODING, FecLine, fec_name, plain, read_fec, write_fec
from formats.fec_check import CURES, check_fec

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
ZERO = Decimal(0)
LINE = FecLine(
    journal="BT",
    journal_label="Banque, compte de tiers",
    number="1",
    on=date(2026, 3, 2),
    account="512100",
    account_label="Banque",
    piece="receipt:1",
    piece_on=date(2026, 3, 2),
    label="Fonds reçus – L’Étoile | €",
    debit=Decimal("100.00"),
    credit=ZERO,
    validated_on=date(2026, 3, 3),
)
amounts = st.decimals(min_value="0.01", max_value="9999999.99", places=2)
texts = st.text(max_size=40).map(lambda text: f"x{text}")


def entry(number="1", amount=Decimal("100.00"), **fields):
    debit = replace(LINE, number=number, debit=amount, **fields)
    return [debit, replace(debit, account="471000", account_label="Attente", debit=ZERO, credit=amount)]


def written(*lines):
    target = io.BytesIO()
    write_fec(target, lines)
    return target.getvalue()


def faults(data):
    found = check_fec(data.decode(ENCODING).splitlines(), first=FIRST, last=LAST)
    return [(fault.line, fault.field, fault.code) for fault in found]


@given(st.lists(amounts, max_size=8), texts)
def test_what_is_written_is_read_to_the_cent_and_breaks_no_rule(sums, label):
    lines = [line for n, amount in enumerate(sums, 1) for line in entry(str(n), amount, label=label)]
    data = written(*lines)
    rows = read_fec(data)
    assert [Decimal(row["Debit"].replace(",", ".")) for row in rows[::2]] == sums
    assert not faults(data)


def test_the_file_is_as_the_text_says():
    data = written(*entry())
    heading, first, _second = data.decode("iso8859-15").split("\r\n")[:3]
    assert heading.split("\t") == list(COLUMNS)
    assert first.split("\t")[11:] == ["100,00", "0,00", "", "", "20260303", "", ""]
    assert first.split("\t")[10] == "Fonds reçus - L'Étoile / €"


def test_a_letter_that_the_encoding_lacks_loses_its_mark():
    assert plain("Ștefan Łódź\n漢") == "Stefan ?ódz ?"


def test_the_name_says_who_and_until_when():
    assert fec_name("999 000 003", LAST) == "999000003FEC20261231.txt"
    with pytest.raises(ValueError, match="no SIREN"):
        fec_name("0999000129", LAST)


BREACHES = [
    ("columns", COLUMNS[0], lambda rows: [["Code", *rows[0][1:]], *rows[1:]], 1),
    ("width", "Montantdevise", lambda rows: [rows[0], rows[1][:-1], *rows[2:]], 2),
    ("empty", "PieceRef", lambda rows: changed(rows, 1, PieceRef=""), 2),
    ("day", "ValidDate", lambda rows: changed(rows, 1, ValidDate="20260231"), 2),
    ("outside", "EcritureDate", lambda rows: changed(rows, 1, 2, EcritureDate="20250302"), 2),
    ("amount", "Debit", lambda rows: changed(rows, 1, Debit="-100,00"), 2),
    ("sides", "Debit", lambda rows: changed(rows, 1, Credit="100,00"), 2),
    ("account", "CompteNum", lambda rows: changed(rows, 1, CompteNum="BANK"), 2),
    ("renamed", "CompteLib", lambda rows: changed(rows, 3, CompteLib="Caisse"), 4),
    ("together", "CompAuxLib", lambda rows: changed(rows, 1, CompAuxNum="C1"), 2),
    ("entry", "EcritureNum", lambda rows: changed(rows, 2, JournalCode="OD"), 3),
    ("balance", "Debit", lambda rows: changed(rows, 4, Credit="90,00"), 4),
    ("sequence", "EcritureNum", lambda rows: changed(rows, 3, 4, EcritureNum="3"), 4),
    ("order", "EcritureDate", lambda rows: changed(rows, 3, 4, EcritureDate="20260301"), 4),
]


def changed(rows, *at, **fields):
    given = {COLUMNS.index(name): value for name, value in fields.items()}
    return [[given.get(i, cell) if n in at else cell for i, cell in enumerate(row)] for n, row in enumerate(rows)]


@pytest.mark.parametrize(("code", "field", "breach", "line"), BREACHES, ids=[one[0] for one in BREACHES])
def test_each_breach_names_its_line_its_field_and_the_cure(code, field, breach, line):
    rows = [one.split("\t") for one in written(*entry(), *entry("2")).decode(ENCODING).splitlines()]
    lines = ["\t".join(row) for row in breach(rows)]
    found = check_fec(lines, first=FIRST, last=LAST)
    assert (line, field, code) in [(one.line, one.field, one.code) for one in found]
    assert all(one.cure for one in found)


def test_every_cure_has_its_breach():
    assert {one[0] for one in BREACHES} == set(CURES)


def test_a_month_goes_on_where_the_one_before_ended():
    lines = written(*entry("41"), *entry("42")).decode(ENCODING).splitlines()
    assert not check_fec(lines, first=date(2026, 3, 1), last=date(2026, 3, 31))
    assert [one.code for one in check_fec(lines, first=FIRST, last=LAST)] == ["sequence"]


@given(st.lists(amounts, max_size=8), st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20))
def test_the_belgian_file_keeps_each_sum(sums, name):
    lines = [belgian(str(n), amount, customer_name=name) for n, amount in enumerate(sums, 1)]
    target = io.BytesIO()
    assert write_entries(target, lines) == len(sums)
    rows = read_entries(target.getvalue())
    assert [Decimal(row["Debit"].replace(",", ".")) for row in rows] == sums
    assert {row["CustomerName"].removeprefix("'") for row in rows} <= {name, name.removeprefix("'")}


def belgian(number, amount, **fields):
    given = {"journal": "VE", "number": number, "on": FIRST, "account": "400000", "account_label": "Clients"}
    given |= {"label": "Facture", "debit": amount, "credit": ZERO, "reference": "2026-00001", "reference_on": FIRST}
    return BelgianLine(**given | fields)


@pytest.mark.parametrize(
    ("part", "category", "note", "box"),
    [
        ("base", "S", False, "03"),
        ("vat", "S", False, "54"),
        ("base", "S", True, "49"),
        ("vat", "S", True, "64"),
        ("base", "AE", False, "44"),
        ("base", "AE", True, "48"),
    ],
)
def test_each_line_knows_its_box_of_the_vat_return(part, category, note, box):
    assert grid(part, category, Decimal(21), credit_note=note) == box

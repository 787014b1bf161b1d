"""The same entries written in every format are read the same; what cannot be told apart by name is by content."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.bank.opening import read_bank_file
from formats.errors import Unreadable
from tests.formats import make_bank
from tests.formats.make_bank import IBAN, Entry

WRITERS = {
    "camt.053.001.02": make_bank.camt,
    "CODA": make_bank.coda,
    "CFONB120": make_bank.cfonb,
    "MT940": make_bank.mt940,
    "OFX": make_bank.ofx,
    "CSV": make_bank.csv,
}
CLOSED = ("camt.053.001.02", "CODA", "CFONB120", "MT940")
OGM = "240283842818"

amounts = st.decimals(Decimal("-99999999"), Decimal("99999999"), places=2).filter(bool)
words = st.text("abcdefghij ABC-.", min_size=1, max_size=30).map(str.strip).filter(str.isalpha)
days = st.dates(date(2020, 1, 1), date(2060, 12, 31))
entries = st.builds(Entry, amount=amounts, on=days, text=words, name=words, reference=st.sampled_from(["", OGM]))


def read(name, written):
    file = read_bank_file(WRITERS[name](written, Decimal("100.00")))
    [statement] = file.statements
    assert file.format == name
    return statement


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=40)
@given(st.lists(entries, min_size=1, max_size=8))
def test_what_is_written_is_read_back(name, written):
    statement = read(name, written)
    assert [(one.amount, one.booked_on) for one in statement.movements] == [(one.amount, one.on) for one in written]
    assert statement.credits - statement.debits == sum(one.amount for one in written)
    assert [one.name for one in statement.movements] == [one.name for one in written]
    assert statement.findings == ()


@pytest.mark.parametrize("name", CLOSED)
def test_balances_and_structured_references_are_read(name):
    statement = read(name, [Entry(Decimal("12.34"), reference=OGM), Entry(Decimal("-5.60"))])
    assert (statement.opening.amount, statement.closing.amount) == (Decimal("100.00"), Decimal("106.74"))
    first, second = statement.movements
    assert [(one.compact, one.kind, one.valid) for one in first.all_references] == [(OGM, "ogm", True)]
    assert (second.references, second.text) == ((), "Facture 17")


@pytest.mark.parametrize("name", CLOSED)
def test_an_overdrawn_account_is_below_zero(name):
    statement = read(name, [Entry(Decimal("-350.10"))])
    assert statement.closing.amount == Decimal("-250.10")
    assert statement.findings == ()


@pytest.mark.parametrize("name", ["camt.053.001.02", "CODA", "MT940", "CSV"])
def test_the_account_and_the_other_side_are_read(name):
    statement = read(name, [Entry(Decimal("1.00"))])
    assert statement.iban == IBAN
    assert statement.movements[0].account == make_bank.OTHER


def test_a_french_account_number_gives_its_iban():
    assert read("CFONB120", [Entry(Decimal("1.00"))]).iban == make_bank.FRENCH_IBAN


@pytest.mark.parametrize("name", CLOSED)
def test_a_wrong_closing_balance_is_found(name):
    written = [Entry(Decimal("12.34")), Entry(Decimal("7.66"))]
    data = WRITERS[name](written, Decimal("100.00"))
    figures = {
        "camt.053.001.02": b"120.00",
        "CODA": b"000000000120000",
        "CFONB120": b"0000000001200",
        "MT940": b"120,00",
    }
    torn = data.replace(figures[name], figures[name].replace(b"12", b"13"))
    [statement] = read_bank_file(torn).statements
    assert [one.code for one in statement.findings] == ["balance"]


@pytest.mark.parametrize("name", CLOSED)
def test_a_file_cut_short_is_refused_saying_where(name):
    data = WRITERS[name]([Entry(Decimal("12.34"))] * 3, Decimal("100.00"))
    with pytest.raises(Unreadable, match=r"line \d"):
        read_bank_file(data[: len(data) * 3 // 4])


@pytest.mark.parametrize("data", [b"", b"\r\n \x1a", b"\x00\x00"])
def test_nothing_is_empty(data):
    with pytest.raises(Unreadable, match="empty"):
        read_bank_file(data)


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
@pytest.mark.parametrize("name", ["CODA", "CFONB120", "MT940"])
def test_lines_may_end_in_any_way(name, end):
    data = WRITERS[name]([Entry(Decimal("12.34"))], Decimal("100.00")).replace(b"\r\n", end)
    assert read_bank_file(data).statements[0].credits == Decimal("12.34")


@pytest.mark.parametrize("name", ["CODA", "CFONB120"])
def test_records_may_follow_without_line_ends(name):
    data = WRITERS[name]([Entry(Decimal("12.34"))], Decimal("100.00")).replace(b"\r\n", b"")
    assert read_bank_file(data).statements[0].credits == Decimal("12.34")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_accents_are_read_in_both_encodings(encoding):
    data = make_bank.mt940([Entry(Decimal("1.00"), name="XXX")]).replace(b"XXX", "Éléonore".encode(encoding))
    assert read_bank_file(data).statements[0].movements[0].name == "Éléonore"

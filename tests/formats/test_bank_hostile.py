"""Damaged bank files: read, or refused with `Unreadable`; never another exception, never money out of nowhere."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formats.bank.model import BankFile
from formats.bank.opening import read_bank_file
from formats.errors import Unreadable
from tests.formats.make_bank import Entry, camt, cfonb, coda, csv, mt940, ofx

ENTRIES = [Entry(Decimal("12.34"), reference="240283842818"), Entry(Decimal("-5.60"), text="RF18539007547034")]
SEEDS = {writer.__name__: writer(ENTRIES) for writer in (camt, coda, cfonb, mt940, ofx, csv)}
MUTATIONS = 340  # of each format: 2 040 in all


@st.composite
def damaged(draw, seed):
    data = bytearray(seed)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 12))] = draw(
            st.binary(max_size=8) | st.sampled_from([b"0", b"<", b"\r\n", b":"])
        )
    return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)


def outcome(data):
    try:
        return read_bank_file(data)
    except Unreadable as refused:
        return refused.code


@pytest.mark.parametrize("name", SEEDS)
def test_a_damaged_file_is_read_or_refused(name):
    @settings(max_examples=MUTATIONS, deadline=2000)
    @given(damaged(SEEDS[name]))
    def run(data):
        found = outcome(data)
        assert isinstance(found, str | BankFile)
        assert found != ""

    run()


@settings(max_examples=200, deadline=2000)
@given(st.text(alphabet="aF:;,\n\r0126489<>/-{}CDEUR ", max_size=300))
def test_any_text_is_read_or_refused(text):
    for head in ("", ":20:", "0000003032653905", "0130006    00001EUR2", "<OFX>", "<Document>"):
        assert outcome((head + text).encode()) != ""


@settings(max_examples=100, deadline=2000)
@given(st.data())
def test_a_changed_amount_never_passes_in_silence(data):
    name = data.draw(st.sampled_from(["camt", "coda", "cfonb", "mt940"]))
    seed = SEEDS[name]
    figures = {"camt": b"12.34", "coda": b"012340", "cfonb": b"123D", "mt940": b"12,34"}[name]
    torn = seed.replace(figures, figures.replace(b"1", str(data.draw(st.integers(2, 9))).encode(), 1))
    assert any(one.code == "balance" for one in read_bank_file(torn).statements[0].findings)

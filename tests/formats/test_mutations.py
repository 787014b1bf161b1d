"""Damaged files: read, or refused with `Unreadable`; never another exception, never a long wait."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from formats.columns import recognise
from formats.errors import Unreadable
from formats.invoices import read_invoices
from formats.sheets import read_sheet
from tests.formats.make import HEADINGS, ROWS, csv_file, xlsx_file

SEEDS = [
    csv_file(),
    csv_file(encoding="utf-16"),
    csv_file(encoding="cp1252", delimiter=","),
    xlsx_file([HEADINGS, *ROWS]),
    xlsx_file([HEADINGS, ("F1", "A", date(2025, 1, 1), 1.5), ("TOTAL", None, None, True)], before=[["x"]]),
]


@st.composite
def damaged(draw):
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 12))] = draw(st.binary(max_size=8))
    return bytes(data[: draw(st.integers(0, len(data)))] if draw(st.booleans()) else data)


def read(data):
    try:
        sheet = read_sheet(data)
        return [row.number for row in read_invoices(sheet, recognise(sheet.heading, sheet.sample()))]
    except Unreadable as refused:
        return refused.code


@settings(max_examples=400, deadline=2000)
@given(damaged())
def test_a_damaged_file_is_read_or_refused(data):
    assert read(data) is not None


@settings(max_examples=200, deadline=2000)
@given(st.text(alphabet="aFé;,\t\"'\n\r=0123/.-€ ", max_size=300), st.sampled_from(["utf-8", "cp1252", "utf-16"]))
def test_any_text_is_read_or_refused(text, encoding):
    assert read(text.encode(encoding)) is not None

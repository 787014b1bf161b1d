import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from formats import values
from formats.sheets import read_sheet
from formats.writers import harmless, write_csv, write_xlsx

HEADINGS = ("Facture", "Client", "Échéance", "Montant dû")
ROW = ("F1", "=HYPERLINK(1)", date(2026, 1, 31), Decimal("-1234.50"))


def written(write, rows=(ROW,)):
    stream = io.BytesIO()
    assert write(stream, HEADINGS, rows) == len(rows)
    return stream.getvalue()


def test_a_csv_opens_in_a_french_spreadsheet():
    expected = "Facture;Client;Échéance;Montant dû\r\nF1;'=HYPERLINK(1);31/01/2026;-1234,50\r\n"
    assert written(write_csv).decode("utf-8") == "\ufeff" + expected


def test_a_workbook_has_typed_cells_and_no_formula():
    cells = load_workbook(io.BytesIO(written(write_xlsx))).active[2]
    assert [cell.data_type for cell in cells] == ["s", "s", "d", "n"]
    assert cells[1].value == "=HYPERLINK(1)"


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_what_is_written_reads_back(write):
    (_, row), *_ = read_sheet(written(write)).rows()
    assert values.text(row[1]) == "=HYPERLINK(1)"
    assert (values.day(row[2]), values.amount(row[3])) == (date(2026, 1, 31), Decimal("-1234.50"))


@given(st.text())
def test_no_text_leaves_as_a_formula(text):
    assert not harmless(text).lstrip().startswith(("=", "+", "-", "@"))


def test_control_characters_do_not_break_a_workbook():
    assert read_sheet(written(write_xlsx, [("F\x00\x0b1", "A", None, True)])).sample()[0][0] == "F1"

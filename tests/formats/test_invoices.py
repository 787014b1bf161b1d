import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from formats.columns import recognise
from formats.invoices import missing_columns, read_invoices
from formats.sheets import read_sheet
from tests.formats.make import HEADINGS, csv_file, xlsx_file

SAMPLES = Path(os.environ.get("CREANSYS_SAMPLES", "../shared/samples"))


def read(data, **options):
    sheet = read_sheet(data)
    return list(read_invoices(sheet, recognise(sheet.heading, sheet.sample()), **options))


def findings(data):
    return {(finding.field, finding.code, finding.severity) for row in read(data) for finding in row.findings}


def test_a_good_row_is_read_whole():
    (row, _) = read(csv_file())
    assert row.usable
    assert (row.number, row.invoice.invoice_number, row.invoice.due_date) == (2, "F1", date(2025, 12, 31))
    assert row.invoice.balance_due == Decimal("1234.56")


def test_csv_and_workbook_read_alike():
    book = xlsx_file([HEADINGS, ("F1", "Maçonnerie Lenoir", date(2025, 12, 31), 1234.56)])
    assert read(book)[0].invoice == read(csv_file())[0].invoice


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        (("F1", "A", "31/02/2026", "1"), ("due_date", "bad_date", "error")),
        (("F1", "A", "", "1"), ("due_date", "missing", "error")),
        (("F1", "", "1/2/2026", "1"), ("debtor_name", "missing", "error")),
        (("F1", "A", "1/2/2026", "abc"), ("balance_due", "bad_amount", "error")),
        (("F1", "A", "1/2/2026", "1", "trop"), ("", "shifted", "error")),
        (("F1", "A" * 201, "1/2/2026", "1"), ("debtor_name", "too_long", "error")),
    ],
)
def test_a_mistake_is_told_by_field_and_code(row, finding):
    assert findings(csv_file(rows=[row])) == {finding}


def test_a_bad_way_to_reach_the_debtor_only_warns():
    data = csv_file((*HEADINGS, "GSM", "E-mail"), [("F1", "A", "1/2/2026", "1", "12", "zoe")])
    assert findings(data) == {("phone", "bad_phone", "warning"), ("email", "bad_email", "warning")}


def test_the_row_s_country_reads_its_phone_and_postcode():
    data = csv_file(
        (*HEADINGS, "Tél", "CP", "Pays"), [("F1", "A", "1/2/2026", "1", "03 27 30 00 00", "1000", "France")]
    )
    assert (read(data)[0].invoice.phone, read(data)[0].invoice.postcode) == ("+33327300000", "01000")


def test_titles_and_totals_are_passed_over_but_a_row_without_debtor_is_not():
    rows = [("Client A", "", "", ""), ("F1", "A", "1/2/2026", "1"), ("TOTAL", "", "", "1"), ("", "Solde", "", "1")]
    rows += [("F2", "", "1/2/2026", "1")]
    numbers = [row.number for row in read(csv_file(rows=[(r[0] if r[0] != "Client A" else "", *r[1:]) for r in rows]))]
    assert numbers == [3, 6]


def test_the_balance_is_the_total_where_the_sheet_knows_no_balance():
    sheet = csv_file(("Facture", "Client", "Échéance", "Montant TTC"), [("F1", "A", "1/2/2026", "9,90")])
    assert read(sheet)[0].invoice.balance_due == Decimal("9.90")


def test_an_american_column_is_doubted_as_a_whole():
    rows = [("F1", "A", "03/04/2026", "1"), ("F2", "B", "12/31/2025", "1")]
    assert [row.findings[0].code for row in read(csv_file(rows=rows))] == ["us_order", "us_order"]


def test_three_digits_behind_a_mark_follow_the_column():
    rows = [("F1", "A", "1/2/2026", "1.234"), ("F2", "B", "1/2/2026", "12,50")]
    assert read(csv_file(rows=rows))[0].invoice.balance_due == Decimal(1234)


def test_columns_that_miss_are_named_before_reading():
    assert missing_columns(recognise(("Facture", "Client", "Montant TTC"))) == ("due_date",)


SHEETS = {"fec-ar/odoo16__factures_ouvertes.xlsx": 1, "fec-ar/odoo16-oca__postes_ouverts.xlsx": 12}


@pytest.mark.parametrize(("name", "heading_row"), SHEETS.items())
def test_exports_of_others_read_to_the_cent(name, heading_row):
    if not (SAMPLES / name).exists():
        pytest.skip(f"no {name} under CREANSYS_SAMPLES")
    data = (SAMPLES / name).read_bytes()
    rows = read(data)
    assert read_sheet(data).heading_row == heading_row
    assert (len(rows), all(row.usable for row in rows)) == (2700, True)
    assert sum(row.invoice.balance_due for row in rows) == Decimal("4055640.83")

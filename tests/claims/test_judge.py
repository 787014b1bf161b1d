"""What is said of a row: each remark has its row here."""

from datetime import date
from decimal import Decimal as D

import pytest

from claims.intake.findings import UNREAD, WORDS, cure, reason
from claims.intake.judge import identity, number_key
from formats.columns import recognise
from formats.invoices import NewInvoice, read_invoices
from formats.sheets import read_sheet
from law.be_consumer import Clause
from tests.claims.make import judged, remarks, row, sheet

CONSUMER = {"kind": "particulier", "reminded": "2026-02-05", "channel": "courrier"}
SINCE_2024 = date(2024, 1, 1)
CASES = [
    ({"name": ""}, "missing", "error"),
    ({"street": "x" * 161}, "too_long", "error"),
    ({"number": "9" * 61}, "too_long", "error"),
    ({"currency": "USD"}, "currency", "error"),
    ({"balance": "-5,00"}, "credit_note", "error"),
    ({"type": "avoir"}, "credit_note", "error"),
    ({"balance": "0"}, "nothing_due", "error"),
    ({"balance": "150,00"}, "above_total", "warning"),
    ({"due": "2026-03-02"}, "not_due", "error"),
    ({"issued": "2026-02-01"}, "dates_order", "error"),
    ({"issued": ""}, "invoice_date_assumed", "warning"),
    ({"country": ""}, "country_assumed", "warning"),
    ({"kind": ""}, "kind_unknown", "warning"),
    ({"country": "ES", "kind": "particulier"}, "foreign_consumer", "error"),
    ({"country": "ES"}, "foreign_business", "warning"),
    ({"vat": "BE0123456750"}, "bad_number", "warning"),
    ({"iban": "BE00123456789012"}, "bad_iban", "warning"),
    ({"country": "FR", "kind": "particulier", "issued": "2024-01-01", "due": "2024-03-01"}, "limitation_over", "error"),
    ({"country": "FR", "issued": "2021-01-01", "due": "2021-03-01"}, "limitation_old", "warning"),
    ({"country": "FR", "issued": "2021-01-01", "due": "2021-04-01"}, "limitation_soon", "warning"),
    (CONSUMER | {"reminded": ""}, "reminder_unproved", "warning"),
    (CONSUMER | {"reminded": "2026-03-03"}, "reminder_after", "error"),
    (CONSUMER | {"reminded": "2026-01-30"}, "reminder_before_due", "warning"),
    ({"street": "", "email": "a@b.example"}, "no_address", "warning"),
    ({"street": ""}, "no_contact", "error"),
    ({"balance": "1,234.5678"}, "too_many_decimals", "error"),
    ({"due": "31/02/2026"}, "bad_date", "error"),
]


@pytest.mark.parametrize(("cells", "code", "severity"), CASES)
def test_a_row_is_told_its_fault(cells, code, severity):
    assert (code, severity) in remarks(row(**cells))


def test_a_complete_row_is_ready_without_a_remark():
    [one] = judged(row())
    assert (one.verdict, one.findings, one.cells) == ("ready", (), [])
    assert (one.ready.balance, one.ready.kind, one.ready.due_on) == (D("121.00"), "business", date(2026, 1, 30))


def test_a_complete_consumer_is_ready_without_a_remark():
    assert not remarks(row(**CONSUMER))


def test_each_remark_is_shown_by_a_row():
    elsewhere = {"duplicate", "duplicate_in_file", "invoice_known_other_date", "clause_over_cap", "shifted"}
    elsewhere |= {"seller_not_creditor", "seller_other_name"}  # tests of structured invoices
    assert {code for _, code, _ in CASES if code in WORDS} == WORDS.keys() - elsewhere


def test_the_second_of_two_alike_is_refused_and_the_first_is_not():
    one, two, other = judged(row(number="F 1/a"), row(number="f1-A"), row(number="F1A", issued="2025-12-30"))
    assert (one.verdict, two.verdict, other.verdict) == ("ready", "error", "ready")
    assert two.findings[0].code == "duplicate_in_file"


def test_a_wrong_row_does_not_bar_its_mended_twin():
    wrong, mended = judged(row(number="F1", balance="0"), row(number="F1"))
    assert (wrong.verdict, mended.verdict) == ("error", "ready")


def test_an_invoice_handed_over_before_is_refused_whatever_its_spelling():
    known = {number_key("F1"): {date(2025, 12, 31)}}
    assert remarks(row(number="f-1"), known=known) == {("duplicate", "error")}
    assert remarks(row(number="F1", issued="2025-12-30"), known=known) == {("invoice_known_other_date", "warning")}


@pytest.mark.parametrize(("share", "said"), [(10, set()), (15, {("clause_over_cap", "warning")})])
def test_a_clause_beyond_the_cap_is_remarked(share, said):
    clause = Clause(percent=D(share), minimum=D(share))
    assert remarks(row(**CONSUMER, balance="400,00", total="400,00"), clause=clause, clause_since=SINCE_2024) >= said


def test_a_row_with_more_cells_than_headings_is_refused():
    file = read_sheet(sheet(row()).rstrip() + b",SRL")
    read = read_invoices(file, recognise(file.heading, file.sample()))
    assert "shifted" in {finding.code for one in read for finding in one.findings}


@pytest.mark.parametrize(
    ("cells", "habit", "kind"),
    [
        ({"kind": "particulier"}, "business", "consumer"),
        ({"kind": "", "vat": "BE0403170701"}, "consumer", "business"),
        ({"kind": "", "vat": "BE0123456750"}, "consumer", "consumer"),
        ({"kind": ""}, "business", "business"),
        ({"kind": ""}, "unknown", "unknown"),
    ],
)
def test_the_kind_is_stated_or_shown_by_a_number_or_the_creditors_habit(cells, habit, kind):
    [one] = judged(row(**cells), kind=habit)
    assert one.ready.kind == kind


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ({"customer_number": "C-1"}, {"customer_number": "c 1", "debtor_name": "Other"}, True),
        ({"enterprise_number": "0403170701"}, {"vat_number": "0403170701"}, True),
        ({"debtor_name": "Élise Noël", "street": "R 1"}, {"debtor_name": "ELISE NOEL", "street": "r. 1"}, True),
        ({"debtor_name": "A", "street": "R 1"}, {"debtor_name": "A", "street": "R 2"}, False),
        ({"debtor_name": "Ж", "street": "R 1"}, {"debtor_name": "Я", "street": "R 1"}, False),
        ({"debtor_name": "A" * 200, "street": "R 1"}, {"debtor_name": "A" * 200, "street": "R 2"}, False),
    ],
)
def test_two_rows_are_one_debtor(one, two, same):
    assert (identity(NewInvoice(**one)) == identity(NewInvoice(**two))) is same


def test_a_number_without_latin_letters_keeps_its_own_key():
    assert number_key("Ж") != number_key("Я")


def test_every_remark_has_a_reason_and_a_cure():
    assert all(reason(code) and cure(code) for code in WORDS)
    assert reason("bad_date") == str(UNREAD[0])

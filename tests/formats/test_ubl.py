"""Structured invoices: what they say is read as it is, and what looks wrong is told."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats.columns import recognise
from formats.errors import Unreadable
from formats.invoices import read_invoices
from formats.opening import open_file
from formats.ubl import read_ubl
from tests.formats.make_ubl import BUYER_NUMBER, IBAN, PEPPOL, SELLER_NUMBER, UBL, elements, trader, ubl


def code_of(data):
    with pytest.raises(Unreadable) as refused:
        read_ubl(data)
    return refused.value.code


def test_an_invoice_says_who_owes_whom_how_much():
    read = read_ubl(ubl())
    assert (read.format, read.profile, read.number, read.type) == ("UBL Invoice", PEPPOL, "V-2026-17", "380")
    assert (read.issue_date, read.due_date, read.currency) == (date(2026, 1, 2), date(2026, 2, 1), "EUR")
    assert (read.total, read.prepaid, read.payable) == (D("121.00"), D("21.00"), D("100.00"))
    assert (read.seller.name, read.seller.vat, read.seller.legal_id) == (
        "Meubles SA",
        f"BE{SELLER_NUMBER}",
        SELLER_NUMBER,
    )
    assert (read.buyer.name, read.buyer.trade_name, read.buyer.country) == ("Durand SRL", "Durand SRL (trade)", "BE")
    assert (read.buyer.street, read.buyer.postcode, read.buyer.city) == ("Rue Haute 1", "1000", "Bruxelles")
    assert (read.ibans, read.references) == ((IBAN,), ("+++202/6000/12320+++",))
    assert (read.subject, read.warnings, read.is_credit) == ("Chairs & tables", (), False)


def test_a_credit_note_is_read_as_it_is():
    read = read_ubl(ubl("CreditNote"))
    assert (read.format, read.type, read.due_date, read.payable) == ("UBL CreditNote", "381", None, D("100.00"))
    assert (read.is_credit, read.warnings) == (True, ())


def test_amounts_stay_as_written():
    read = read_ubl(ubl(amounts={"TaxInclusiveAmount": "-7125", "PrepaidAmount": None, "PayableAmount": "-7125.0"}))
    assert (str(read.total), read.prepaid, str(read.payable)) == ("-7125", None, "-7125.0")
    assert (read.warnings, read.is_credit) == (("negative_total",), True)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_every_amount_comes_back_exactly(amount):
    assert read_ubl(ubl(amounts={"PayableAmount": f"{amount:f}"})).payable == amount


@pytest.mark.parametrize(
    ("given", "warning"),
    [
        ({"iban": "BE68539007547035"}, "iban_checksum"),
        ({"seller": trader("Meubles SA", SELLER_NUMBER, vat=None)}, "vat_missing"),
        ({"buyer": trader("Durand SRL", BUYER_NUMBER, vat="BE0202239952")}, "vat_checksum"),
        ({"buyer": elements("cac", PostalAddress="")}, "buyer_missing"),
        ({"DocumentCurrencyCode": "USD"}, "currency_not_eur"),
        ({"DocumentCurrencyCode": "USD"}, "currency_mismatch"),
        ({"DueDate": "2026-01-01"}, "due_before_issue"),
        ({"DueDate": None}, "due_missing"),
        ({"amounts": {"PrepaidAmount": "20.99"}}, "payable_mismatch"),
        ({"CustomizationID": "urn:somebody:else"}, "profile_unknown"),
        ({"CustomizationID": None}, "profile_missing"),
        ({"type": "381"}, "type_mismatch"),
        ({"InvoiceTypeCode": None}, "type_missing"),
    ],
)
def test_what_looks_wrong_is_told_and_read(given, warning):
    assert warning in read_ubl(ubl(**given)).warnings


@pytest.mark.parametrize("name", ["ID", "IssueDate", "DocumentCurrencyCode"])
def test_what_is_needed_and_absent_refuses(name):
    amounts = {"PayableAmount": None} if name == "DocumentCurrencyCode" else {}
    assert code_of(ubl(amounts=amounts, **{name: None})) == "missing_field"


@pytest.mark.parametrize("said", ["1.234,56", "1e3", "NaN", "١٢", "0x10", "1_000", "9" * 40, "12 EUR"])
def test_an_amount_is_a_plain_decimal_or_refused(said):
    assert code_of(ubl(amounts={"PayableAmount": said})) == "bad_amount"


@pytest.mark.parametrize("said", ["2026-02-30", "02/01/2026", "20260102", "2026-W01-1", "0000-01-01"])
def test_a_date_is_a_day_of_the_calendar_or_refused(said):
    assert code_of(ubl(IssueDate=said)) == "bad_date"


def test_a_day_may_carry_its_time_zone():
    assert read_ubl(ubl(IssueDate="2026-01-02+01:00", DueDate="2026-02-01Z")).due_date == date(2026, 2, 1)


def test_a_day_among_the_means_of_payment_stands_in():
    old = ubl(DueDate=None).replace(
        b"<cac:PaymentMeans>", b"<cac:PaymentMeans><cbc:PaymentDueDate>2026-03-01</cbc:PaymentDueDate>"
    )
    assert read_ubl(old).due_date == date(2026, 3, 1)


def test_the_number_of_another_tax_is_no_vat_number():
    other = elements(
        "cac",
        PartyTaxScheme=elements("cbc", CompanyID="approved") + "<cac:TaxScheme><cbc:ID>TAX</cbc:ID></cac:TaxScheme>",
    )
    read = read_ubl(ubl(seller=other + trader("Meubles SA", SELLER_NUMBER)))
    assert read.seller.vat == f"BE{SELLER_NUMBER}"
    assert read_ubl(ubl(seller=other)).seller.vat is None


def test_a_person_without_a_firm_has_a_name():
    person = elements("cac", Person=elements("cbc", FirstName="Zoé", FamilyName="Dupont"))
    assert read_ubl(ubl(buyer=person)).buyer.name == "Zoé Dupont"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_every_usual_encoding_is_read(encoding):
    data = ubl(buyer=trader("Maçonnerie Élan", BUYER_NUMBER), encoding=encoding)
    assert read_ubl(data.replace(b"utf-8-sig", b"utf-8")).buyer.name == "Maçonnerie Élan"


def test_utf_8_that_says_utf_16_is_read():
    assert read_ubl(ubl().replace(b'encoding="utf-8"', b'encoding="utf-16"')).number == "V-2026-17"


def test_prefixes_are_free_and_an_envelope_is_opened():
    prefixed = ubl().replace(b"<Invoice xmlns=", b"<x:Invoice xmlns:x=").replace(b"</Invoice>", b"</x:Invoice>")
    assert read_ubl(prefixed).number == "V-2026-17"
    inner = ubl().partition(b"?>")[2]
    wrapped = (
        b'<StandardBusinessDocument xmlns="urn:e"><Header><ID>9</ID></Header>' + inner + b"</StandardBusinessDocument>"
    )
    assert read_ubl(wrapped).number == "V-2026-17"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<Order xmlns='urn:x'/>", "not_an_invoice"),
        (b"<Invoice/>", "not_an_invoice"),
        (f"<Reminder xmlns='{UBL}:Reminder-2'/>".encode(), "not_an_invoice"),
        (b"<StandardBusinessDocument/>", "not_an_invoice"),
        (b"<r:CrossIndustryInvoice xmlns:r='urn:un:unece'/>", "cii"),
        (b"", "empty"),
        (b" \n", "empty"),
        (b"not xml", "xml_broken"),
    ],
)
def test_other_files_are_named_and_refused(data, code):
    assert code_of(data) == code


def test_a_document_is_a_sheet_of_one_row():
    file = open_file(ubl(), "v17.xml")
    columns = recognise(file.heading, file.sample())
    assert (file.kind, columns.unrecognised, columns.ambiguous) == ("ubl", (), {})
    [row] = read_invoices(file, columns)
    assert (row.number, row.findings, row.usable) == (1, (), True)
    invoice = row.invoice
    assert (invoice.invoice_number, invoice.debtor_name, invoice.balance_due) == (
        "V-2026-17",
        "Durand SRL",
        D("100.00"),
    )
    assert (invoice.phone, invoice.vat_number, invoice.document_type) == ("+3225000000", f"BE{BUYER_NUMBER}", "invoice")
    assert (invoice.seller_name, invoice.seller_enterprise_number) == ("Meubles SA", SELLER_NUMBER)


@pytest.mark.parametrize("given", [{"root": "CreditNote"}, {"type": "381"}, {"amounts": {"PayableAmount": "-1.00"}}])
def test_what_the_seller_owes_is_a_credit_note(given):
    file = open_file(ubl(**given))
    [row] = read_invoices(file, recognise(file.heading, file.sample()))
    assert (row.invoice.document_type, row.usable) == ("credit_note", True)


def test_web_pages_and_tables_go_to_their_own_reader():
    assert open_file(b"a;b\n1;2\n").kind == "csv"
    with pytest.raises(Unreadable, match="xml"):
        open_file(b"<html><table></table></html>")

"""Structured invoices as other programs write them: older, wrapped, heavy, paid by several means, typed otherwise."""

import base64
import codecs
import os
from datetime import date
from decimal import Decimal as D

import pytest

from files.rules import XML, kind_of
from formats.opening import open_file
from formats.ubl import read_ubl
from tests.formats.make_ubl import BUYER_NUMBER, IBAN, SELLER_NUMBER, elements, trader, ubl

HEADER = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
BODY = ubl().partition(b"?>")[2]


def before(name, more, data=b""):
    """A document with more in it, before the first element of this name."""
    return (data or ubl()).replace(f"<cac:{name}>".encode(), f"{more}<cac:{name}>".encode(), 1)


def without(name):
    """A document that says nothing of this."""
    data, tag = ubl(), f"cac:{name}>".encode()
    start = data.index(b"<" + tag)
    return data[:start] + data[data.index(b"</" + tag) + len(tag) + 2 :]


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + ubl(),
        codecs.BOM_UTF8 + b"\r\n" + ubl(),
        b"\n\n" + ubl(),
        BODY,
        b"<!-- written by a cash register -->" + BODY,
        ubl(encoding="utf-16"),
        ubl(encoding="utf-16-le").replace("utf-16-le".encode("utf-16-le"), "utf-16".encode("utf-16-le")),
        ubl(encoding="iso-8859-15"),
        b'<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?>' + BODY,
    ],
)
def test_however_it_begins_it_is_kept_as_xml_and_read(data):
    assert kind_of(data) is XML
    assert open_file(data, "a").kind == "ubl"
    assert read_ubl(data).number == "V-2026-17"


def test_the_envelope_of_an_access_point_is_opened():
    party = '<h:Identifier Authority="iso6523-actorid-upis">0208:0403170701</h:Identifier>'
    header = f"<h:StandardBusinessDocumentHeader><h:Sender>{party}</h:Sender></h:StandardBusinessDocumentHeader>"
    root = f'<h:StandardBusinessDocument xmlns:h="{HEADER}">{header}'
    data = root.encode() + BODY + b"</h:StandardBusinessDocument>"
    assert kind_of(data) is XML
    assert (read_ubl(data).number, read_ubl(data).seller.legal_id) == ("V-2026-17", SELLER_NUMBER)


@pytest.mark.parametrize("width", [76, 10**8])
def test_a_pdf_of_ten_megabytes_inside_is_passed_over(width):
    pdf = base64.b64encode(os.urandom(10 * 2**20)).decode()
    lines = "\n".join(pdf[at : at + width] for at in range(0, len(pdf), width))
    more = elements("cbc", EmbeddedDocumentBinaryObject=lines)
    data = before(
        "AccountingSupplierParty", elements("cac", AdditionalDocumentReference=elements("cac", Attachment=more))
    )
    assert read_ubl(data).payable == D("100.00")


@pytest.mark.parametrize(
    ("type", "credit"), [("389", False), ("384", False), ("326", False), ("386", False), ("381", True)]
)
def test_every_type_of_invoice_is_told(type, credit):
    read = read_ubl(ubl(type=type))
    assert (read.type, read.is_credit, read.payable) == (type, credit, D("100.00"))


@pytest.mark.parametrize("type", ["381", "261", "396", "380"])
def test_every_credit_note_is_one_whatever_its_sign(type):
    amounts = {"TaxInclusiveAmount": "-121.00", "PrepaidAmount": None, "PayableAmount": "-121.00"}
    read = read_ubl(ubl("CreditNote", type=type, amounts=amounts))
    assert (read.is_credit, read.payable) == (True, D("-121.00"))
    assert ("type_mismatch" in read.warnings) == (type == "380")


def test_all_accounts_and_references_are_read_the_first_counts():
    more = elements("cbc", PaymentMeansCode="58", PaymentID="RF18539007547034")
    more += elements("cac", PayeeFinancialAccount=elements("cbc", ID="FR76 3000 6000 0112 3456 7890 189"))
    read = read_ubl(before("LegalMonetaryTotal", elements("cac", PaymentMeans=more)))
    assert read.ibans == (IBAN, "FR7630006000011234567890189")
    assert (read.references, read.warnings) == (("+++202/6000/12320+++", "RF18539007547034"), ())


def test_an_invoice_without_means_of_payment_is_read():
    read = read_ubl(without("PaymentMeans"))
    assert (read.ibans, read.references, read.warnings) == ((), (), ())


@pytest.mark.parametrize(
    ("days", "due"), [(["2026-02-15"], date(2026, 2, 15)), (["2026-02-15", "2026-03-15"], None), ([], None)]
)
def test_one_instalment_is_the_due_day_several_are_none(days, due):
    terms = "".join(elements("cac", PaymentTerms=elements("cbc", InstallmentDueDate=day)) for day in days)
    assert read_ubl(before("LegalMonetaryTotal", terms, ubl(DueDate=None))).due_date == due


def test_what_was_paid_and_taken_off_is_in_the_amount_to_pay():
    off = elements("cbc", ChargeIndicator="false", Amount="10.00")
    amounts = {"AllowanceTotalAmount": "10.00", "TaxInclusiveAmount": "111.00", "PayableAmount": "90.00"}
    read = read_ubl(before("LegalMonetaryTotal", elements("cac", AllowanceCharge=off), ubl(amounts=amounts)))
    assert (read.total, read.prepaid, read.payable, read.warnings) == (D("111.00"), D("21.00"), D("90.00"), ())


@pytest.mark.parametrize(
    ("scheme", "number"),
    [
        ("0208", BUYER_NUMBER),
        ("9925", f"BE{BUYER_NUMBER}"),
        ("0002", "732829320"),
        ("0009", "73282932000074"),
        ("0007", "5567321707"),
    ],
)
def test_a_legal_identifier_keeps_its_scheme(scheme, number):
    buyer = trader("X", number, vat=None).replace("<cbc:CompanyID>", f'<cbc:CompanyID schemeID="{scheme}">')
    read = read_ubl(ubl(buyer=buyer)).buyer
    assert (read.legal_id, read.legal_scheme, read.vat) == (number, scheme, None)


def test_an_invoice_of_2006_is_read():
    old = ubl(CustomizationID=None, DocumentCurrencyCode=None, InvoiceTypeCode=None, UBLVersionID="2.0")
    read = read_ubl(old)
    assert (read.currency, read.profile, read.payable) == ("EUR", None, D("100.00"))
    assert set(read.warnings) == {"profile_missing", "type_missing"}

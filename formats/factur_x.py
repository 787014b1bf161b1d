"""The same invoice for France: CII in the profile EN 16931 of Factur-X, inside its PDF."""

from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as tree

import facturx

from formats.peppol import PIECE, REGISTERS, REVERSED, TRANSFER, Bill, Item, Trader

GUIDELINE = "urn:cen.eu:en16931:2017"
RSM, RAM, UDT, QDT = (
    f"urn:un:unece:uncefact:{kind}:100"
    for kind in (
        "data:standard:CrossIndustryInvoice",
        "data:standard:ReusableAggregateBusinessInformationEntity",
        "data:standard:UnqualifiedDataType",
        "data:standard:QualifiedDataType",
    )
)
TYPES = {"Invoice": "380", "CreditNote": "381"}


def embedded(pdf: bytes, bill: Bill, *, language: str) -> bytes:
    """The PDF with the invoice as data inside, as Factur-X wants both; checked against its schema."""
    told = {"author": bill.seller.name, "title": bill.number, "subject": bill.number, "keywords": "Factur-X"}
    return bytes(
        facturx.generate_from_binary(
            pdf, cross_industry(bill), flavor="factur-x", level="en16931", pdf_metadata=told, lang=language
        )
    )


def cross_industry(bill: Bill) -> bytes:
    """The invoice as UN/CEFACT Cross Industry Invoice."""
    for prefix, space in (("rsm", RSM), ("ram", RAM), ("udt", UDT), ("qdt", QDT)):
        tree.register_namespace(prefix, space)
    root = tree.Element(f"{{{RSM}}}CrossIndustryInvoice")
    context = tree.SubElement(root, f"{{{RSM}}}ExchangedDocumentContext")
    _text(_inside(context, "GuidelineSpecifiedDocumentContextParameter"), "ID", GUIDELINE)
    document = tree.SubElement(root, f"{{{RSM}}}ExchangedDocument")
    _text(document, "ID", bill.number)
    _text(document, "TypeCode", TYPES[bill.kind])
    _day(_inside(document, "IssueDateTime"), bill.issued_on)
    if bill.note:
        _text(_inside(document, "IncludedNote"), "Content", bill.note)
    trade = tree.SubElement(root, f"{{{RSM}}}SupplyChainTradeTransaction")
    for number, item in enumerate(bill.items, 1):
        _line(trade, bill, number, item)
    agreed = _inside(trade, "ApplicableHeaderTradeAgreement")
    _text(agreed, "BuyerReference", bill.asked_by)
    _party(_inside(agreed, "SellerTradeParty"), bill.seller)
    _party(_inside(agreed, "BuyerTradeParty"), bill.buyer)
    _inside(trade, "ApplicableHeaderTradeDelivery")
    _settlement(_inside(trade, "ApplicableHeaderTradeSettlement"), bill)
    return bytes(tree.tostring(root, encoding="utf-8", xml_declaration=True))


def _inside(parent: tree.Element, *names: str) -> tree.Element:
    for name in names:
        parent = tree.SubElement(parent, f"{{{RAM}}}{name}")
    return parent


def _text(parent: tree.Element, name: str, text: str, **attributes: str) -> None:
    tree.SubElement(parent, f"{{{RAM}}}{name}", attributes).text = text


def _amount(parent: tree.Element, name: str, value: Decimal, **attributes: str) -> None:
    _text(parent, name, f"{value:.2f}", **attributes)


def _day(parent: tree.Element, on: date, space: str = UDT) -> None:
    tree.SubElement(parent, f"{{{space}}}DateTimeString", {"format": "102"}).text = f"{on:%Y%m%d}"


def _line(trade: tree.Element, bill: Bill, number: int, item: Item) -> None:
    line = _inside(trade, "IncludedSupplyChainTradeLineItem")
    _text(_inside(line, "AssociatedDocumentLineDocument"), "LineID", str(number))
    product = _inside(line, "SpecifiedTradeProduct")
    _text(product, "Name", item.name)
    if item.why:
        _text(product, "Description", item.why)
    _amount(_inside(line, "SpecifiedLineTradeAgreement", "NetPriceProductTradePrice"), "ChargeAmount", item.price)
    _text(_inside(line, "SpecifiedLineTradeDelivery"), "BilledQuantity", str(item.quantity), unitCode=PIECE)
    settled = _inside(line, "SpecifiedLineTradeSettlement")
    tax = _inside(settled, "ApplicableTradeTax")
    _text(tax, "TypeCode", "VAT")
    _text(tax, "CategoryCode", bill.category)
    _amount(tax, "RateApplicablePercent", bill.rate)
    _amount(_inside(settled, "SpecifiedTradeSettlementLineMonetarySummation"), "LineTotalAmount", item.net)


def _party(party: tree.Element, trader: Trader) -> None:
    _text(party, "Name", trader.name)
    if trader.enterprise_number and trader.country in REGISTERS:
        legal = _inside(party, "SpecifiedLegalOrganization")
        _text(legal, "ID", trader.enterprise_number, schemeID=REGISTERS[trader.country])
    address = _inside(party, "PostalTradeAddress")
    _text(address, "PostcodeCode", trader.postcode)
    _text(address, "LineOne", trader.street)
    _text(address, "CityName", trader.city)
    _text(address, "CountryID", trader.country)
    if trader.endpoint:
        scheme, identifier = trader.endpoint
        _text(_inside(party, "URIUniversalCommunication"), "URIID", identifier, schemeID=scheme)
    if trader.vat_number:
        _text(_inside(party, "SpecifiedTaxRegistration"), "ID", trader.vat_number, schemeID="VA")


def _settlement(settled: tree.Element, bill: Bill) -> None:
    paid = bill.iban and bill.kind == "Invoice"
    if paid and bill.reference:
        _text(settled, "PaymentReference", bill.reference)
    _text(settled, "InvoiceCurrencyCode", "EUR")
    if paid:
        means = _inside(settled, "SpecifiedTradeSettlementPaymentMeans")
        _text(means, "TypeCode", TRANSFER)
        _text(_inside(means, "PayeePartyCreditorFinancialAccount"), "IBANID", bill.iban)
    _tax(_inside(settled, "ApplicableTradeTax"), bill)
    if bill.due_on:
        _day(_inside(settled, "SpecifiedTradePaymentTerms", "DueDateDateTime"), bill.due_on)
    sums = _inside(settled, "SpecifiedTradeSettlementHeaderMonetarySummation")
    _amount(sums, "LineTotalAmount", bill.net)
    _amount(sums, "TaxBasisTotalAmount", bill.net)
    _amount(sums, "TaxTotalAmount", bill.vat, currencyID="EUR")
    _amount(sums, "GrandTotalAmount", bill.total)
    _amount(sums, "DuePayableAmount", bill.total)
    if bill.corrects:
        number, on = bill.corrects
        before = _inside(settled, "InvoiceReferencedDocument")
        _text(before, "IssuerAssignedID", number)
        _day(_inside(before, "FormattedIssueDateTime"), on, QDT)


def _tax(tax: tree.Element, bill: Bill) -> None:
    code, reason = REVERSED
    _amount(tax, "CalculatedAmount", bill.vat)
    _text(tax, "TypeCode", "VAT")
    if bill.category == "AE":
        _text(tax, "ExemptionReason", reason)
    _amount(tax, "BasisAmount", bill.net)
    _text(tax, "CategoryCode", bill.category)
    if bill.category == "AE":
        _text(tax, "ExemptionReasonCode", code)
    _amount(tax, "RateApplicablePercent", bill.rate)

"""Writing an invoice as UBL 2.1 in the form of Peppol BIS Billing 3 (EN 16931)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from xml.etree import ElementTree as tree

CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
ROOTS = {name: f"urn:oasis:names:specification:ubl:schema:xsd:{name}-2" for name in ("Invoice", "CreditNote")}
REGISTERS = {"BE": "0208", "FR": "0002"}  # ISO 6523: the Belgian register of enterprises, SIREN
VAT_NUMBERS = {"BE": "9925", "FR": "9957"}  # electronic addresses that are VAT numbers
TRANSFER = "30"
PIECE = "C62"
REVERSED = ("VATEX-EU-AE", "Reverse charge")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trader:
    """The seller or the buyer; numbers in their compact form, "" where there is none."""

    name: str
    street: str
    postcode: str
    city: str
    country: str
    vat_number: str = ""
    enterprise_number: str = ""
    email: str = ""

    @property
    def endpoint(self) -> tuple[str, str] | None:
        """Where it is reached on the network (scheme, identifier): its enterprise number in Belgium, else its VAT
        number or SIREN in France; None for others."""
        if self.country == "BE" and self.enterprise_number:
            return REGISTERS["BE"], self.enterprise_number
        if self.country in VAT_NUMBERS and self.vat_number:
            return VAT_NUMBERS[self.country], self.vat_number
        if self.country in REGISTERS and self.enterprise_number:
            return REGISTERS[self.country], self.enterprise_number
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line: `quantity` times `price` is `net`; `why` explains it."""

    name: str
    why: str
    quantity: int
    price: Decimal
    net: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """An invoice, or a credit note (amounts above zero too), in euros with one rate of VAT.

    `category` is UNCL 5305: S at a rate, AE for the reverse charge. `asked_by` is the buyer's reference, which the
    network wants; `reference` is the one of the payment; `corrects` the number and day of the invoice credited.
    """

    kind: Literal["Invoice", "CreditNote"]
    number: str
    issued_on: date
    due_on: date | None
    seller: Trader
    buyer: Trader
    asked_by: str
    category: Literal["S", "AE"]
    rate: Decimal
    net: Decimal
    vat: Decimal
    total: Decimal
    items: Sequence[Item]
    iban: str = ""
    bic: str = ""
    reference: str = ""
    note: str = ""
    corrects: tuple[str, date] | None = None


def reachable(bill: Bill) -> bool:
    """Whether both sides have an address on the network."""
    return bill.seller.endpoint is not None and bill.buyer.endpoint is not None


def written(bill: Bill) -> bytes:
    """The invoice as UBL; ValueError where a side has no address on the network."""
    root = tree.Element(f"{{{ROOTS[bill.kind]}}}{bill.kind}")
    _head(root, bill)
    _side(_aggregate(root, "AccountingSupplierParty"), bill.seller)
    _side(_aggregate(root, "AccountingCustomerParty"), bill.buyer)
    _payment(root, bill)
    _vat(root, bill)
    _totals(root, bill)
    for number, item in enumerate(bill.items, 1):
        _item(root, bill, number, item)
    for prefix, space in (("", ROOTS[bill.kind]), ("cac", CAC), ("cbc", CBC)):
        tree.register_namespace(prefix, space)
    return bytes(tree.tostring(root, encoding="utf-8", xml_declaration=True))


def _basic(parent: tree.Element, name: str, text: str, **attributes: str) -> None:
    tree.SubElement(parent, f"{{{CBC}}}{name}", attributes).text = text


def _aggregate(parent: tree.Element, *names: str) -> tree.Element:
    for name in names:
        parent = tree.SubElement(parent, f"{{{CAC}}}{name}")
    return parent


def _amount(parent: tree.Element, name: str, value: Decimal) -> None:
    _basic(parent, name, f"{value:.2f}", currencyID="EUR")


def _head(root: tree.Element, bill: Bill) -> None:
    _basic(root, "CustomizationID", CUSTOMIZATION)
    _basic(root, "ProfileID", PROFILE)
    _basic(root, "ID", bill.number)
    _basic(root, "IssueDate", bill.issued_on.isoformat())
    if bill.due_on and bill.kind == "Invoice":
        _basic(root, "DueDate", bill.due_on.isoformat())
    code = "380" if bill.kind == "Invoice" else "381"
    _basic(root, f"{bill.kind}TypeCode", code)
    if bill.note:
        _basic(root, "Note", bill.note)
    _basic(root, "DocumentCurrencyCode", "EUR")
    _basic(root, "BuyerReference", bill.asked_by)
    if bill.corrects:
        number, on = bill.corrects
        before = _aggregate(root, "BillingReference", "InvoiceDocumentReference")
        _basic(before, "ID", number)
        _basic(before, "IssueDate", on.isoformat())


def _side(parent: tree.Element, trader: Trader) -> None:
    if trader.endpoint is None:
        raise ValueError(f"{trader.name} has no address on the network")
    party = _aggregate(parent, "Party")
    scheme, identifier = trader.endpoint
    _basic(party, "EndpointID", identifier, schemeID=scheme)
    _basic(_aggregate(party, "PartyName"), "Name", trader.name)
    address = _aggregate(party, "PostalAddress")
    _basic(address, "StreetName", trader.street)
    _basic(address, "CityName", trader.city)
    _basic(address, "PostalZone", trader.postcode)
    _basic(_aggregate(address, "Country"), "IdentificationCode", trader.country)
    if trader.vat_number:
        taxed = _aggregate(party, "PartyTaxScheme")
        _basic(taxed, "CompanyID", trader.vat_number)
        _basic(_aggregate(taxed, "TaxScheme"), "ID", "VAT")
    legal = _aggregate(party, "PartyLegalEntity")
    _basic(legal, "RegistrationName", trader.name)
    if trader.enterprise_number and trader.country in REGISTERS:
        _basic(legal, "CompanyID", trader.enterprise_number, schemeID=REGISTERS[trader.country])
    if trader.email:
        _basic(_aggregate(party, "Contact"), "ElectronicMail", trader.email)


def _payment(root: tree.Element, bill: Bill) -> None:
    if not bill.iban or bill.kind == "CreditNote":
        return
    means = _aggregate(root, "PaymentMeans")
    _basic(means, "PaymentMeansCode", TRANSFER)
    if bill.reference:
        _basic(means, "PaymentID", bill.reference)
    account = _aggregate(means, "PayeeFinancialAccount")
    _basic(account, "ID", bill.iban)
    _basic(account, "Name", bill.seller.name)
    if bill.bic:
        _basic(_aggregate(account, "FinancialInstitutionBranch"), "ID", bill.bic)


def _vat(root: tree.Element, bill: Bill) -> None:
    total = _aggregate(root, "TaxTotal")
    _amount(total, "TaxAmount", bill.vat)
    part = _aggregate(total, "TaxSubtotal")
    _amount(part, "TaxableAmount", bill.net)
    _amount(part, "TaxAmount", bill.vat)
    _category(_aggregate(part, "TaxCategory"), bill, reasons=True)


def _category(category: tree.Element, bill: Bill, *, reasons: bool) -> None:
    _basic(category, "ID", bill.category)
    _basic(category, "Percent", f"{bill.rate:.2f}")
    if reasons and bill.category == "AE":
        code, reason = REVERSED
        _basic(category, "TaxExemptionReasonCode", code)
        _basic(category, "TaxExemptionReason", reason)
    _basic(_aggregate(category, "TaxScheme"), "ID", "VAT")


def _totals(root: tree.Element, bill: Bill) -> None:
    total = _aggregate(root, "LegalMonetaryTotal")
    _amount(total, "LineExtensionAmount", bill.net)
    _amount(total, "TaxExclusiveAmount", bill.net)
    _amount(total, "TaxInclusiveAmount", bill.total)
    _amount(total, "PayableAmount", bill.total)


def _item(root: tree.Element, bill: Bill, number: int, item: Item) -> None:
    line = _aggregate(root, f"{bill.kind}Line")
    _basic(line, "ID", str(number))
    counted = "InvoicedQuantity" if bill.kind == "Invoice" else "CreditedQuantity"
    _basic(line, counted, str(item.quantity), unitCode=PIECE)
    _amount(line, "LineExtensionAmount", item.net)
    what = _aggregate(line, "Item")
    if item.why:
        _basic(what, "Description", item.why)
    _basic(what, "Name", item.name)
    _category(_aggregate(what, "ClassifiedTaxCategory"), bill, reasons=False)
    _amount(_aggregate(line, "Price"), "PriceAmount", item.price)

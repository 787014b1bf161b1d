"""Invoices and credit notes of UBL 2: Peppol BIS 3, UBL.BE, EN 16931 in general, and what came before them.

A reader, no validator: whatever says who owes whom how much is read, what looks wrong is told as a warning. What is
needed to say that and is absent or not understood refuses the whole document.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NoReturn

from formats.errors import Unreadable
from formats.markup import Node, parse
from law.identifiers import IdentifierKind, identify

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
COMPONENTS = (f"{UBL}CommonBasicComponents-2", f"{UBL}CommonAggregateComponents-2")
DOCUMENTS = {f"{UBL}Invoice-2": "Invoice", f"{UBL}CreditNote-2": "CreditNote"}
ENVELOPE = "StandardBusinessDocument"  # what Peppol access points wrap a document in
CII = ("CrossIndustryInvoice", "CrossIndustryDocument")  # the other syntax of EN 16931, and ZUGFeRD 1
CURRENCY = "EUR"

_LINES = ("InvoiceLine", "CreditNoteLine")
_KEPT = {
    "CustomizationID",
    "ID",
    "IssueDate",
    "DueDate",
    "InvoiceTypeCode",
    "CreditNoteTypeCode",
    "DocumentCurrencyCode",
    "AccountingSupplierParty",
    "AccountingCustomerParty",
    "PaymentMeans",
    "PaymentTerms",
    "LegalMonetaryTotal",
}
_KNOWN_PROFILES = ("urn:cen.eu:en16931:2017", "urn:www.cenbii.eu:transaction:bii")
_CREDIT_TYPES = frozenset(("81", "83", "261", "296", "308", "381", "396", "420", "458", "532"))  # of UNTDID 1001
_VAT_SCHEMES = frozenset(("VAT", "TVA", "BTW", "MWST", "UST", "IVA", "MOMS"))
_VAT_KINDS: dict[str, IdentifierKind] = {"BE": "be-vat", "FR": "fr-vat"}
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,15})?|\.[0-9]{1,15})", re.ASCII)
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T[0-9:.]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?", re.ASCII)
_CURRENCY_CODE = re.compile(r"[A-Z]{3}", re.ASCII)
_COUNTRY_CODE = re.compile(r"[A-Z]{2}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trader:
    """The seller or the buyer as the document names it. None: not said. `name` is the registered one if given."""

    name: str | None
    trade_name: str | None
    vat: str | None
    legal_id: str | None
    legal_scheme: str | None
    country: str | None
    street: str | None
    postcode: str | None
    city: str | None
    email: str | None
    phone: str | None
    customer_number: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UblInvoice:
    """A document as it was read; amounts as written, signs too. `ibans` are the seller's accounts, IBAN or not."""

    format: str
    profile: str | None
    number: str
    type: str | None
    issue_date: date
    due_date: date | None
    currency: str
    seller: Trader
    buyer: Trader
    total: Decimal | None  # with tax
    prepaid: Decimal | None
    payable: Decimal
    ibans: tuple[str, ...]
    references: tuple[str, ...]
    subject: str | None  # what the first line sells
    warnings: tuple[str, ...]

    @property
    def is_credit(self) -> bool:
        """Whether the seller owes: by the kind of document, by its type, or by its sign."""
        return self.format == "UBL CreditNote" or self.type in _CREDIT_TYPES or self.payable < 0


def read_ubl(data: bytes) -> UblInvoice:
    """Read one document, told by its content.

    Raises Unreadable: the codes of `formats.markup.parse`, not_an_invoice, cii (the other syntax: not read yet),
    missing_field, bad_date, bad_amount, bad_currency; the detail names the element.
    """
    root = parse(data, _Wanted())
    if root.name == ENVELOPE:
        root = next((child for child in root.children if child.name in DOCUMENTS.values()), root)
    if root.name == ENVELOPE:
        raise Unreadable("not_an_invoice", ENVELOPE)
    invoice = _document(root)
    return replace(invoice, warnings=tuple(_warnings(invoice, _first(root, "LegalMonetaryTotal"))))


class _Wanted:
    """The heads of the document and its first line; extensions, signatures, attachments and other lines are dropped."""

    def __init__(self) -> None:
        self._lines = 0

    def __call__(self, path: Sequence[str], space: str) -> bool:
        if len(path) == 1:
            return path[0] == ENVELOPE or _check_root(path[0], space)
        if path[0] != ENVELOPE:
            return self._inside(path[1:], space)
        return DOCUMENTS.get(space) == path[1] if len(path) == 2 else self._inside(path[2:], space)

    def _inside(self, path: Sequence[str], space: str) -> bool:
        if space not in COMPONENTS:
            return False
        if len(path) == 1 and path[0] in _LINES:
            self._lines += 1
            return self._lines == 1
        return len(path) > 1 or path[0] in _KEPT


def _check_root(name: str, space: str) -> bool:
    if DOCUMENTS.get(space) == name:
        return True
    if name in CII:
        raise Unreadable("cii", name)
    raise Unreadable("not_an_invoice", name[:60])


def _document(root: Node) -> UblInvoice:
    """What the elements say. A credit note is due on no day: what stands among its means of payment is passed over."""
    total = _first(root, "LegalMonetaryTotal")
    credit = root.name == "CreditNote"
    due = ("DueDate",) if credit else ("DueDate", "PaymentMeans/PaymentDueDate", "PaymentTerms/PaymentDueDate")
    return UblInvoice(
        format=f"UBL {root.name}",
        profile=root.said("CustomizationID"),
        number=_needed(root, "ID"),
        type=root.said("InvoiceTypeCode", "CreditNoteTypeCode"),
        issue_date=_date(_needed(root, "IssueDate"), "IssueDate"),
        due_date=_date(said, "DueDate") if (said := root.said(*due) or _only_instalment(root)) else None,
        currency=_currency(root, total),
        seller=_trader(_first(root, "AccountingSupplierParty")),
        buyer=_trader(_first(root, "AccountingCustomerParty")),
        total=_amount(total, "TaxInclusiveAmount"),
        prepaid=_amount(total, "PrepaidAmount"),
        payable=_decimal(_needed(total, "PayableAmount"), "PayableAmount"),
        ibans=tuple("".join(iban.split()) for iban in root.texts("PaymentMeans/PayeeFinancialAccount/ID")),
        references=tuple(root.texts("PaymentMeans/PaymentID")),
        subject=root.said(*(f"{line}/Item/{name}" for line in _LINES for name in ("Name", "Description"))),
        warnings=(),
    )


def _only_instalment(root: Node) -> str | None:
    """The day of the one instalment. Where there are several, no one day is the invoice's."""
    days = set(root.texts("PaymentTerms/InstallmentDueDate"))
    return days.pop() if len(days) == 1 and root.name == "Invoice" else None


def _first(node: Node, path: str) -> Node:
    return next(node.all(path), Node("", {}))


def _needed(node: Node, name: str) -> str:
    said = node.said(name)
    if said is None:
        raise Unreadable("missing_field", name)
    return said


def _date(said: str, name: str) -> date:
    try:
        return date.fromisoformat(found[1]) if (found := _DATE.fullmatch(said)) else _bad("bad_date", name)
    except ValueError as error:
        raise Unreadable("bad_date", name) from error


def _bad(code: str, name: str) -> NoReturn:
    raise Unreadable(code, name)


def _amount(total: Node, name: str) -> Decimal | None:
    said = total.said(name)
    return None if said is None else _decimal(said, name)


def _decimal(said: str, name: str) -> Decimal:
    return Decimal(said) if _DECIMAL.fullmatch(said) else _bad("bad_amount", name)


def _currency(root: Node, total: Node) -> str:
    """That of the document; before UBL 2.1 it could be left to the amounts."""
    said = root.said("DocumentCurrencyCode") or _amount_currency(total)
    if said is None:
        raise Unreadable("missing_field", "DocumentCurrencyCode")
    return said if _CURRENCY_CODE.fullmatch(said) else _bad("bad_currency", "DocumentCurrencyCode")


def _amount_currency(total: Node) -> str | None:
    return _first(total, "PayableAmount").attributes.get("currencyID")


# --- seller and buyer


def _trader(role: Node) -> Trader:
    party = _first(role, "Party")
    registered, trading = party.said("PartyLegalEntity/RegistrationName"), party.said("PartyName/Name")
    address = _first(party, "PostalAddress")
    legal = next((node for node in party.all("PartyLegalEntity/CompanyID") if node.text), Node("", {}))
    return Trader(
        name=registered or trading or _person(party),
        trade_name=trading,
        vat=_vat(party),
        legal_id=legal.text or None,
        legal_scheme=legal.attributes.get("schemeID"),
        country=_country(address),
        street=_street(address),
        postcode=address.said("PostalZone"),
        city=address.said("CityName"),
        email=_email(party),
        phone=party.said("Contact/Telephone"),
        customer_number=role.said("SupplierAssignedAccountID") or _given_number(party),
    )


def _person(party: Node) -> str | None:
    names = (party.said("Person/FirstName"), party.said("Person/FamilyName"))
    return " ".join(filter(None, names)) or None


def _vat(party: Node) -> str | None:
    """The number under the scheme of VAT. Other schemes hold other taxes, or sentences (“approved for F-tax”)."""
    for registration in party.all("PartyTaxScheme"):
        number = registration.said("CompanyID")
        scheme = registration.said("TaxScheme/ID")
        if number and (scheme is None or scheme.upper() in _VAT_SCHEMES):
            return number
    return None


def _country(address: Node) -> str | None:
    said = address.said("Country/IdentificationCode")
    return said.upper() if said and _COUNTRY_CODE.fullmatch(said.upper()) else None


def _street(address: Node) -> str | None:
    """Street and number, then what follows; or the free lines of an address without parts."""
    street = " ".join(filter(None, (address.said("StreetName"), address.said("BuildingNumber"))))
    parts = [part for part in (street, address.said("AdditionalStreetName")) if part]
    return ", ".join(parts or address.texts("AddressLine/Line")) or None


def _email(party: Node) -> str | None:
    """Of the contact; else the address that the document is delivered to, when it is one."""
    endpoint = party.said("EndpointID")
    return party.said("Contact/ElectronicMail") or (endpoint if endpoint and "@" in endpoint else None)


def _given_number(party: Node) -> str | None:
    """The identification without a scheme: nobody's list but the seller's own."""
    plain = (node for node in party.all("PartyIdentification/ID") if "schemeID" not in node.attributes)
    return next((node.text for node in plain if node.text), None)


# --- what looks wrong


def _warnings(invoice: UblInvoice, total: Node) -> Iterator[str]:
    """Stable codes, each at most once."""
    yield from _profile_warnings(invoice)
    yield from _trader_warnings(invoice)
    if invoice.due_date is None and not invoice.is_credit:
        yield "due_missing"
    elif invoice.due_date and invoice.due_date < invoice.issue_date:
        yield "due_before_issue"
    if not all(identify("iban", iban).valid for iban in invoice.ibans):
        yield "iban_checksum"
    yield from _amount_warnings(invoice, total)


def _profile_warnings(invoice: UblInvoice) -> Iterator[str]:
    if invoice.profile is None:
        yield "profile_missing"
    elif not invoice.profile.startswith(_KNOWN_PROFILES):
        yield "profile_unknown"
    if invoice.type is None:
        yield "type_missing"
    elif (invoice.type in _CREDIT_TYPES) != (invoice.format == "UBL CreditNote"):
        yield "type_mismatch"


def _trader_warnings(invoice: UblInvoice) -> Iterator[str]:
    if invoice.seller.name is None:
        yield "seller_missing"
    if invoice.buyer.name is None:
        yield "buyer_missing"
    if invoice.seller.vat is None:
        yield "vat_missing"
    if any(_is_bad_vat(trader) for trader in (invoice.seller, invoice.buyer)):
        yield "vat_checksum"


def _is_bad_vat(trader: Trader) -> bool:
    kind = _VAT_KINDS.get((trader.vat or "")[:2].upper())
    return kind is not None and trader.vat is not None and not identify(kind, trader.vat).valid


def _amount_warnings(invoice: UblInvoice, total: Node) -> Iterator[str]:
    if invoice.currency != CURRENCY:
        yield "currency_not_eur"
    if _amount_currency(total) not in (None, invoice.currency):
        yield "currency_mismatch"
    if invoice.payable < 0 or (invoice.total or 0) < 0:
        yield "negative_total"
    rounding = _amount(total, "PayableRoundingAmount") or 0
    if invoice.total is not None and invoice.total - (invoice.prepaid or 0) + rounding != invoice.payable:
        yield "payable_mismatch"

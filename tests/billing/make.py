"""Rows of billing for tests that look at pages."""

from decimal import Decimal
from itertools import count
from typing import Any

from billing.models import Fee, Invoice, InvoiceLine, Tariff, TariffLine
from billing.rules.prices import Price
from billing.services import tariffs
from clients.models import Contract
from tests.world import DAY, NOW

_next = count(1)
SINGLE = Price(code="paynow-single", stage="paynow", kind="fixed", value=Decimal("10.00"), due="order", quantity=1)
PACK = Price(
    code="paynow-pack-25",
    stage="paynow",
    kind="fixed",
    value=Decimal("175.00"),
    due="order",
    quantity=25,
    valid_months=12,
)
SUCCESS = Price(
    code="amicable-success",
    stage="amicable",
    kind="percent",
    value=Decimal("10.00"),
    due="recovery",
    cap=Decimal("250.00"),
    why="Brochure",
)


def tariff(*prices: Price, code: str = "standard") -> Tariff:
    """The default tariff of the agency in force, or another by its short name."""
    given = {"prices": prices or (SINGLE, PACK, SUCCESS), "since": DAY, "at": NOW}
    if code == "standard":
        return tariffs.install(name="ACCESS", **given)
    made = tariffs.make(code=code, name=code.title(), **given)
    assert isinstance(made, Tariff)
    return made


def side_of(row: Any) -> dict[str, str]:
    """A legal person as an invoice keeps it."""
    names = ("name", "country", "street", "postcode", "city", "email", "enterprise_number", "vat_number")
    more = {"legal_form": "", "phone": "", "own_iban": "BE68539007547034", "own_bic": ""}
    return {name: getattr(row, name) for name in names} | more


def invoice(of: Contract, **fields: Any) -> Invoice:
    """An issued invoice of 50.00 EUR, with one line."""
    given = {"number": next(_next), "year": 2026, "issued_on": DAY, "due_on": DAY, "drawn_at": NOW}
    given |= {"net": Decimal(50), "vat": Decimal("10.50"), "total": Decimal("60.50"), "vat_rate": Decimal(21)}
    given |= {"vat_category": "S", "seller": side_of(of.entity), "buyer": side_of(of.creditor)} | fields
    made = Invoice.objects.create(party_id=of.party_id, creditor=of.creditor, entity=of.entity, **given)
    line = {"position": 1, "code": "joining", "text": "Joining fee", "quantity": 1, "price": 50, "net": 50}
    InvoiceLine.objects.create(party_id=of.party_id, invoice=made, **line)
    return made


def fee(of: Contract, **fields: Any) -> Fee:
    """A fee of 10.00 EUR that waits to be invoiced."""
    line = TariffLine.objects.filter(code="paynow-single").first()
    if line is None:
        tariff()
        line = TariffLine.objects.get(code="paynow-single")
    given = {"code": line.code, "stage": line.stage, "on": DAY, "bill_on": DAY, "amount": Decimal(10), "made_at": NOW}
    given |= {"source": f"test:{next(_next)}", "line": line} | fields
    return Fee.objects.create(party_id=of.party_id, contract=of, entity_id=of.entity_id, **given)

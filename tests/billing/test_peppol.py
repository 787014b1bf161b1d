"""Whatever invoice is written passes EN 16931 and the rules of Peppol, offline; without an address none is written."""

from datetime import date, timedelta
from decimal import Decimal

import facturx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agencies.scope import acting_for
from billing.models import Invoice
from billing.rules.vat import Vat
from files.services import read
from formats.einvoicing import validate_ubl
from formats.factur_x import cross_industry
from formats.peppol import Bill, Item, Trader, reachable, written
from tests.billing.conftest import FRENCH as FRENCH_CREDITOR
from tests.billing.conftest import SIGNED

DAY = date(2026, 3, 2)
BELGIAN = Trader(
    name="CREANSYS", street="Rue 1", postcode="7000", city="Mons", country="BE",
    vat_number="BE0403170701", enterprise_number="0403170701", email="a@b.example",
)  # fmt: skip
FRENCH = Trader(
    name="Remparts & Fils", street="14 rue <des> Glacis", postcode="59300", city="Valenciennes", country="FR",
    vat_number="FR44732829320", enterprise_number="732829320",
)  # fmt: skip
NUMBERLESS = Trader(name="Jean", street="Rue 2", postcode="75000", city="Paris", country="FR")
AMOUNTS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("99999.99"), places=2)


@st.composite
def bills(draw) -> Bill:
    seller, buyer, category, rate = draw(
        st.sampled_from(
            [(BELGIAN, BELGIAN, "S", "21.00"), (BELGIAN, FRENCH, "AE", "0.00"), (FRENCH, FRENCH, "S", "20.00")]
        )
    )
    priced = draw(st.lists(st.tuples(AMOUNTS, st.integers(1, 30)), min_size=1, max_size=6))
    items = [Item(name="Prix", why="1 000,00 €", quantity=n, price=price, net=n * price) for price, n in priced]
    net = sum((item.net for item in items), Decimal("0.00"))
    vat = Vat(category, Decimal(rate), "x").on(net)
    kind = draw(st.sampled_from(["Invoice", "CreditNote"]))
    return Bill(
        kind=kind, number="2026-00001", issued_on=DAY, due_on=DAY + timedelta(30), seller=seller, buyer=buyer,
        asked_by="C0001", category=category, rate=Decimal(rate), net=net, vat=vat, total=net + vat, items=items,
        iban="BE68539007547034", reference="+++000/0000/00101+++",
        corrects=("2026-00000", DAY) if kind == "CreditNote" else None,
    )  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(bills())
def test_every_invoice_passes_the_official_rules(bill):
    assert validate_ubl(written(bill)) == ()


def test_what_is_taken_back_on_an_invoice_counts_below_zero():
    items = [
        Item(name="a", why="", quantity=1, price=Decimal(100), net=Decimal(100)),
        Item(name="b", why="", quantity=-1, price=Decimal(40), net=Decimal(-40)),
    ]
    sums = {"net": Decimal(60), "vat": Decimal("12.60"), "total": Decimal("72.60")}
    bill = Bill(
        kind="Invoice", number="1", issued_on=DAY, due_on=DAY, seller=BELGIAN, buyer=BELGIAN, asked_by="C1",
        category="S", rate=Decimal(21), items=items, **sums,
    )  # fmt: skip
    assert validate_ubl(written(bill)) == ()


def test_who_has_no_number_is_not_on_the_network():
    bill = Bill(
        kind="Invoice", number="1", issued_on=DAY, due_on=DAY, seller=BELGIAN, buyer=NUMBERLESS, asked_by="C1",
        category="S", rate=Decimal(21), items=[], net=Decimal(1), vat=Decimal(0), total=Decimal(1),
    )  # fmt: skip
    assert not reachable(bill)
    with pytest.raises(ValueError, match="Jean has no address"):
        written(bill)


@settings(max_examples=10, deadline=None)
@given(bills())
def test_every_invoice_fits_the_schema_of_factur_x(bill):
    assert facturx.xml_check_xsd(cross_industry(bill), "factur-x", "en16931")


@pytest.mark.real_commits
def test_the_french_entity_sends_factur_x(books):
    books.sign(entity="CREANSYS France", **FRENCH_CREDITOR)
    books.day(SIGNED)
    with acting_for(books.agency.pk):
        invoice = Invoice.objects.select_related("file").get()
        name, xml = facturx.get_xml_from_pdf(read(invoice.file), check_xsd=True)
    assert (name, invoice.label.encode() in xml) == ("factur-x.xml", True)

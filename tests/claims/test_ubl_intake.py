"""A structured invoice goes the way of any row: judged, shown, loaded once; and it must be the creditor's own."""

from datetime import date
from decimal import Decimal as D

import pytest

from agencies.scope import acting_for
from claims.intake.seller import Seller, not_the_seller, register_numbers
from claims.models import Claim, Import, ImportRow
from claims.services import handing
from claims.services.intake import Refused, import_file, judge_file
from formats.invoices import NewInvoice
from tests import world
from tests.claims.make import ON
from tests.formats.make_ubl import BUYER_NUMBER, SELLER_NUMBER, trader, ubl

MEUBLES = Seller("Meubles SA", frozenset((SELLER_NUMBER.lstrip("0"),)))


@pytest.fixture
def ours(db):
    side = world.side("ours")
    with acting_for(side.pk):
        type(side.creditor).objects.update(name="Meubles SA", enterprise_number=SELLER_NUMBER)
        side.creditor.refresh_from_db()
    return side


def send(side, data, name="facture.xml"):
    with acting_for(side.pk):
        return import_file(data=data, name=name, contract=side.contract, on=ON, at=world.NOW)


def said(side, data):
    """(code, severity) of everything said of the one row."""
    with acting_for(side.pk):
        [row] = judge_file(data=data, name="facture.xml", creditor=side.creditor, on=ON).rows
    return {(finding.code, finding.severity) for finding in row.findings}


def test_a_structured_invoice_becomes_a_claim(ours):
    made = send(ours, ubl())
    assert (made.rows, made.ready, made.claims, made.amount) == (1, 1, 1, D("100.00"))
    with acting_for(ours.pk):
        claim = Claim.objects.get(source=made)
        item = claim.items.get()
        assert (claim.debtor.name, claim.debtor_kind, claim.debtor.city) == ("Durand SRL", "business", "Bruxelles")
        assert (claim.debtor.vat_number, claim.debtor.email) == (f"BE{BUYER_NUMBER}", "pay@buyer.example")
        assert (item.number, item.issued_on, item.due_on) == ("V-2026-17", date(2026, 1, 2), date(2026, 2, 1))
        assert (item.total, item.balance, item.description) == (D("121.00"), D("100.00"), "Chairs & tables")
        assert (made.file.mime, made.name) == ("application/xml", "facture.xml")


def test_the_same_invoice_twice_makes_one_claim(ours):
    send(ours, ubl())
    again = send(ours, ubl(encoding="utf-16"), name="copie.xml")
    assert (again.claims, again.duplicates) == (0, 1)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"root": "CreditNote"}, "credit_note"),
        ({"amounts": {"PayableAmount": "-100.00"}}, "credit_note"),
        ({"DocumentCurrencyCode": "USD"}, "currency"),
        ({"DueDate": None}, "missing"),
        ({"amounts": {"PayableAmount": "0"}}, "nothing_due"),
        ({"DueDate": "2026-12-01"}, "not_due"),
        ({"seller": trader("Autre SA", BUYER_NUMBER)}, "seller_not_creditor"),
    ],
)
def test_what_is_no_claim_is_refused_with_its_reason(ours, given, code):
    assert (code, "error") in said(ours, ubl(**given))


def test_an_account_with_a_wrong_checksum_is_remarked(ours):
    assert said(ours, ubl(iban="BE68539007547035")) == {("bad_iban", "warning")}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"seller_vat_number": f"BE{SELLER_NUMBER}"}, []),
        ({"seller_enterprise_number": SELLER_NUMBER.removeprefix("0")}, []),
        ({"seller_name": "Autre SA", "seller_vat_number": f"BE{SELLER_NUMBER}"}, []),
        ({"seller_name": "MEUBLES S.A."}, ["seller_other_name"]),
        ({"seller_name": "meubles  sa"}, []),
        ({"seller_vat_number": f"BE{BUYER_NUMBER}", "seller_name": "Meubles SA"}, ["seller_not_creditor"]),
        ({}, []),
    ],
)
def test_the_seller_is_the_creditor_by_number_or_by_name(given, expected):
    assert [finding.code for finding in not_the_seller(NewInvoice(**given), MEUBLES)] == expected


def test_french_numbers_of_one_firm_are_one():
    assert register_numbers("FR 83 404 833 048", "404 833 048", "40483304800022", None, "") == {"404833048"}


def test_a_refused_invoice_leaves_as_a_row_to_mend(ours):
    made = send(ours, ubl(DueDate=None))
    assert (made.claims, made.refused) == (0, 1)
    with acting_for(ours.pk):
        heading, row = handing.refused_csv(made=made).decode("utf-8-sig").splitlines()
        assert heading.startswith("Numéro de facture;Nom du débiteur")
        mended = "\n".join((heading, row.replace("2026-01-02;;", "2026-01-02;01/02/2026;"))).encode()
        assert ImportRow.objects.get(source=made).values[0] == "V-2026-17"
    assert send(ours, mended, name="corrige.csv").claims == 1


def test_a_kept_invoice_is_shown_before_it_is_signed(ours):
    with acting_for(ours.pk):
        kept = handing.receive(data=ubl(), name="facture.xml", party_id=ours.creditor.party_id)
        shown = handing.preview(file=kept, creditor=ours.creditor, on=ON)
        assert (shown.sheet.kind, shown.judged.claims, shown.columns.unrecognised) == ("ubl", 1, ())


def test_another_document_is_refused_whole(ours):
    assert send(ours, b"<Order xmlns='urn:x'/>") == Refused("not_an_invoice", "Order")
    with acting_for(ours.pk):
        assert not Import.objects.filter(name="facture.xml").exists()

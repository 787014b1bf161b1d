"""From the debtor's payment to the agency's fee, told in full: each story ends with both ledgers, to the cent."""

from datetime import date
from decimal import Decimal

import pytest

from agencies.models import Entity
from agencies.scope import acting_for
from amicable.models import Instalment, Plan
from billing.models import Invoice
from billing.services.drawing import credit_in_full
from billing.services.packs import Order, buy
from claims.services import lifecycle
from clients.services import reserve_paynow
from funds.services.attributing import to_return
from tests import world
from tests.billing.conftest import FRENCH, SIGNED, Books, noon
from tests.billing.house import OWN, House, bill, opened
from tests.funds.make import line

pytestmark = pytest.mark.real_commits
MARCH, NEXT, APRIL, MAY = date(2026, 3, 10), date(2026, 3, 11), date(2026, 4, 1), date(2026, 5, 4)


@pytest.fixture
def house(books: Books) -> House:
    return opened(books)


def test_amicable_recovery_with_its_cap(house):
    books = house.books
    claim = books.claim(books.sign())
    house.debtor_pays(claim, "3000.00", MARCH)
    house.remits(NEXT)
    books.day(APRIL)
    # joining 50.00, and 10 % of 3 000.00 is 300.00, stops at 250.00: 300.00 and 21 % make 363.00
    house.ends_with(own_invoices="363.00", own_fees="-300.00", own_vat="-63.00")
    house.creditor_pays(bill(house), "363.00", date(2026, 4, 20))
    assert (bill(house).paid_on, bill(house).paid_by) == (date(2026, 4, 20), "bank")
    house.ends_with(own_bank="363.00", own_fees="-300.00", own_vat="-63.00")


def test_both_stages_with_both_caps(house):
    books = house.books
    claim = books.claim(books.sign())
    house.debtor_pays(claim, "3000.00", MARCH)
    books.moves(claim, "judicial", NEXT)
    house.debtor_pays(claim, "6000.00", APRIL)
    house.remits(date(2026, 4, 2))
    books.day(MAY)
    assert books.fees(claim=claim) == [Decimal("250.00"), Decimal("1000.00")]
    # 50.00 + 250.00 + 1 000.00 = 1 300.00; 21 %: 273.00
    house.ends_with(own_invoices="1573.00", own_fees="-1300.00", own_vat="-273.00")


def test_an_overpayment_goes_back_and_bears_no_fee(house):
    books = house.books
    claim = books.claim(books.sign(), owed="1000.00")
    got = house.debtor_pays(claim, "1200.00", MARCH)
    with acting_for(books.agency.pk):
        assert to_return(receipt_id=got.pk, amount=Decimal("200.00"), on=MARCH, at=noon(MARCH)) is None
    house.remits(NEXT)
    house.ends_with(trust_bank="200.00", trust_to_return="-200.00")
    house.bank(line("-200.00", "Retour", NEXT, iban=got.payer_iban))
    books.day(APRIL)
    # 50.00 + 10 % of 1 000.00 = 150.00; 21 %: 31.50
    house.ends_with(own_invoices="181.50", own_fees="-150.00", own_vat="-31.50")


def test_a_payment_returned_after_its_remittance_is_asked_back_and_its_fee_credited(house):
    books = house.books
    claim = books.claim(books.sign())
    got = house.debtor_pays(claim, "1000.00", MARCH)
    house.remits(NEXT)
    books.day(APRIL)
    house.bank(line("-1000.00", "Retour", APRIL, ref=got.end_to_end[:-1], iban=got.payer_iban, back="AC04"))
    books.day(MAY)
    # invoiced 150.00 and 31.50; credited 100.00 and 21.00; the entity puts in what had left, the creditor owes it
    house.ends_with(
        trust_bank="-1000.00", trust_cover="1000.00", own_receivable="1000.00", own_owed_to_trust="-1000.00",
        own_invoices="60.50", own_fees="-50.00", own_vat="-10.50",
    )  # fmt: skip


def test_a_plan_paid_early_in_the_judicial_stage_counts_as_amicable(house):
    books = house.books
    claim = books.claim(books.sign(), owed="1000.00")
    with acting_for(books.agency.pk):
        plan = {"state": "met", "asked_on": MARCH, "agreed_on": MARCH, "agreed_stage": "amicable", "asked_by": "debtor"}
        made = Plan.objects.create(claim=claim, party_id=claim.party_id, way="call", ended_on=APRIL, **plan)
        given = {"position": 1, "due_on": date(2026, 6, 1), "amount": Decimal(1000)}
        Instalment.objects.create(plan=made, claim=claim, party_id=claim.party_id, **given)
    books.moves(claim, "judicial", NEXT)
    house.debtor_pays(claim, "1000.00", date(2026, 3, 20))
    house.remits(date(2026, 3, 23))
    books.day(APRIL)
    # 50.00 + 10 % of 1 000.00, not 20 %
    house.ends_with(own_invoices="181.50", own_fees="-150.00", own_vat="-31.50")


def test_a_direct_payment_never_touches_the_trust(house):
    books = house.books
    claim = books.claim(books.sign())
    with acting_for(books.agency.pk):
        declared = {"kind": "payment", "value_on": MARCH, "amount": Decimal(400), "source": "declared:1"}
        lifecycle.credit(claim_id=claim.pk, at=noon(MARCH), **declared)
    books.day(APRIL)
    # 50.00 + 40.00 = 90.00; 21 %: 18.90
    house.ends_with(own_invoices="108.90", own_fees="-90.00", own_vat="-18.90")


def test_an_exhausted_pack_and_what_follows(house):
    books = house.books
    contract = books.sign()
    with acting_for(books.agency.pk):
        for order in (Order("paynow-pack-25", 25, Decimal(175), "a"), Order("paynow-single", 1, Decimal(10), "b")):
            buy(contract=contract, order=order, on=MARCH, at=noon(MARCH))
        wanted = [f"claim:{n}" for n in range(27)]
        assert len(reserve_paynow(party_id=contract.party_id, sources=wanted, at=noon(MARCH))) == 26
    books.day(MARCH)
    # 50.00 + 175.00 + 10.00 = 235.00; 21 %: 49.35
    house.ends_with(own_invoices="284.35", own_fees="-235.00", own_vat="-49.35")


def test_a_french_creditor_of_the_belgian_entity_owes_the_vat_itself(house):
    books = house.books
    claim = books.claim(books.sign(**FRENCH))
    house.debtor_pays(claim, "1000.00", MARCH)
    house.remits(NEXT)
    books.day(APRIL)
    house.ends_with(own_invoices="150.00", own_fees="-150.00")


def test_a_french_creditor_of_the_french_entity_pays_20_per_cent(house):
    books = house.books
    books.sign(entity="CREANSYS France", **FRENCH)
    books.day(SIGNED)
    with acting_for(books.agency.pk):
        house.entity = Entity.objects.get(name="CREANSYS France")
    house.ends_with(own_invoices="60.00", own_fees="-50.00", own_vat="-10.00")


def test_what_is_set_off_pays_the_invoice_and_is_swept(house):
    books = house.books
    claim = books.claim(house.with_set_off())
    books.day(SIGNED)
    house.debtor_pays(claim, "1000.00", MARCH)
    house.remits(NEXT)
    assert (bill(house).paid, bill(house).paid_by) == (Decimal("60.50"), "set_off")
    # 939.50 left for the creditor; the 60.50 of its invoice wait in the trust account
    due = {"trust_bank": "60.50", "trust_withheld": "-60.50", "own_due_from_trust": "60.50"}
    house.ends_with(**due, own_fees="-50.00", own_vat="-10.50")
    house.bank(line("-60.50", "Honoraires", NEXT, iban=OWN))
    house.bank(line("60.50", "Honoraires", NEXT, iban=world.TRUST_IBAN), iban=OWN)
    house.ends_with(own_bank="60.50", own_fees="-50.00", own_vat="-10.50")


def test_without_the_clause_the_creditor_gets_all_of_it(house):
    books = house.books
    claim = books.claim(books.sign())
    books.day(SIGNED)
    house.debtor_pays(claim, "1000.00", MARCH)
    house.remits(NEXT)
    house.ends_with(own_invoices="60.50", own_fees="-50.00", own_vat="-10.50")


def test_what_paid_an_invoice_and_is_taken_back_is_owed_by_the_creditor(house):
    books = house.books
    claim = books.claim(house.with_set_off())
    books.day(SIGNED)
    got = house.debtor_pays(claim, "1000.00", MARCH)
    house.remits(NEXT)
    house.bank(line("-1000.00", "Retour", NEXT, ref=got.end_to_end[:-1], iban=got.payer_iban, back="AC04"))
    # 939.50 had left and 60.50 had paid the invoice: the creditor owes 1 000.00
    house.ends_with(
        trust_bank="-939.50", trust_cover="939.50", own_receivable="1000.00", own_owed_to_trust="-939.50",
        own_fees="-50.00", own_vat="-10.50",
    )  # fmt: skip


def test_an_invoice_is_paid_in_parts_and_too_much_stays_to_be_explained(house):
    books = house.books
    books.sign()
    books.day(SIGNED)
    house.creditor_pays(bill(house), "20.50", MARCH)
    assert (bill(house).left, bill(house).paid_on) == (Decimal("40.00"), None)
    house.ends_with(own_bank="20.50", own_invoices="40.00", own_fees="-50.00", own_vat="-10.50")
    house.creditor_pays(bill(house), "45.00", NEXT)
    assert (bill(house).left, bill(house).paid_on) == (Decimal(0), NEXT)
    house.ends_with(own_bank="65.50", own_unexplained="-5.00", own_fees="-50.00", own_vat="-10.50")


def test_a_credit_note_closes_what_it_takes_back(house):
    books = house.books
    books.sign()
    books.day(SIGNED)
    with acting_for(books.agency.pk):
        credit_in_full(invoice=Invoice.objects.get(), reason="Geste commercial", at=noon(MARCH))
    books.day(MARCH)
    assert (bill(house, 0).paid_on, bill(house, 0).paid_by) == (MARCH, "credit_note")
    house.ends_with()

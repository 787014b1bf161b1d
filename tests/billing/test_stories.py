"""What creditors pay for, told so that an accountant can follow each figure."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail

from agencies.models import Entity
from agencies.scope import acting_for
from amicable.models import Action, Instalment, Plan
from billing.models import Fee, Invoice, Tariff
from billing.queries.due import acts_to_charge
from billing.queries.tariffs import prices_for
from billing.services.charging import certified, charge_act, opened
from billing.services.drawing import credit_in_full
from billing.services.packs import Order, buy
from billing.services.tariffs import give, new_version
from claims.events import ClaimCertified, ImportAccepted
from claims.rules import HoldKind
from claims.services.lifecycle import credit, hold
from claims.services.reversing import reverse
from clients.services import reserve_paynow
from files.services import read
from tests import world
from tests.billing.conftest import FRENCH, SIGNED, noon

pytestmark = pytest.mark.real_commits
MARCH, APRIL = date(2026, 3, 10), date(2026, 4, 1)


def euros(*amounts: str) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]


def test_joining_costs_fifty_euros_at_the_signature(books):
    books.sign()
    assert books.fees() == euros("50.00")
    books.day(SIGNED)
    (invoice,) = books.invoices()
    assert (invoice.label, invoice.net, invoice.vat, invoice.total) == ("2026-00001", *euros("50.00", "10.50", "60.50"))


def test_ten_per_cent_in_the_amicable_stage_and_never_above_250(books):
    claim = books.claim(books.sign())
    for amount in ("1200.00", "1200.00", "1200.00"):
        books.pays(claim, amount, MARCH)
    # 120.00 of 1 200.00; 240.00 of 2 400.00; 360.00 of 3 600.00 stops at 250.00
    assert books.fees(claim=claim) == euros("120.00", "120.00", "10.00")


def test_each_stage_has_its_own_cap(books):
    claim = books.claim(books.sign())
    books.pays(claim, "3000.00", MARCH)
    books.moves(claim, "judicial", MARCH + timedelta(days=1))
    books.pays(claim, "6000.00", MARCH + timedelta(days=30))
    # amicable: 300.00 stops at 250.00; judicial: 20 % of 6 000.00 is 1 200.00, stops at 1 000.00
    assert books.fees(claim=claim) == euros("250.00", "1000.00")


def test_money_of_an_earlier_value_date_counts_in_the_earlier_stage(books):
    claim = books.claim(books.sign())
    books.moves(claim, "judicial", MARCH)
    books.pays(claim, "1000.00", MARCH - timedelta(days=3))
    assert books.fees(claim=claim) == euros("100.00")


def test_paynow_brings_no_fee(books):
    claim = books.claim(books.sign(), "paynow")
    books.pays(claim, "1000.00", MARCH)
    assert books.fees(claim=claim) == []


def test_no_fee_on_what_was_paid_too_much(books):
    claim = books.claim(books.sign(), owed="1000.00")
    books.pays(claim, "1500.00", MARCH)
    # 1 000.00 were owed: 100.00; the 500.00 go back to the debtor
    assert books.fees(claim=claim) == euros("100.00")


def test_a_payment_returned_by_the_bank_takes_its_fee_back(books):
    claim = books.claim(books.sign())
    books.pays(claim, "1000.00", MARCH)
    credit = books.pays(claim, "500.00", MARCH)
    with acting_for(books.agency.pk):
        reverse(credit_id=credit.pk, value_on=APRIL, at=noon(APRIL), source="return:1")
    assert books.fees(claim=claim) == euros("100.00", "50.00", "-50.00")


def test_no_fee_from_the_day_of_insolvency(books):
    claim = books.claim(books.sign())
    books.pays(claim, "1000.00", MARCH)
    books.pays(claim, "500.00", APRIL)
    with acting_for(books.agency.pk):
        hold(claim_id=claim.pk, kind=HoldKind.INSOLVENCY, since=APRIL, reason="judgment", at=noon(APRIL))
    books.pays(claim, "300.00", APRIL + timedelta(days=30))
    # the 100.00 of before stay; the 50.00 of the day itself are taken back; the dividend bears none
    assert books.fees(claim=claim) == euros("100.00", "50.00", "-50.00")


def test_a_belgian_invoice_of_the_month_bears_21_per_cent(books):
    contract = books.sign()
    books.day(SIGNED)
    for owed in ("1000.00", "355.50"):
        books.pays(books.claim(contract, owed=owed), owed, MARCH)
    assert books.day(MARCH)["drawn"] == 0  # once a month
    books.day(APRIL)
    invoice = books.invoices()[1]
    # 10 % of 1 000.00 and of 355.50: 100.00 + 35.55 = 135.55; 21 %: 28.4655
    assert (invoice.net, invoice.vat, invoice.total) == tuple(euros("135.55", "28.47", "164.02"))
    assert (invoice.vat_rate, invoice.vat_category, invoice.label) == (Decimal(21), "S", "2026-00002")


def test_a_french_creditor_of_the_belgian_entity_owes_the_vat_itself(books):
    books.sign(**FRENCH)
    books.day(SIGNED)
    (invoice,) = books.invoices()
    assert (invoice.vat_category, invoice.vat, invoice.total) == ("AE", *euros("0.00", "50.00"))
    assert "art. 44 et 196" in invoice.vat_source


def test_without_a_valid_number_a_french_creditor_bears_the_issuers_rate(books):
    books.sign(**FRENCH | {"vat_number": "FR99732829320"})
    books.day(SIGNED)
    assert [(one.vat_category, one.total) for one in books.invoices()] == [("S", Decimal("60.50"))]


def test_a_french_creditor_of_the_french_entity_bears_20_per_cent(books):
    books.sign(entity="CREANSYS France", **FRENCH)
    books.day(SIGNED)
    (invoice,) = books.invoices()
    assert (invoice.vat_rate, invoice.total, invoice.label) == (Decimal(20), Decimal("60.00"), "2026-00001")


def test_each_entity_and_year_counts_from_one_without_gaps(books):
    for n in range(2):
        books.sign(on=SIGNED, number=f"B{n}")
        books.sign(entity="CREANSYS France", number=f"F{n}", **FRENCH)
    books.day(SIGNED)
    books.sign(on=date(2027, 1, 4), number="B9")
    books.day(date(2027, 1, 4))
    with acting_for(books.agency.pk):
        first = Entity.objects.order_by("pk")[0]
        labels = [one.label for one in books.invoices(entity=first)]
    assert labels == ["2026-00001", "2026-00002", "2027-00001"]


def test_more_taken_back_than_earned_makes_a_credit_note(books):
    claim = books.claim(books.sign())
    credit = books.pays(claim, "1000.00", MARCH)
    books.day(APRIL)
    with acting_for(books.agency.pk):
        reverse(credit_id=credit.pk, value_on=APRIL, at=noon(APRIL), source="return:1")
    books.day(date(2026, 5, 1))
    invoice, note = books.invoices()
    assert (note.kind, note.label, note.net, note.corrects) == ("credit_note", "NC-2026-00001", Decimal(100), invoice)


def test_an_invoice_credited_in_full_is_not_charged_again(books):
    claim = books.claim(books.sign())
    books.pays(claim, "1000.00", MARCH)
    books.day(APRIL)
    with acting_for(books.agency.pk):
        credit_in_full(invoice=Invoice.objects.get(), reason="Geste commercial", at=noon(APRIL))
    books.pays(claim, "500.00", APRIL)
    with acting_for(books.agency.pk):
        assert sum(Fee.objects.filter(invoice=None).values_list("amount", flat=True)) == Decimal("50.00")


def test_the_creditor_gets_its_invoice_with_the_reasons(books):
    claim = books.claim(books.sign())
    books.pays(claim, "1000.00", MARCH)
    books.day(APRIL)
    (message,) = mail.outbox
    assert "2026-00001" in message.subject
    assert [mime for *_, mime in message.attachments] == ["application/pdf", "application/xml"]
    with acting_for(books.agency.pk):
        line = Invoice.objects.get().lines.get(code="amicable-success")
    told = f"Dossier {claim.number} : 1 000,00 € reçus en phase amiable ; 10 % des sommes reçues, au plus 250,00 €"
    assert line.why.replace("\u00a0", " ").replace("\u202f", " ").startswith(told)


def test_an_unpaid_invoice_is_reminded_of_twice(books):
    books.sign()
    books.day(SIGNED)
    due = books.invoices()[0].due_on
    done = [books.day(due + timedelta(days=days))["reminded"] for days in (1, 7, 8, 21, 40)]
    assert done == [0, 1, 0, 1, 0]


def test_a_day_done_twice_does_nothing_the_second_time(books):
    books.pays(books.claim(books.sign()), "1000.00", MARCH)
    books.day(APRIL)
    again = books.day(APRIL)
    assert {key: count for key, count in again.items() if count and key != "ranked"} == {}


def test_a_plan_paid_early_counts_where_it_was_agreed(books):
    claim = books.claim(books.sign())
    with acting_for(books.agency.pk):
        plan = {"state": "met", "asked_on": MARCH, "agreed_on": MARCH, "agreed_stage": "amicable", "asked_by": "debtor"}
        made = Plan.objects.create(claim=claim, party_id=claim.party_id, way="call", ended_on=APRIL, **plan)
        given = {"position": 1, "due_on": date(2026, 6, 1), "amount": Decimal(1000)}
        Instalment.objects.create(plan=made, claim=claim, party_id=claim.party_id, **given)
    books.moves(claim, "judicial", MARCH + timedelta(days=5))
    books.pays(claim, "1000.00", APRIL)
    # the plan was agreed in the amicable stage: 10 %, although the file is in the judicial one (20 %)
    assert books.fees(claim=claim) == euros("100.00")


def test_a_direct_payment_that_the_creditor_declares_counts_too(books):
    claim = books.claim(books.sign())
    with acting_for(books.agency.pk):
        declared = {"kind": "payment", "value_on": MARCH, "amount": Decimal(400), "source": "declared:1"}
        credit(claim_id=claim.pk, at=noon(MARCH), **declared)
    assert books.fees(claim=claim) == euros("40.00")


def test_credit_notes_and_waivers_bear_no_fee(books):
    claim = books.claim(books.sign())
    with acting_for(books.agency.pk):
        for kind in ("credit_note", "waiver"):
            told = {"kind": kind, "value_on": MARCH, "amount": Decimal(400), "source": kind}
            credit(claim_id=claim.pk, at=noon(MARCH), **told)
    assert books.fees(claim=claim) == []


def test_a_certificate_costs_fifteen_euros_once(books):
    claim = books.claim(books.sign())
    with acting_for(books.agency.pk):
        for _twice in range(2):
            certified(ClaimCertified(claim.pk, MARCH, noon(MARCH)))
    assert books.fees(claim=claim) == euros("15.00")


def test_an_exhausted_pack_is_followed_by_single_paynow_at_their_price(books):
    contract = books.sign()
    with acting_for(books.agency.pk):
        for order in (Order("paynow-pack-25", 25, Decimal(175), "a"), Order("paynow-single", 3, Decimal(30), "b")):
            buy(contract=contract, order=order, on=MARCH, at=noon(MARCH))
        sources = [f"claim:{n}" for n in range(30)]
        assert len(reserve_paynow(party_id=contract.party_id, sources=sources, at=noon(MARCH))) == 28
    assert books.fees(stage="paynow") == euros("175.00", "30.00")
    books.day(MARCH)
    # 175.00 + 30.00, and 50.00 to join: 255.00; 21 %: 53.55
    assert [one.total for one in books.invoices()] == euros("308.55")


def test_the_agency_that_never_touches_money_charges_openings_reminders_and_ten_per_cent(straight):
    contract = straight.sign()
    claim = straight.claim(contract)
    with acting_for(straight.agency.pk):
        made = world.handed_over(contract, claims=3)
        opened(ImportAccepted(made.pk, contract.party_id, MARCH, noon(MARCH)))
        act = {"act": "letter", "planned_on": MARCH, "on": MARCH, "made_at": noon(MARCH), "fee": "reminder"}
        done = Action.objects.create(
            claim=claim, party_id=claim.party_id, debtor=claim.debtor, state="done", done_at=noon(MARCH), **act
        )
        assert acts_to_charge(APRIL) == [done.pk]
        charge_act(action_id=done.pk, at=noon(APRIL))
        assert acts_to_charge(APRIL) == []
    straight.pays(claim, "300.00", APRIL)
    # 3 files at 8.00; one reminder; 10 % of 300.00, without a cap
    assert straight.fees() == euros("24.00", "5.00", "30.00")


def test_a_telephone_call_costs_nothing(straight):
    claim = straight.claim(straight.sign())
    with acting_for(straight.agency.pk):
        act = {"act": "call", "planned_on": MARCH, "on": MARCH, "made_at": noon(MARCH), "fee": "call", "state": "done"}
        Action.objects.create(claim=claim, party_id=claim.party_id, debtor=claim.debtor, **act)
        assert acts_to_charge(APRIL) == []


def test_a_file_keeps_the_tariff_of_the_day_it_was_opened(books):
    contract = books.sign()
    old = books.claim(contract)
    with acting_for(books.agency.pk):
        tariff = Tariff.objects.get()
        dearer = [
            replace(line.price, value=Decimal(15)) for line in prices_for(contract, MARCH) if line.due == "recovery"
        ]
        version = new_version(tariff=tariff, prices=dearer, since=MARCH, reason="x", at=noon(MARCH))
        give(contract=contract, version=version, since=MARCH, at=noon(MARCH))
    new = books.claim(contract, on=MARCH)
    for claim in (old, new):
        books.pays(claim, "1000.00", APRIL)
    assert books.fees(stage="amicable") == euros("100.00", "150.00")


def test_what_was_sent_is_kept(books):
    books.sign()
    books.day(SIGNED)
    with acting_for(books.agency.pk):
        invoice = Invoice.objects.select_related("file", "xml").get()
        assert read(invoice.file).startswith(b"%PDF-")
        assert b"<cbc:ID>2026-00001</cbc:ID>" in read(invoice.xml)

"""The simulated bank and the checks of trust money: what the bank does once, and that a wrong cent is seen."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from agencies.models import Entity
from agencies.scope import acting_for
from claims.models import Claim
from creansys.simulation import books, cashier, hands, payers
from creansys.simulation.bank import Bank
from creansys.simulation.life import Life, days_from
from creansys.simulation.outside import Outside
from creansys.simulation.statements import Entry
from formats.bank.opening import read_bank_file
from formats.bank.source import iban_of
from formats.sepa import Order, Transfer, payment_order
from tests import world

DAY, NEXT = world.DAY, world.DAY + timedelta(days=1)
IBAN = world.TRUST_IBAN


def paid(amount: str = "100.00", key: str = "T1", **more: str) -> Entry:
    return Entry("received", D(amount), "Jean Payeur", payers.iban(1), key, **more)


def order(*amounts: str) -> bytes:
    to = {"name": "Créancier", "iban": world.CREDITOR_IBAN, "bic": "", "text": "Reversement"}
    transfers = [Transfer(end_to_end=f"R1L{n}", amount=D(amount), **to) for n, amount in enumerate(amounts)]
    made = {"message_id": "RUN-1", "created_at": world.NOW, "execute_on": DAY, "name": "Agence", "iban": IBAN}
    return payment_order(Order(**made, transfers=transfers))


@pytest.fixture
def life(db: None) -> Life:
    """An agency with a claim past PAYNOW, and two members who keep its money."""
    made = world.agency()
    with acting_for(made.pk):
        world.claim(world.contract(world.creditor()), stage="amicable")
        Entity.objects.update(own_iban=payers.iban(900_000))
        seats = [world.member(role).pk for role in ("agent", "accountant", "manager")]
        return Life(made.pk, 7, Outside(), *seats)


def trust() -> str:
    return Entity.objects.exclude(trust_iban="").earliest("pk").trust_iban


def test_a_statement_follows_the_one_before_it():
    bank = Bank()
    bank.take(IBAN, DAY, paid())
    bank.take(IBAN, NEXT, paid("20.00", "T2"))
    first, second = (read_bank_file(bank.statement(IBAN, on)).statements[0] for on in (DAY, NEXT))
    assert (first.opening.amount, first.closing.amount) == (D("0.00"), D("100.00"))
    assert (second.opening.amount, second.closing.amount) == (D("100.00"), D("120.00"))


def test_an_order_is_executed_once_and_its_repetition_told():
    bank = Bank()
    bank.execute(order("60.00", "40.00"), DAY)
    assert bank.account(IBAN).ordered == D("-100.00")
    bank.execute(order("60.00", "40.00"), DAY)
    assert bank.account(IBAN).ordered == D("-100.00")
    assert bank.twice == ["RUN-1/R1L0", "RUN-1/R1L1"]


def test_what_went_back_to_its_payer_is_not_taken_back_too():
    bank = Bank()
    bank.take(IBAN, DAY, Entry("repaid", D("-100.00"), "Jean", payers.iban(1), "T1"))
    bank.take(IBAN, NEXT, Entry("returned", D("-100.00"), "Jean", payers.iban(1), "T1", back="MD06"))
    bank.statement(IBAN, NEXT)
    assert bank.account(IBAN).balance == D("-100.00")


def test_the_account_of_a_debtor_has_right_check_digits():
    assert all(iban_of(payers.iban(number)) for number in range(1, 200))


def test_what_nobody_asked_for_goes_back(life):
    with acting_for(life.agency_id):
        account = trust()
    life.bank.take(account, DAY, paid(text="loyer"))
    cashier.read_statements(life, NEXT)
    cashier.work(life, NEXT)
    cashier.read_statements(life, NEXT + timedelta(days=1))
    with acting_for(life.agency_id):
        assert list(books.wrong(life, NEXT)) == []
        told = books.money(life)
    assert (told["ties"], told["paid_in"], told["repaid"]) == (True, "100.00", "100.00")


@pytest.mark.parametrize("way", payers.WAYS)
def test_whatever_a_debtor_writes_every_cent_is_somewhere(life, monkeypatch, way):
    """Taken back days after it was remitted, where it can be: the entity covers it."""
    monkeypatch.setattr(payers, "WAYS", {way: 1})
    monkeypatch.setattr(payers, "TAKEN_BACK", 1)
    with acting_for(life.agency_id):
        claim = Claim.objects.get()
        payers.pay(life, claim, D("100.00"), DAY)
    for day in days_from(NEXT, 17):
        cashier.read_statements(life, day)
        cashier.work(life, day)
    with acting_for(life.agency_id):
        assert list(books.wrong(life, day)) == []
        told = books.money(life)
    assert told["ties"], told
    covered = "107.50" if way == "reference" else "7.50"  # with the bank's charge of the month
    assert (told["taken"], told["cover_put_in"]) == (covered, covered)


def lived(life, days=17):
    """So many days of the cashier; what is wrong at the end, and where the money is."""
    for day in days_from(NEXT, days):
        cashier.read_statements(life, day)
        cashier.work(life, day)
    with acting_for(life.agency_id):
        return list(books.wrong(life, day)), books.money(life)


@pytest.mark.parametrize(("refused", "came_back", "told"), [(1, 0, "refused by the bank"), (0, 1, "sent back by the")])
def test_what_the_bank_does_not_pay_is_held_again_and_paid_by_the_next_run(life, monkeypatch, refused, came_back, told):
    monkeypatch.setattr(cashier, "REFUSED", refused)
    monkeypatch.setattr(cashier, "CAME_BACK", came_back)
    monkeypatch.setattr(payers, "WAYS", {"reference": 1})
    monkeypatch.setattr(payers, "TAKEN_BACK", 0)
    with acting_for(life.agency_id):
        payers.pay(life, Claim.objects.get(), D("100.00"), DAY)
    wrong, money = lived(life)
    assert (wrong, money["ties"], money["paid_in"]) == ([], True, "100.00")
    assert sum(times for name, times in life.tally.items() if told in name) > 1


@pytest.mark.parametrize("bounce", [0, 1])
def test_cash_and_cheques_are_brought_to_the_bank_and_cheques_bounce(life, monkeypatch, bounce):
    monkeypatch.setattr(hands, "BOUNCE", bounce)
    with acting_for(life.agency_id, member_id=life.agent_id):
        for way in ("cash", "cheque"):
            assert hands.hand_over(life, Claim.objects.get(), way, D("60.00"), DAY)
    wrong, money = lived(life)
    assert (wrong, money["ties"], money["paid_in"]) == ([], True, "120.00")
    assert (money["taken"], money["held"]) == (("67.50", "0.00") if bounce else ("7.50", "60.00"))


def test_what_went_to_the_wrong_file_is_put_right_after_it_was_remitted(life, monkeypatch):
    monkeypatch.setattr(cashier, "WRONG", 1)
    monkeypatch.setattr(payers, "WAYS", {"mistyped": 1})
    monkeypatch.setattr(payers, "STRANGERS", 0)
    with acting_for(life.agency_id):
        claim = Claim.objects.get()
        world.claim(world.contract(world.creditor()), stage="amicable", principal=D(5000))
        payers.pay(life, claim, D("100.00"), DAY)
    wrong, money = lived(life)
    assert (wrong, money["ties"], life.tally["wrong files put right"]) == ([], True, 1)
    assert money["cover_put_in"] == "107.50"


def test_a_cent_that_only_the_bank_has_is_seen(life):
    with acting_for(life.agency_id):
        life.bank.account(trust()).balance += D("0.01")
        assert "the books say 0.00, the bank 0.01" in next(books.wrong(life, date(2026, 3, 3)))

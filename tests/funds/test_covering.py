"""What the bank takes for itself: never out of creditors' money, and put back by the entity."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest

from agencies.scope import acting_for
from funds.models import Movement, Receipt
from funds.queries.banking import outcome_of
from funds.queries.covering import to_cover
from funds.queries.ledger import balances, reconciled
from funds.queries.matching import payments_of
from funds.rules.charges import is_charge
from funds.rules.ledger import reconciles
from funds.services.by_hand import take_by_hand
from funds.services.debiting import ANOTHER_SUM, EXPLAINED, explain, is_charged
from funds.services.importing import import_bank
from tests import world
from tests.funds.make import camt, line

pytestmark = pytest.mark.django_db
NOW, ON, NEXT = world.NOW, world.DAY, date(2026, 3, 3)
OWN = "BE62510007547061"
CHARGE = {"iban": "", "name": "", "text": "Frais de tenue de compte"}


@pytest.fixture
def ours():
    side = world.side("ours")
    with acting_for(side.pk):
        type(side.entity).objects.filter(pk=side.entity.pk).update(own_iban=OWN)
        side.entity.refresh_from_db()
        yield side


def told(side, **accounts):
    found = balances(side.entity.pk, date.max)
    assert reconciles(found)
    assert {account.value.replace(".", "_"): D(amount) for account, amount in found.items() if amount} == {
        name: D(amount) for name, amount in accounts.items()
    }


def bank(*lines, opening="0.00", number=1, iban=world.TRUST_IBAN):
    made = import_bank(data=camt(*lines, opening=opening, number=number, iban=iban), name="camt.xml", at=NOW)
    assert made.state == "booked", made.detail
    return made


def test_a_charge_of_the_bank_is_borne_by_the_entity_and_put_back(ours):
    """100.00 of a debtor; the bank takes 7.50; the accountant says so; the entity puts 7.50 in."""
    file = bank(line("100.00"), line("-7.50", **CHARGE))
    covered = {"trust_cover": "7.50", "own_owed_to_trust": "-7.50"}
    told(ours, trust_bank="92.50", trust_unmatched="-100", **covered, own_unexplained="7.50")
    movement = Movement.objects.get(amount__lt=0)
    assert is_charged(movement_id=movement.pk, at=NOW) is None
    assert (is_charged(movement_id=movement.pk, at=NOW), outcome_of(file).unexplained) == (EXPLAINED, 0)
    told(ours, trust_bank="92.50", trust_unmatched="-100", **covered, own_charges="7.50")
    bank(line("-7.50", iban=world.TRUST_IBAN, on=NEXT), opening="50.00", iban=OWN)
    bank(line("7.50", iban=OWN, on=NEXT), opening="92.50", number=2)
    told(ours, trust_bank="100", trust_unmatched="-100", own_bank="-7.50", own_charges="7.50")
    assert next(one.gap for one in reconciled(ours.entity, NEXT)) == 0


@pytest.mark.parametrize("trust_first", [True, False])
def test_whichever_account_tells_first_both_ledgers_agree(ours, trust_first):
    bank(line("-7.50", **CHARGE), opening="500.00")
    sides = [
        lambda: bank(line("7.50", iban=OWN, on=NEXT), opening="492.50", number=2),
        lambda: bank(line("-7.50", iban=world.TRUST_IBAN, on=NEXT), opening="50.00", iban=OWN),
    ]
    for tell in sides if trust_first else sides[::-1]:
        tell()
    told(ours, own_bank="-7.50", own_unexplained="7.50")  # what it was is still to be said


def test_a_charge_and_its_cover_in_one_statement(ours):
    bank(line("7.50", iban=OWN), line("-7.50", **CHARGE))
    assert to_cover(ON) == []
    assert not Receipt.objects.exists()


def test_more_than_is_owed_is_money_to_attribute(ours):
    bank(line("-7.50", **CHARGE), opening="500.00")
    bank(line("8.00", iban=OWN, on=NEXT), opening="492.50", number=2)
    assert (Receipt.objects.get().unmatched, to_cover(NEXT)[0].amount) == (D("8.00"), D("7.50"))


def test_what_is_covered_in_part_is_owed_since_the_rest_left(ours):
    bank(line("-5.00", **CHARGE), opening="500.00")
    bank(line("-7.50", on=NEXT, **CHARGE), opening="495.00", number=2)
    bank(line("6.00", iban=OWN, on=NEXT), opening="487.50", number=3)
    [left] = to_cover(NEXT)
    assert (left.amount, left.since) == (D("6.50"), NEXT)
    assert [left.is_late(NEXT + timedelta(days=days)) for days in (0, 1, 2)] == [False, False, True]


def test_a_charge_on_the_own_account_is_explained_too_and_never_a_payment(ours):
    bank(line("7.50"))
    bank(line("-7.50", **CHARGE), opening="50.00", iban=OWN)
    movement, receipt = Movement.objects.get(amount__lt=0), Receipt.objects.get()
    assert explain(movement_id=movement.pk, receipt_id=receipt.pk, at=NOW) == ANOTHER_SUM
    assert is_charged(movement_id=movement.pk, at=NOW) is None
    told(ours, trust_bank="7.50", trust_unmatched="-7.50", own_bank="-7.50", own_charges="7.50")


def test_a_debit_is_not_explained_by_cash_that_the_bank_never_had(ours):
    given = {"claim_id": ours.claim.pk, "way": "cash", "amount": D("7.50"), "on": ON, "token": "t", "at": NOW}
    cash = take_by_hand(**given)
    bank(line("-7.50", **CHARGE), opening="500.00")
    assert payments_of(ours.entity.pk, D("7.50")) == []
    assert explain(movement_id=Movement.objects.get().pk, receipt_id=cash.pk, at=NOW) == ANOTHER_SUM


@pytest.mark.parametrize(
    ("text", "iban", "code", "found"),
    [
        ("Frais de tenue de compte", "", False, True),
        ("INTERETS DEBITEURS 03/2026", "", False, True),
        ("Beheerskosten", "", False, False),
        ("Kosten beheer", "", False, True),
        ("Remboursement de frais", world.CREDITOR_IBAN, False, False),
        ("81 / 2026", "", True, True),
        ("Retour", "", False, False),
    ],
)
def test_charges_are_told_by_the_banks_code_or_its_words(text, iban, code, found):
    assert is_charge(told=code, text=text, name="", iban=iban) is found

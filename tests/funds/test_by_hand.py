"""Cash and cheques: a numbered paper each, the law's cap, and a deposit that must be what was taken."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.utils.timezone import localdate

from agencies.scope import acting_for
from claims.queries.statement import statement_of
from core.dates import add_days
from funds.models import Receipt
from funds.queries.ledger import balances, where_is
from funds.rules.ledger import Account, reconciles
from funds.services.attributing import MORE_THAN_OWED
from funds.services.by_hand import DIFFERS, clear_cheques, deposit, take_by_hand
from funds.services.returning import return_payment
from law.refusals import Refusal
from tests import world
from tests.funds.make import fresh, receipt

NOW, ON = world.NOW, world.DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    side = world.side("ours")
    with acting_for(side.pk):
        yield side


def taken(side, amount="100.00", way="cash", press=1, claim=None):
    given = {"claim_id": (claim or side.claim).pk, "way": way, "amount": D(amount), "on": ON, "token": str(press)}
    return take_by_hand(**given, at=NOW)


def told(side):
    found = balances(side.entity.pk, date(2999, 1, 1))
    assert reconciles(found)
    return {account: amount for account, amount in found.items() if amount}


def test_cash_is_numbered_credited_at_once_and_in_hand(ours):
    owed = statement_of(ours.claim, ON).total
    row = taken(ours)
    assert (row.number, row.due_at, statement_of(fresh(ours.claim), ON).total) == ("C2026-1", None, owed - 100)
    assert told(ours) == {Account.IN_HAND: D("100.00"), Account.HELD: D("-100.00")}
    assert taken(ours) == row  # the same form pressed twice
    assert [taken(ours, press=2).number, taken(ours, way="cheque", press=3).number] == ["C2026-2", "Q2026-1"]


def test_no_more_cash_than_the_law_allows_in_parts_either(ours):
    big = world.claim(ours.contract, principal=D("9000.00"))
    assert isinstance(taken(ours, "2500.00", claim=big), Receipt)
    refused = taken(ours, "500.01", press=2, claim=big)
    assert isinstance(refused, Refusal)
    assert (refused.rule, refused.source) == ("cash-cap", "Loi du 18 septembre 2017, art. 67")
    assert isinstance(taken(ours, "500.01", way="cheque", press=3, claim=big), Receipt)


def test_no_more_is_taken_than_is_owed(ours):
    assert taken(ours, "2900.00") == MORE_THAN_OWED
    assert not Receipt.objects.exists()


def test_a_deposit_must_be_what_was_taken(ours):
    one, two = taken(ours, "100.00"), taken(ours, "50.00", press=2)
    bank = receipt(ours.entity, "150.00")
    assert deposit(receipt_id=bank.pk, taken=[one.pk], on=ON, at=NOW) == DIFFERS
    assert deposit(receipt_id=bank.pk, taken=[bank.pk, one.pk, two.pk], on=ON, at=NOW) == DIFFERS
    assert deposit(receipt_id=bank.pk, taken=[one.pk, two.pk], on=ON, at=NOW) is None
    assert told(ours) == {Account.BANK: D("150.00"), Account.HELD: D("-150.00")}
    assert (where_is(bank.pk), where_is(one.pk)) == ({"deposited": D("150.00")}, {"held": D("100.00")})
    assert fresh(one).due_at


def test_what_was_deposited_is_not_deposited_again(ours):
    one = taken(ours)
    for expected in (None, DIFFERS):
        bank = receipt(ours.entity)
        assert deposit(receipt_id=bank.pk, taken=[one.pk], on=ON, at=NOW) == expected


def test_a_cheque_is_passed_on_once_it_counts_as_good(ours):
    one = taken(ours, way="cheque")
    bank = receipt(ours.entity)
    deposit(receipt_id=bank.pk, taken=[one.pk], on=ON, at=NOW)
    assert [clear_cheques(on=add_days(ON, days), at=NOW) for days in (14, 15, 16)] == [0, 1, 0]
    assert localdate(fresh(one).due_at) == date(2026, 3, 19)  # 15 days, then the next working day to its end


@pytest.mark.parametrize("deposited", [True, False])
def test_a_cheque_without_cover_leaves_nothing(ours, deposited):
    one = taken(ours, way="cheque")
    if deposited:
        deposit(receipt_id=receipt(ours.entity).pk, taken=[one.pk], on=ON, at=NOW)
    return_payment(receipt_id=one.pk, on=ON, at=NOW, reason="no cover")
    assert told(ours) == {}

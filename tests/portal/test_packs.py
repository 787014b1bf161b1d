"""A creditor orders PAYNOW: the price is seen before, agreed to, and the count changes; nobody else's does."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from agencies.scope import acting_for
from billing.models import Fee, Pack
from billing.services.packs import NOT_ON_SALE, Order, buy, tell_ending
from claims.models import Refused
from clients.models import StockEntry
from clients.queries import lots_of, paynow_left
from clients.rules import Lot, lots
from clients.services import grant_paynow, reserve_paynow
from messaging.models import Message
from tests.billing.make import tariff
from tests.world import DAY, NOW

YEAR = date(2027, 3, 1)
YES = {"token": "t", "quantity": "25", "price": "175.00", "agreed": "on"}


@pytest.fixture
def sold(ours):
    with acting_for(ours.pk):
        tariff()
    return ours


def stock(side) -> int:
    with acting_for(side.pk):
        return paynow_left(side.creditor.party_id)


def test_the_whole_price_is_shown_before(creditor, sold):
    told = "".join(creditor.get(creditor.at("contract/order/paynow-pack-25/")).content.decode().split())
    assert all(said in told for said in ("175,00€", "36,75€(21%)", "211,75€"))
    assert stock(sold) == 0


def test_a_pack_pressed_twice_is_bought_once(creditor, sold):
    for _press in range(2):
        creditor.post(creditor.at("contract/order/paynow-pack-25/"), YES)
    assert stock(sold) == 25
    with acting_for(sold.pk):
        assert [(fee.amount, fee.source) for fee in Fee.objects.all()] == [
            (Decimal(175), f"pack:{Pack.objects.get().pk}")
        ]


@pytest.mark.parametrize("wrong", [{"agreed": ""}, {"price": "1.00"}, {"quantity": "30000"}, {"token": ""}])
def test_nothing_is_bought_without_consent_to_this_price(creditor, sold, wrong):
    status = creditor.post(creditor.at("contract/order/paynow-pack-25/"), YES | wrong).status_code
    assert (status in (409, 422), stock(sold)) == (True, 0)


def test_another_creditor_buys_for_itself_alone(stranger, sold):
    stranger.post(stranger.at("contract/order/paynow-pack-25/"), YES)
    assert stock(sold) == 0
    with acting_for(sold.pk):
        assert paynow_left(sold.other.party_id) == 25


def test_single_paynow_serve_the_files_that_wait(creditor, sold):
    with acting_for(sold.pk):
        told = {"act": "notice", "rule": "stock-empty", "source": "x", "reason": "x", "at": NOW}
        Refused.objects.create(claim=sold.claim, party_id=sold.claim.party_id, **told)
    address = creditor.at("contract/order/paynow-single/")
    assert creditor.get(address).context["quantity"] == 1
    creditor.post(address, YES | {"quantity": "3", "price": "30.00"})
    assert stock(sold) == 3
    with acting_for(sold.pk):
        sold.claim.refresh_from_db()
        assert sold.claim.next_act == "paynow"


def test_what_is_no_longer_on_sale_is_refused(sold):
    with acting_for(sold.pk):
        order = Order("paynow-pack-500", 500, Decimal(1), "t")
        assert buy(contract=sold.contract, order=order, on=DAY, at=NOW) is NOT_ON_SALE


def test_the_oldest_are_used_first(sold):
    party = sold.creditor.party_id
    with acting_for(sold.pk):
        grant_paynow(party_id=party, quantity=3, source="late", at=NOW, expires_on=YEAR)
        grant_paynow(party_id=party, quantity=2, source="soon", at=NOW, expires_on=DAY + timedelta(40))
        reserve_paynow(party_id=party, sources=["claim:1", "claim:2", "claim:3"], at=NOW)
        assert [(lot.source, lot.left) for lot in lots_of(party)] == [("soon", 0), ("late", 2)]


def test_a_creditor_is_warned_twice_and_what_is_left_lapses_once(sold):
    last = DAY + timedelta(40)
    with acting_for(sold.pk):
        sold.creditor.email = "c@example.test"
        sold.creditor.save()
        entry = grant_paynow(party_id=sold.creditor.party_id, quantity=5, source="p", at=NOW, expires_on=last)
        days = [last - timedelta(n) for n in (31, 30, 29, 7, 0)] + [last + timedelta(n) for n in (1, 2)]
        done = [tell_ending(entry_id=entry.pk, on=day, at=NOW) for day in days]
        told = Message.objects.filter(kind="billing.pack_ending").count()
    assert (done, told, stock(sold)) == ([False, True, False, True, False, True, False], 2, 0)


def test_what_lapsed_is_told_in_the_movements(creditor, sold):
    with acting_for(sold.pk):
        grant_paynow(party_id=sold.creditor.party_id, quantity=5, source="p", at=NOW, expires_on=DAY)
        entry = StockEntry.objects.get()
        tell_ending(entry_id=entry.pk, on=DAY + timedelta(1), at=NOW)
    assert "Échus" in creditor.get(creditor.at("contract/")).content.decode()


def test_a_lot_that_lapsed_takes_nothing_from_the_others():
    given = [Lot("a", 5, DAY, 5, lapsed=3), Lot("b", 4, YEAR, 4)]
    assert [lot.left for lot in lots(given, 2)] == [0, 4]
    assert [lot.left for lot in lots(given, 3)] == [0, 3]

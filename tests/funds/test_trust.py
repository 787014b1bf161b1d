"""The trust on any day: for whom what is held, what is nobody's, and the bank's difference with what explains it."""

from decimal import Decimal as D

import pytest

from agencies.scope import acting_for
from funds.queries.trust import compared, holdings, unclaimed
from funds.services.importing import import_bank
from tests.funds.make import camt, line, receipt
from tests.funds.paying import NEXT, NOW, ON, approved, made, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return made()


def test_what_is_held_is_told_by_creditor_the_largest_first_on_any_day(office):
    run = proposed(office)
    with acting_for(office.side.pk):
        before = [(one.creditor, one.amount) for one in holdings(office.side.entity.pk, ON)]
        assert holdings(office.side.entity.pk, ON.replace(day=1)) == []
    approved(office, run)
    with acting_for(office.side.pk):
        assert holdings(office.side.entity.pk, NEXT) == []
    assert before == [(office.side.creditor, D("150.00")), (office.side.other, D("70.00"))]


def test_what_is_nobodys_has_its_day(office):
    with acting_for(office.side.pk):
        got = receipt(office.side.entity, "33.00", on=NEXT)
        [told] = unclaimed(office.side.entity.pk, NEXT)
        assert unclaimed(office.side.entity.pk, ON) == []
    assert (told.uid, told.booked_on, told.amount) == (got.uid, NEXT, D("33.00"))


def test_an_order_that_the_bank_has_not_done_explains_the_difference(office):
    run = proposed(office)
    with acting_for(office.side.pk):
        import_bank(data=camt(line("5.00"), opening="220.00"), name="a.xml", at=NOW)
        [before] = compared(office.side.entity, ON)
    approved(office, run)
    with acting_for(office.side.pk):
        [after] = compared(office.side.entity, ON)
    assert (before.found.gap, before.unexplained) == (D("0.00"), D("0.00"))
    assert (after.found.gap, after.on_its_way, after.unexplained) == (D("-220.00"), D("220.00"), D("0.00"))


def test_where_the_bank_told_nothing_nothing_is_compared(office):
    with acting_for(office.side.pk):
        [one] = compared(office.side.entity, ON)
    assert (one.found.told, one.unexplained) == (None, None)

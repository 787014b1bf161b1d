"""Money that nobody knows for whom it came is looked at again each day, by beat and by `tick`."""

from decimal import Decimal as D

import pytest

from agencies.scope import acting_for
from claims.letters.parts import printed_reference
from creansys.tick import tick
from funds.models import Receipt
from funds.tasks import match, match_file
from tests import world
from tests.funds.make import bank_day, receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return world.side("ours")


def waiting(side):
    with acting_for(side.pk):
        return sum(row.unmatched for row in Receipt.objects.all())


@pytest.mark.real_commits  # tick sends the receipt, which no open transaction may
def test_tick_finds_the_file_of_money_that_waited_and_says_so_once(ours):
    with acting_for(ours.pk):
        receipt(ours.entity, told={"text": printed_reference(ours.claim.reference)})
    assert [tick(ours.pk, world.DAY)["matched"] for _ in range(2)] == [1, 0]
    assert waiting(ours) == 0


def test_beat_does_the_same(ours):
    with acting_for(ours.pk):
        receipt(ours.entity, told={"text": printed_reference(ours.claim.reference)})
    match(agency_id=ours.pk)
    assert waiting(ours) == 0


def test_a_long_file_is_matched_by_a_worker(ours):
    with acting_for(ours.pk):
        made = bank_day(ours, 2)
    assert waiting(ours) == D("16.00")
    match_file(agency_id=ours.pk, bank_file_id=made.pk)
    assert waiting(ours) == D("14.00")

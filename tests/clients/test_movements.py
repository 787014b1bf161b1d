"""The stock of PAYNOW as people read it: what is alike on a day is one movement."""

from datetime import timedelta

import pytest

from agencies.scope import acting_for
from clients.models import StockEntry
from clients.queries import movements, paynow_left
from tests.world import NOW, world

pytestmark = pytest.mark.django_db


def entry(party_id: int, source: str, **fields) -> None:
    given = {"kind": "reserved", "quantity": -1, "at": NOW} | fields
    StockEntry.objects.create(party_id=party_id, source=source, **given)


def test_what_is_alike_on_a_day_is_one_movement_and_nothing_is_lost():
    made = world().ours
    with acting_for(made.pk):
        party = made.creditor.party_id
        entry(party, "pack:1", kind="granted", quantity=50)
        for number in range(13):
            entry(party, f"claim:{number}")
        entry(party, "claim:99", at=NOW + timedelta(days=1))
        told = [(one.kind, one.quantity) for one in movements(party)]
        assert told == [("reserved", -1), ("reserved", -13), ("granted", 50)]
        assert sum(quantity for _, quantity in told) == paynow_left(party)

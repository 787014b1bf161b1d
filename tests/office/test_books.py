"""The books in the office: for whom what is held, what nobody claimed, the bank, both ledgers, on any day."""

import pytest

from agencies.scope import acting_for
from funds.services.attributing import Wanted, allocate
from tests.funds.make import receipt
from tests.world import DAY, NOW


@pytest.fixture
def held(ours):
    with acting_for(ours.pk):
        got = receipt(ours.entity, "80.00")
        allocate(receipt_id=got.pk, parts=[Wanted(ours.claim.pk, 50)], on=DAY, at=NOW)
    return ours


def test_the_books_say_for_whom_and_of_whom(manager, held):
    tables = manager.get(manager.at(f"money/books/?on={DAY}")).context["tables"]
    assert [row.key for row in tables[0].rows] == [held.creditor.number, "sum"]
    assert "30,00" in tables[1].rows[0].cells[3].text
    assert tables[1].rows[0].cells[2].text == "0"


@pytest.mark.parametrize("on", ["2026-02-31", "x", "2026-03-01"])
def test_a_day_that_is_none_is_today_and_one_before_is_empty(manager, held, on):
    page = manager.get(manager.at(f"money/books/?on={on}"))
    assert page.status_code == 200
    assert bool(page.context["tables"][0].rows) is (on != "2026-03-01")

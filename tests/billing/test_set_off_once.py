"""An invoice that a run takes is paid once, whatever else pays it between the proposal and the approval."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from agencies.scope import acting_for
from billing.services.drawing import credit_in_full
from clients.models import Contract
from funds.models import Remittance
from funds.services.remitting import CHANGED, withdraw
from tests.billing.conftest import SIGNED, Books, noon
from tests.billing.house import House, bill, opened

pytestmark = pytest.mark.real_commits
MARCH, NEXT = date(2026, 3, 10), date(2026, 3, 11)
WHOLE = {"trust_bank": "1000.00", "trust_held": "-1000.00"}
EARNED = {"own_fees": "-50.00", "own_vat": "-10.50"}


@pytest.fixture
def house(books: Books) -> House:
    """An invoice of 60.50 that may be taken from 1 000.00 held."""
    made = opened(books)
    claim = books.claim(made.with_set_off())
    books.day(SIGNED)
    made.debtor_pays(claim, "1000.00", MARCH)
    return made


def test_an_invoice_paid_by_transfer_meanwhile_is_not_taken_again(house):
    run = house.proposed(MARCH)
    house.creditor_pays(bill(house), "60.50", MARCH)
    assert house.approved(run, NEXT) == CHANGED
    house.ends_with(**WHOLE, **EARNED, own_bank="60.50")
    with acting_for(house.books.agency.pk):
        withdraw(remittance_id=run.pk, on=NEXT, at=noon(NEXT), note="paid meanwhile")
    house.remits(NEXT)
    house.ends_with(**EARNED, own_bank="60.50")


def test_a_part_of_it_paid_meanwhile_stops_the_run_too(house):
    run = house.proposed(MARCH)
    house.creditor_pays(bill(house), "20.50", MARCH)
    assert house.approved(run, NEXT) == CHANGED


def test_an_invoice_credited_meanwhile_is_not_taken(house):
    run = house.proposed(MARCH)
    with acting_for(house.books.agency.pk):
        credit_in_full(invoice=bill(house), reason="Geste commercial", at=noon(MARCH))
    house.books.day(MARCH)
    assert house.approved(run, NEXT) == CHANGED


def test_a_clause_that_was_taken_out_meanwhile_stops_the_run(house):
    run = house.proposed(MARCH)
    with acting_for(house.books.agency.pk):
        Contract.objects.update(set_off=False)
    assert house.approved(run, NEXT) == CHANGED


def test_a_transfer_after_the_approval_waits_to_be_explained(house):
    house.remits(MARCH)
    house.creditor_pays(bill(house), "60.50", NEXT)
    assert bill(house).paid == Decimal("60.50")
    due = {"trust_bank": "60.50", "trust_withheld": "-60.50", "own_due_from_trust": "60.50"}
    house.ends_with(**due, **EARNED, own_bank="60.50", own_unexplained="-60.50")


@pytest.mark.parametrize("turn", range(3))
def test_paid_and_approved_at_once_it_is_paid_once(house, turn):
    run, start = house.proposed(MARCH), Barrier(2)

    def at_once(act):
        try:
            start.wait()
            return act()
        finally:
            connection.close()

    acts = [lambda: house.creditor_pays(bill(house), "60.50", MARCH), lambda: house.approved(run, MARCH)]
    with ThreadPoolExecutor(2) as people:
        _paid, made = people.map(at_once, acts)
    assert bill(house).paid == Decimal("60.50")
    if isinstance(made, Remittance):
        due = {"trust_bank": "60.50", "trust_withheld": "-60.50", "own_due_from_trust": "60.50"}
        house.ends_with(**due, **EARNED, own_bank="60.50", own_unexplained="-60.50")
    else:
        assert made == CHANGED
        house.ends_with(**WHOLE, **EARNED, own_bank="60.50")

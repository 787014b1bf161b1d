"""A closed month gets no more fees and no more invoices: they are dated on the first open day."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from agencies.scope import acting_for
from billing.models import Fee, Invoice
from billing.services.charging import charge
from billing.services.drawing import credit_in_full, draw
from billing.services.issuing import issue
from funds.models import Entry
from funds.services.closing import close_books
from tests.billing.make import fee, invoice, tariff
from tests.world import NOW, world

MARCH, IN_MARCH, APRIL = date(2026, 3, 1), date(2026, 3, 20), date(2026, 4, 1)
LATE = datetime(2026, 3, 31, 9, tzinfo=ZoneInfo("Europe/Brussels"))


@pytest.fixture
def side(db):
    made = world().ours
    with acting_for(made.pk):
        tariff()
        yield made


def close(side):
    return close_books(entity_id=side.entity.pk, month=MARCH, at=NOW)


def test_a_fee_of_a_closed_month_is_dated_later_and_says_when_it_was_earned(side):
    line = fee(side.contract).line
    close(side)
    made = charge(line=line, contract=side.contract, source="late", on=IN_MARCH, at=NOW)
    assert (made.on, made.bill_on, made.facts["earned_on"]) == (APRIL, APRIL, "2026-03-20")


def test_an_invoice_is_numbered_on_an_open_day(side):
    drawn = draw(fee_id=fee(side.contract).pk, at=LATE)
    close(side)
    made = issue(invoice_id=drawn.pk, at=LATE)
    assert (made.issued_on, made.label) == (APRIL, "2026-00001")
    assert Entry.objects.get(source=f"invoice:{made.pk}").on == APRIL


def test_what_was_invoiced_is_credited_in_the_next_month(side):
    made = issue(invoice_id=draw(fee_id=fee(side.contract).pk, at=LATE).pk, at=LATE)
    close(side)
    note = issue(invoice_id=credit_in_full(invoice=made, reason="Error", at=LATE).pk, at=LATE)
    assert (note.issued_on, note.net, Fee.objects.latest("pk").on) == (APRIL, Decimal("10.00"), APRIL)


def test_the_database_refuses_fees_and_invoices_of_a_closed_month(side):
    waiting = invoice(side.contract, number=None, year=None, issued_on=None)
    close(side)
    with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
        fee(side.contract, on=IN_MARCH)
    with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
        invoice(side.contract, issued_on=IN_MARCH)
    with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
        Invoice.objects.filter(pk=waiting.pk).update(number=7, year=2026, issued_on=IN_MARCH)


def test_an_invoice_of_a_closed_month_may_be_paid_and_sent(side):
    made = invoice(side.contract, issued_on=IN_MARCH)
    close(side)
    assert Invoice.objects.filter(pk=made.pk).update(paid_on=APRIL, sent_at=NOW) == 1

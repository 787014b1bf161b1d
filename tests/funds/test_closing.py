"""A closed month stays as it is: what comes for it later is booked on the first open day, and keeps its own."""

from datetime import date
from decimal import Decimal
from importlib import import_module

import pytest
from django.db import IntegrityError, transaction

from agencies.models import AuditEntry
from agencies.scope import acting_for
from core.locks import Lock
from funds.models import ClosedMonth, Entry
from funds.queries.closing import first_open_day, open_day
from funds.queries.ledger import balances
from funds.rules.ledger import Account, Kind, between
from funds.services.closing import close_books
from funds.services.importing import import_bank
from funds.services.ledger import post
from funds.services.returning import return_payment
from tests.funds.make import camt, line, receipt
from tests.world import NOW, world

MARCH, IN_MARCH, APRIL = date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)


@pytest.fixture
def side(db):
    made = world().ours
    with acting_for(made.pk):
        yield made


def close(side, month=MARCH):
    return close_books(entity_id=side.entity.pk, month=month, at=NOW)


def test_nothing_is_closed_at_first(side):
    assert first_open_day(side.entity.pk) is None
    assert open_day(side.entity.pk, IN_MARCH) == IN_MARCH


def test_a_closing_is_kept_and_audited(side):
    close(side)
    assert first_open_day(side.entity.pk) == APRIL
    assert AuditEntry.objects.get(kind="books.closed").detail["value"] == "2026-03"


def test_what_comes_late_is_booked_on_the_first_open_day_and_keeps_its_own(side):
    close(side)
    got = receipt(side.entity, "80.00", on=IN_MARCH)
    entry = Entry.objects.get(source=f"receipt:{got.pk}")
    assert (entry.on, entry.meant_on, got.booked_on) == (APRIL, IN_MARCH, IN_MARCH)
    assert (balances(side.entity.pk, IN_MARCH), balances(side.entity.pk, APRIL)[Account.BANK]) == ({}, Decimal(80))


def test_what_comes_in_time_keeps_its_day(side):
    close(side)
    entry = Entry.objects.get(source=f"receipt:{receipt(side.entity, on=APRIL).pk}")
    assert (entry.on, entry.meant_on) == (APRIL, None)


def test_a_file_of_the_bank_of_a_closed_month_is_booked_later(side):
    close(side)
    data = camt(line("70.00", on=IN_MARCH), line("-20.00", on=IN_MARCH, iban="", name="Bank"))
    assert import_bank(data=data, name="march.xml", at=NOW).movements == 2
    assert set(Entry.objects.values_list("on", "meant_on")) == {(APRIL, IN_MARCH)}


def test_a_payment_of_a_closed_month_is_returned_in_the_next(side):
    got = receipt(side.entity, "80.00", on=IN_MARCH)
    close(side)
    return_payment(receipt_id=got.pk, on=IN_MARCH, at=NOW)
    assert balances(side.entity.pk, IN_MARCH)[Account.BANK] == Decimal(80)
    assert balances(side.entity.pk, APRIL)[Account.BANK] == 0


def test_another_entity_goes_on(side):
    other = type(side.entity).objects.create(name="France", country="FR", city="Lille", street="1", postcode="59000")
    close(side)
    assert open_day(other.pk, IN_MARCH) == IN_MARCH


def test_the_database_refuses_what_the_services_would_never_book(side):
    close(side)
    given = {"entity": side.entity, "ledger": "trust", "kind": "received", "source": "raw"}
    with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
        Entry.objects.create(on=IN_MARCH, **given)
    assert Entry.objects.create(on=APRIL, **given).pk


def test_a_month_is_closed_once_and_begins_on_its_first_day(side):
    close(side)
    with pytest.raises(IntegrityError), transaction.atomic():
        close(side)
    with pytest.raises(ValueError, match="begins no month"):
        close(side, IN_MARCH)


def test_no_closing_is_taken_back(side):
    made = close(side)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        ClosedMonth.objects.filter(pk=made.pk).delete()


def test_an_entry_that_was_booked_stays_where_it_is(side):
    lines = between(Account.OWN_UNEXPLAINED, Account.OWN_BANK, Decimal(5))
    given = {"entity_id": side.entity.pk, "on": IN_MARCH, "kind": Kind.UNEXPLAINED, "source": "once", "lines": lines}
    first, _new = post(**given)
    close(side)
    again, new = post(**given)
    assert (again.pk, again.on, new) == (first.pk, IN_MARCH, False)


def test_the_trigger_and_the_services_share_one_lock():
    told = import_module("funds.migrations.0008_closed_months").OPEN_FROM
    assert f"pg_advisory_xact_lock_shared(of_agency::int, {Lock.BOOKS.value})" in told

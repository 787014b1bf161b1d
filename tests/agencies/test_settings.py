"""Options and the audit: what an agency set, from when, and that nobody can deny it."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from agencies import audit, services
from agencies.models import AuditEntry, Option
from agencies.options import OPTIONS, option
from agencies.scope import acting_for, current_agency_id
from core.errors import Stale
from tests import world

pytestmark = pytest.mark.django_db
KEY = "silent_creditor.close_on_day"


@pytest.fixture(autouse=True)
def ours():
    with acting_for(world.agency("ours").pk):
        yield


def test_an_option_nobody_set_has_its_default():
    assert option(KEY, world.DAY) == OPTIONS[KEY].default


def test_a_value_counts_from_its_day_on():
    services.set_option(key=KEY, value=90, since=world.DAY, at=world.NOW)
    assert [option(KEY, world.DAY + timedelta(days=d)) for d in (-1, 0, 1)] == [60, 90, 90]


def test_setting_the_same_day_again_replaces():
    for value in (80, 90):
        services.set_option(key=KEY, value=value, since=world.DAY, at=world.NOW)
    assert [row.value for row in Option.objects.all()] == [90]
    assert [e.detail["value"] for e in AuditEntry.objects.filter(kind="option.set").order_by("id")] == [80, 90]


def test_options_are_read_once_in_a_transaction(django_assert_num_queries):
    option(KEY, world.DAY)
    with django_assert_num_queries(0):
        assert (option("plans.longest_months", world.DAY), option(KEY, world.DAY)) == (12, 60)


def test_a_value_set_deeper_down_counts_at_once():
    assert option(KEY, world.DAY) == 60
    with acting_for(current_agency_id()):
        services.set_option(key=KEY, value=90, since=world.DAY, at=world.NOW)
        assert option(KEY, world.DAY) == 90
    assert option(KEY, world.DAY) == 90


def test_a_value_that_was_taken_back_counts_no_more():
    def set_and_fail() -> None:
        with acting_for(current_agency_id()):
            services.set_option(key=KEY, value=90, since=world.DAY, at=world.NOW)
            raise ZeroDivisionError(option(KEY, world.DAY))

    with pytest.raises(ZeroDivisionError, match="90"):
        set_and_fail()
    assert option(KEY, world.DAY) == 60


@pytest.mark.parametrize("value", ["90", True, 90.0, None])
def test_a_value_of_another_type_is_refused(value):
    with pytest.raises(ValueError, match="takes int"):
        services.set_option(key=KEY, value=value, since=world.DAY, at=world.NOW)
    assert not Option.objects.exists()


def test_an_unknown_option_is_an_error():
    with pytest.raises(KeyError):
        option("no.such.option", date(2026, 1, 1))


@pytest.mark.parametrize("change", [lambda rows: rows.update(kind="x"), lambda rows: rows.delete()])
def test_the_audit_is_only_added_to(change):
    audit.record("door.closed", at=world.NOW, path="/x/")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        change(AuditEntry.objects.all())
    assert AuditEntry.objects.filter(kind="door.closed").count() == 1


def test_the_audit_names_who_acted():
    seat = world.member("manager")
    with acting_for(seat.agency_id, member_id=seat.pk):
        services.set_option(key=KEY, value=90, since=world.DAY, at=world.NOW)
    assert AuditEntry.objects.get(kind="option.set").member_id == seat.pk


def test_what_is_recorded_apart_outlives_the_work_that_failed():
    agency_id = current_agency_id()
    with pytest.raises(Stale), acting_for(agency_id):
        _record_and_fail()
    audit.record_apart(agency_id, "kept", at=world.NOW)
    assert set(AuditEntry.objects.values_list("kind", flat=True)) == {"agency.created", "kept"}


def _record_and_fail():
    audit.record("lost", at=world.NOW)
    raise Stale

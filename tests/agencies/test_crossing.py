"""The questions that cross agencies give ids, in their order, and no more."""

from datetime import UTC, datetime, timedelta

import pytest

from agencies.crossing import (
    active_agencies,
    agency_by_slug,
    all_agencies,
    any_agency_by_slug,
    forget_sign_in_failures,
)
from agencies.models import Agency, SignInFailure
from agencies.scope import acting_for
from tests import world

pytestmark = pytest.mark.django_db


def test_an_agency_is_found_by_its_slug():
    ours, theirs = world.agency("ours"), world.agency("theirs")
    assert (agency_by_slug("ours"), agency_by_slug("theirs"), agency_by_slug("OURS")) == (ours.pk, theirs.pk, None)


def test_working_agencies_come_oldest_first():
    made = [world.agency().pk for _ in range(3)]
    assert active_agencies() == made


def test_a_suspended_agency_is_found_by_those_who_ask_for_it_alone():
    ours = world.agency("ours")
    with acting_for(ours.pk):
        Agency.objects.update(suspended_on=world.DAY)
    assert (agency_by_slug("ours"), active_agencies()) == (None, [])
    assert (any_agency_by_slug("ours"), all_agencies()) == (ours.pk, [ours.pk])


@pytest.mark.real_commits
def test_old_failed_sign_ins_are_forgotten_recent_ones_never(owner_sql):
    for days in (10, 100, 200):
        row = SignInFailure.objects.create(address=str(days), ip="192.0.2.1")
        owner_sql(f"UPDATE agencies_signinfailure SET recorded_at = now() - interval '{days} days' WHERE id = {row.pk}")
    assert forget_sign_in_failures(datetime.now(UTC) - timedelta(days=180)) == 1
    assert forget_sign_in_failures(datetime.now(UTC)) == 1
    assert [row.address for row in SignInFailure.objects.all()] == ["10"]

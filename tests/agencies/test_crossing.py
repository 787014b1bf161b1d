"""The questions that cross agencies give ids, in their order, and no more."""

import pytest

from agencies.crossing import active_agencies, agency_by_slug
from tests import world

pytestmark = pytest.mark.django_db


def test_an_agency_is_found_by_its_slug():
    ours, theirs = world.agency("ours"), world.agency("theirs")
    assert (agency_by_slug("ours"), agency_by_slug("theirs"), agency_by_slug("OURS")) == (ours.pk, theirs.pk, None)


def test_working_agencies_come_oldest_first():
    made = [world.agency().pk for _ in range(3)]
    assert active_agencies() == made

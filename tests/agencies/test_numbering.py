"""Numbers: in a row, per agency and series, once each whoever asks at the same time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from agencies.numbering import take
from agencies.scope import acting_for
from tests import world


@pytest.mark.django_db
def test_numbers_follow_each_other_in_their_series():
    with acting_for(world.agency().pk):
        assert [take("claim"), take("claim", 3), take("invoice")] == [range(1, 2), range(2, 5), range(1, 2)]


@pytest.mark.django_db
def test_agencies_count_apart():
    for tenant in (world.agency(), world.agency()):
        with acting_for(tenant.pk):
            assert take("claim") == range(1, 2)


@pytest.mark.django_db
def test_what_is_rolled_back_was_not_taken():
    tenant = world.agency()
    with pytest.raises(ZeroDivisionError), acting_for(tenant.pk):
        assert take("invoice", 5)[-1] / 0
    with acting_for(tenant.pk):
        assert take("invoice") == range(1, 2)


@pytest.mark.real_commits
def test_many_at_once_take_every_number_once():
    tenant = world.agency()

    def ask(_turn: int) -> int:
        try:
            with acting_for(tenant.pk):
                return take("invoice")[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as people:
        assert sorted(people.map(ask, range(24))) == list(range(1, 25))

"""The two agencies of the tests are complete, alike and apart."""

import pytest

from agencies.scope import acting_for
from claims.models import Claim
from tests.world import world


@pytest.mark.django_db
def test_the_two_agencies_are_alike_and_apart():
    made = world()
    for side in (made.ours, made.theirs):
        with acting_for(side.pk):
            assert set(Claim.objects.all()) == {side.claim, side.others_claim}

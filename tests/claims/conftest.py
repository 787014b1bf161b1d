"""An agency, and callers of its API."""

import pytest

from tests import world
from tests.claims.calling import Caller
from tests.world import Side


@pytest.fixture
def ours(db) -> Side:
    return world.side("ours")


@pytest.fixture
def creditor(ours) -> Caller:
    return Caller(ours, party=ours.creditor.party)


@pytest.fixture
def agency(ours) -> Caller:
    return Caller(ours)


@pytest.fixture
def partner(ours) -> Caller:
    """A bailiff with a grant on `ours.claim`."""
    return Caller(ours, party=ours.partner.party)

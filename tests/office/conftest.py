"""Two agencies with their staff, and a browser signed in as a seat of ours."""

import pytest
from django.core.cache import cache

from tests.world import Side, World, world


@pytest.fixture
def made(db) -> World:
    cache.clear()
    return world()


@pytest.fixture
def ours(made) -> Side:
    return made.ours


def _signed_in(client, side: Side, member):
    """The test client as this seat; `client.at("claims/")` is an address of the agency's office."""
    client.force_login(member.user)
    client.at = lambda path="": f"/{side.agency.slug}/office/{path}"
    return client


@pytest.fixture
def agent(client, ours):
    return _signed_in(client, ours, ours.agent)


@pytest.fixture
def manager(client, ours):
    return _signed_in(client, ours, ours.manager)

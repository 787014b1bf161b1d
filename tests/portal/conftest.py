"""Two agencies with their creditors, and a browser signed in as the first creditor of ours."""

import pytest

from tests.world import Side, World, world


@pytest.fixture
def made(db) -> World:
    return world()


@pytest.fixture
def ours(made) -> Side:
    return made.ours


@pytest.fixture
def creditor(client, ours):
    """The test client, signed in as our creditor; `creditor.at("claims/")` is an address of its portal."""
    client.force_login(ours.creditor_member.user)
    client.at = lambda path="": f"/{ours.agency.slug}/portal/{path}"
    return client


@pytest.fixture
def stranger(client, ours):
    """The same, as another creditor of the agency."""
    client.force_login(ours.other_member.user)
    client.at = lambda path="": f"/{ours.agency.slug}/portal/{path}"
    return client

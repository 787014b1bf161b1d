"""Every address and every task has its line in access.py, and answers as the line says."""

import inspect
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from agencies import services, work
from agencies.scope import acting_for
from creansys.celery import BEAT, app
from tests.architecture.above import ABOVE, ABOVE_PARTS, APART
from tests.architecture.access import ACROSS, INSIDE
from tests.architecture.source import RANK
from tests.architecture.things import parts
from tests.world import NOW, Side, World, user, world

FOREVER_DAYS = 36_500


def addresses(resolver: URLResolver, route: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """(name with its namespace, or the route where there is none; whole route) of every address."""
    for pattern in resolver.url_patterns:
        whole = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}" if pattern.name else whole, whole
        else:
            yield from addresses(pattern, whole, space + (f"{pattern.namespace}:" if pattern.namespace else ""))


ADDRESSES = dict(addresses(get_resolver()))
API = {name for name, route in ADDRESSES.items() if route.startswith("api/")}


@pytest.fixture
def made(db) -> World:
    return world()


def filled(name: str, side: Side) -> str:
    """The address of this side's own thing."""
    given, route = parts(side), ADDRESSES[name]
    return reverse(name, kwargs={part: value for part, value in given.items() if f":{part}>" in route})


def test_every_address_has_its_line_and_every_line_its_address():
    assert {*INSIDE, *ABOVE, *APART} == set(ADDRESSES)


def test_addresses_inside_an_agency_are_listed_inside():
    faces = {name for name, route in ADDRESSES.items() if "/office/" in route or "/portal/" in route}
    assert faces | API == set(INSIDE)


@pytest.mark.parametrize("name", ABOVE)
@pytest.mark.django_db
def test_an_address_above_agencies_answers_as_listed(client, name):
    url = reverse(name, kwargs=ABOVE_PARTS.get(name))
    anonymous = client.get(url).status_code
    client.force_login(user(password="a password of one's own"))
    assert (anonymous, client.get(url).status_code) == ABOVE[name]


def headers(side: Side, name: str, *, other: bool = False) -> dict[str, str]:
    """The key of a creditor of this side, where the address is the API's."""
    if name not in API:
        return {}
    given = {"agency": side.agency, "label": "test", "scopes": ["claims:read", "claims:write"], "at": NOW}
    with acting_for(side.pk):
        party = (side.other if other else side.creditor).party
        made = services.make_api_key(**given, days=FOREVER_DAYS, party=party)
    return {"Authorization": f"Bearer {made.key}"}


def visit(client, name: str, side: Side, *, at: Side, other: bool = False) -> int:
    """The status that a member of `side` gets where a thing of `at` is."""
    if name not in API:
        portal = side.other_member if other else side.creditor_member
        client.force_login((portal if "/portal/" in ADDRESSES[name] or other else side.agent).user)
    return client.get(filled(name, at), headers=headers(side, name, other=other)).status_code


@pytest.mark.parametrize("name", INSIDE)
def test_an_address_inside_an_agency_answers_as_listed(client, made, name):
    expected, ours, theirs = INSIDE[name], made.ours, made.theirs
    assert client.get(filled(name, ours)).status_code == expected.anonymous
    assert visit(client, name, ours, at=ours) == expected.member
    assert visit(client, name, ours, at=ours, other=True) == expected.other_creditor
    assert visit(client, name, theirs, at=ours) == expected.other_agency


@pytest.mark.parametrize("name", sorted(set(INSIDE) - API))
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_a_face_does_not_exist_for_another_agency(client, made, name, method):
    client.force_login(made.theirs.manager.user)
    assert getattr(client, method)(filled(name, made.ours)).status_code == 404


def test_every_task_enters_its_agency_or_is_listed():
    app.autodiscover_tasks(force=True)
    plain = {name for name, task in _tasks().items() if task.run.__code__.co_filename != work.__file__}
    assert plain == ACROSS


def test_tasks_take_ids_by_name_and_beat_gives_none():
    app.autodiscover_tasks(force=True)
    tasks, beaten = _tasks(), {entry["task"] for entry in BEAT.values()}
    assert beaten <= ACROSS
    for name in ACROSS:
        given = inspect.signature(tasks[name].run).parameters
        assert all(one.kind is inspect.Parameter.KEYWORD_ONLY for one in given.values())
        assert ("agency_id" in given) is (name not in beaten)


def _tasks() -> dict[str, object]:
    return {name: task for name, task in app.tasks.items() if name.split(".")[0] in RANK}

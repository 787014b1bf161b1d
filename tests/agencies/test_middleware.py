"""The entry point: which scope a request gets, and that a shut door leaves a trace and nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from agencies import services
from agencies.models import AuditEntry, Option
from agencies.scope import acting_for, active_scope
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.agencies.faces")]


@pytest.fixture
def ours():
    return world.side("ours")


def key_of(side, **fields) -> dict[str, str]:
    """The header that presents a new key of this agency."""
    given = {"agency": side.agency, "label": "ERP", "scopes": [], "at": timezone.now(), "days": 30} | fields
    with acting_for(side.pk):
        return {"Authorization": f"Bearer {services.make_api_key(**given).key}"}


def test_a_member_is_served_in_its_agency(client, ours):
    client.force_login(ours.agent.user)
    served = client.get("/ours/office/").json()
    assert served == {"agency": ours.pk, "party": None, "member": ours.agent.pk}
    assert active_scope() is None


def test_a_creditor_is_served_in_its_party(client, ours):
    client.force_login(ours.creditor_member.user)
    assert client.get("/ours/portal/").json()["party"] == ours.creditor.party_id


@pytest.mark.parametrize("path", ["/theirs/office/", "/theirs/portal/", "/ours/portal/", "/nowhere/office/"])
def test_a_place_without_a_seat_does_not_exist(client, ours, path):
    world.side("theirs")
    client.force_login(ours.agent.user)
    assert client.get(path).status_code == 404


def test_a_seat_that_has_ended_opens_nothing(client, ours):
    with acting_for(ours.pk):
        services.end_seat(member=ours.agent, on=world.DAY, at=world.NOW)
    client.force_login(ours.agent.user)
    assert client.get("/ours/office/").status_code == 404


def test_nobody_signed_in_gets_no_scope(client, ours):
    assert client.get("/ours/office/").json() == {}


def test_a_key_is_served_in_its_agency_and_party(client, ours):
    headers = key_of(ours, party=ours.creditor.party)
    served = client.get("/api/v1/scope/", headers=headers).json()
    assert served == {"agency": ours.pk, "party": ours.creditor.party_id, "member": None}


@pytest.mark.parametrize("scheme", ["", "Basic", "Token"])
def test_without_a_good_key_the_api_has_no_scope(client, ours, scheme):
    presented = key_of(ours)["Authorization"].replace("Bearer", scheme)
    assert client.get("/api/v1/scope/", headers={"Authorization": presented}).json() == {}
    old = key_of(ours, at=timezone.now() - timedelta(days=31))
    assert client.get("/api/v1/scope/", headers=old).json() == {}


@pytest.mark.parametrize("way", ["office", "api"])
def test_a_shut_door_is_remembered_and_its_work_is_not(client, ours, way):
    client.force_login(ours.agent.user)
    path, headers = ("/ours/office/shut/", {}) if way == "office" else ("/api/v1/shut/", key_of(ours))
    assert client.get(path, headers=headers).status_code == 404
    with acting_for(ours.pk):
        assert not Option.objects.exists()
        entry = AuditEntry.objects.get(kind="door.closed")
    assert entry.user_id == (ours.agent.user_id if way == "office" else None)
    assert entry.detail == {"path": path, "why": "DoorClosed"}

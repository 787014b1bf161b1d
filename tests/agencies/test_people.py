"""Invitations and API keys: good once, for the right person, in time, in their own agency."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from agencies import services
from agencies.access import key_in
from agencies.crossing import active_agencies, agency_by_slug
from agencies.models import Agency, ApiKey, Invitation, Member
from agencies.scope import acting_for
from core.errors import Stale
from tests import world

pytestmark = pytest.mark.django_db
within = pytest.mark.usefixtures("inside")
LATER = world.NOW + timedelta(days=1)


@pytest.fixture
def ours():
    return world.agency("ours")


@pytest.fixture
def inside(ours):
    """Most tests stay in the agency; those that cross into another do not ask for this."""
    with acting_for(ours.pk):
        yield ours


@pytest.fixture
def ann():
    return world.user("ann@example.test")


def invited(**fields):
    return services.invite(**{"email": "Ann@Example.test", "role": "agent", "at": world.NOW} | fields)


@within
def test_an_invitation_becomes_a_seat(ann):
    member = services.accept_invitation(token=invited().token, user=ann, at=LATER)
    assert (member.user, member.role, member.since) == (ann, "agent", LATER.date())


@within
def test_the_token_is_not_kept(ann):
    made = invited()
    assert made.token not in str(Invitation.objects.values().get())


@within
@pytest.mark.parametrize("days", [14, 15])
def test_an_old_invitation_is_over(ann, days):
    assert services.accept_invitation(token=invited().token, user=ann, at=world.NOW + timedelta(days=days)) is None
    assert not Member.objects.exists()


@within
def test_an_invitation_for_another_address_is_refused():
    assert services.accept_invitation(token=invited().token, user=world.user(), at=LATER) is None
    assert not Member.objects.exists()


@within
def test_an_invitation_serves_once(ann):
    token = invited().token
    seat = services.accept_invitation(token=token, user=ann, at=LATER)
    services.end_seat(member=seat, on=LATER.date(), at=LATER)
    assert services.accept_invitation(token=token, user=ann, at=LATER) is None


@within
def test_a_withdrawn_invitation_is_over(ann):
    made = invited()
    services.withdraw_invitation(invitation=made.invitation, at=world.NOW)
    assert services.accept_invitation(token=made.token, user=ann, at=LATER) is None
    with pytest.raises(Stale):
        services.withdraw_invitation(invitation=made.invitation, at=LATER)


def test_an_invitation_of_another_agency_is_unknown(ann, ours):
    with acting_for(ours.pk):
        token = invited().token
    with acting_for(world.agency("theirs").pk):
        assert services.accept_invitation(token=token, user=ann, at=LATER) is None
        assert not Member.objects.exists()


@within
@pytest.mark.parametrize(("role", "with_party"), [("creditor", False), ("agent", True)])
def test_a_role_that_does_not_fit_its_party_is_an_error(role, with_party):
    with pytest.raises(ValueError, match="do not fit"):
        invited(role=role, party=world.party() if with_party else None)


@within
@pytest.mark.parametrize(("role", "with_party"), [("creditor", False), ("agent", True)])
def test_the_database_refuses_such_a_seat_too(role, with_party):
    with pytest.raises(DatabaseError, match="agencies_member_party_fits_role"), transaction.atomic():
        world.member(role, party=world.party() if with_party else None)


@within
def test_nobody_has_two_seats_in_an_agency(ann):
    world.member(of=ann)
    with pytest.raises(DatabaseError, match="agencies_member_one_seat"), transaction.atomic():
        services.seat(user=ann, role="manager", since=world.DAY, at=world.NOW)


def made_key(ours, **fields):
    given = {"agency": ours, "label": "ERP", "scopes": ["claims:write"], "at": world.NOW, "days": 30}
    return services.make_api_key(**given | fields)


@within
def test_a_key_opens_its_agency_for_its_party(ours):
    party = world.party()
    key = key_in(made_key(ours, party=party).key, LATER)
    assert (key.agency_id, key.party_id, key.scopes) == (ours.pk, party.pk, {"claims:write"})


@within
def test_a_key_is_not_kept(ours):
    made = made_key(ours)
    assert made.key.rpartition("_")[2] not in str(ApiKey.objects.values().get())


@within
def test_a_key_ends(ours):
    key = made_key(ours).key
    assert key_in(key, world.NOW + timedelta(days=30)) is None
    assert key_in(key, world.NOW + timedelta(days=29))


@within
def test_a_revoked_key_is_dead(ours):
    made = made_key(ours)
    services.revoke_api_key(row=made.row, at=world.NOW)
    assert key_in(made.key, LATER) is None
    with pytest.raises(Stale):
        services.revoke_api_key(row=made.row, at=LATER)


def test_a_key_opens_no_other_agency(ours):
    with acting_for(ours.pk):
        key = made_key(ours).key
    world.agency("theirs")
    assert key_in(key, LATER)
    assert key_in(key.replace("ours", "theirs"), LATER) is None


@pytest.mark.parametrize("presented", ["", "ck", "ck_ours", "ck_ours_", "ck__x", "xx_ours_y", "ck_none_x", "ck_ours_x"])
def test_what_is_no_key_opens_nothing(presented, ours):
    assert key_in(presented, LATER) is None


def test_a_suspended_agency_is_not_found(ours):
    with acting_for(ours.pk):
        key = made_key(ours).key
        Agency.objects.update(suspended_on=world.DAY)
    assert agency_by_slug("ours") is None
    assert ours.pk not in active_agencies()
    assert key_in(key, LATER) is None

"""Scopes: entering, nesting, widening, and what a user may read before any agency is known."""

import pytest
from django.db import DatabaseError, connection, transaction

from agencies.models import Agency, Entity, Member
from agencies.queries import seats_of
from agencies.scope import Scope, acting_for, active_scope, as_user, current_agency_id, current_scope, widened
from core.errors import NoAgency, OtherScope
from tests import world

pytestmark = pytest.mark.django_db
SETTINGS = ("agency", "party", "claim", "member", "user")


def told() -> list[str]:
    """What the database was told, in the order of SETTINGS."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"coalesce(current_setting('creansys.{s}', true), '')" for s in SETTINGS))
        return list(cursor.fetchone())


def test_outside_there_is_no_agency():
    assert active_scope() is None
    for ask in (current_scope, current_agency_id):
        with pytest.raises(NoAgency):
            ask()


def test_the_database_is_told_inside_and_forgets_after():
    with acting_for(1, party_id=2, claim_id=3, member_id=4):
        assert told() == ["1", "2", "3", "4", ""]
        assert current_scope() == Scope(1, 2, 3, 4)
    assert told() == [""] * 5
    assert active_scope() is None


def test_leaving_by_an_error_forgets_too():
    with pytest.raises(ZeroDivisionError), acting_for(1):
        raise ZeroDivisionError
    assert told() == [""] * 5
    assert active_scope() is None


def test_a_narrower_scope_ends_where_it_began():
    with acting_for(1, member_id=4):
        with acting_for(1, party_id=2):
            assert told() == ["1", "2", "", "4", ""]
        assert told() == ["1", "", "", "4", ""]


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ({"agency_id": 1}, {"agency_id": 2}),
        ({"agency_id": 1, "party_id": 2}, {"agency_id": 1}),
        ({"agency_id": 1, "party_id": 2}, {"agency_id": 1, "party_id": 3}),
        ({"agency_id": 1, "claim_id": 2}, {"agency_id": 1}),
        ({"agency_id": 1, "claim_id": 2}, {"agency_id": 1, "claim_id": 3, "party_id": 2}),
    ],
)
def test_no_scope_is_entered_that_does_not_fit(outer, inner):
    with acting_for(**outer):
        with pytest.raises(OtherScope), acting_for(**inner):
            pytest.fail("entered")
        assert current_scope() == Scope(**outer)


def test_widening_lifts_party_and_claim_and_keeps_the_agency():
    with acting_for(1, party_id=2, claim_id=3, member_id=4):
        with widened("test"):
            assert told() == ["1", "", "", "4", ""]
        assert told() == ["1", "2", "3", "4", ""]


def test_widening_needs_an_agency():
    with pytest.raises(NoAgency), widened("test"):
        pytest.fail("entered")


def test_a_narrow_scope_reads_and_does_not_write():
    side = world.side("ours")
    with acting_for(side.pk, party_id=side.creditor.party_id):
        assert Entity.objects.get() == side.entity
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            world.file(side.creditor.party_id)


@pytest.mark.parametrize("after", [{}, {"ended_on": world.DAY}])
def test_a_user_reads_its_own_seats_and_their_agencies_alone(after):
    made, person = world.world(), world.user()
    with acting_for(made.ours.pk):
        world.member(of=person, **after)
    with as_user(person.pk):
        assert {m.user_id for m in Member.everywhere.all()} == {person.pk}
        assert list(Agency.objects.all()) == ([] if after else [made.ours.agency])
    assert told() == [""] * 5
    assert not Member.everywhere.exists()


def test_a_user_changes_nothing_by_that():
    side = world.side("ours")
    with as_user(side.agent.user_id):
        assert Member.everywhere.update(role="manager") == 0
        assert Agency.objects.update(name="mine") == 0


def test_seats_are_those_of_one_user_in_agencies_that_work():
    made, person = world.world(), world.user()
    for side, role in ((made.theirs, "agent"), (made.ours, "accountant")):
        with acting_for(side.pk):
            world.member(role, of=person)
    assert [(s.slug, s.role, s.face) for s in seats_of(person.pk)] == [
        ("ours", "accountant", "office"),
        ("theirs", "agent", "office"),
    ]
    with acting_for(made.theirs.pk):
        Agency.objects.update(suspended_on=world.DAY)
    assert [s.slug for s in seats_of(person.pk)] == ["ours"]


def test_a_creditors_seat_names_its_party_and_leads_to_the_portal():
    side = world.side("ours")
    [seat] = seats_of(side.creditor_member.user_id)
    assert (seat.face, seat.party_id) == ("portal", side.creditor.party_id)

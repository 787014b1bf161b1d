"""A creditor's own people and keys: its alone, and none of them reaches further than it does."""

import pytest

from agencies.models import ApiKey, Invitation, Member
from agencies.scope import acting_for
from agencies.services import make_api_key
from tests.world import NOW, member


@pytest.fixture
def colleague(ours) -> Member:
    with acting_for(ours.pk):
        return member("creditor", party=ours.creditor.party)


@pytest.fixture
def key(ours) -> ApiKey:
    with acting_for(ours.pk):
        given = {"agency": ours.agency, "label": "stock", "scopes": [], "at": NOW, "days": 36_500}
        return make_api_key(**given, party=ours.creditor.party).row


def again(row):
    with acting_for(row.agency_id):
        return type(row).objects.get(pk=row.pk)


def test_only_one_s_own_people_are_shown(creditor, colleague, ours):
    page = creditor.get(creditor.at("people/"))
    assert {row.key for row in page.context["seats"].rows} == {str(colleague.pk), str(ours.creditor_member.pk)}


def test_a_colleague_is_offered_the_same_creditor_and_no_more(
    creditor, ours, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        creditor.post(creditor.at("people/invite/"), {"email": "new@example.test", "role": "manager"})
    with acting_for(ours.pk):
        offer = Invitation.objects.get(email="new@example.test")
    assert (offer.role, offer.party_id) == ("creditor", ours.creditor.party_id)
    assert mailoutbox[0].to == ["new@example.test"]


def test_a_colleague_s_seat_is_ended(creditor, colleague):
    assert creditor.get(creditor.at(f"people/{colleague.pk}/end/")).status_code == 200
    creditor.post(creditor.at(f"people/{colleague.pk}/end/"))
    assert again(colleague).ended_on is not None


@pytest.mark.parametrize("whose", ["creditor_member", "other_member", "agent"])
def test_no_other_seat_is_ended(creditor, ours, whose):
    seat = getattr(ours, whose)
    assert creditor.post(creditor.at(f"people/{seat.pk}/end/")).status_code == 404
    assert again(seat).ended_on is None


def test_a_key_is_shown_once_and_sees_this_creditor_alone(creditor, ours):
    given = {"label": "stock", "rights": "write", "days": 30}
    page = creditor.post(creditor.at("keys/new/"), given)
    assert page.context["made"].key in page.content.decode()
    row = page.context["made"].row
    assert (row.party_id, row.scopes) == (ours.creditor.party_id, ["claims:read", "claims:write"])
    assert page.context["made"].key not in creditor.get(creditor.at("people/")).content.decode()


def test_a_key_is_revoked_by_its_creditor_alone(client, ours, key):
    address = f"/{ours.agency.slug}/portal/keys/{key.pk}/revoke/"
    client.force_login(ours.other_member.user)
    assert client.post(address).status_code == 404
    assert again(key).revoked_at is None
    client.force_login(ours.creditor_member.user)
    client.post(address)
    assert again(key).revoked_at is not None

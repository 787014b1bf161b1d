"""Views that members keep of their lists: their own, few, named once, opened first where they say so."""

import re
from html import unescape

import pytest

from agencies.models import SavedView
from agencies.scope import acting_for
from agencies.services import MOST_VIEWS, ViewRefused, change_view, drop_view, save_view
from tests.world import world

NARROWED = "?sort=-amount&stage=paynow"
FACES = pytest.mark.parametrize("face", ["office", "portal"])
GIVEN = {"page": "claims", "query": "sort=number"}


@pytest.fixture
def ours(db):
    return world().ours


def seat(ours, face, other=False):
    """Somebody who works in this face, or a colleague of theirs."""
    if face == "office":
        return ours.manager if other else ours.agent
    return ours.other_member if other else ours.creditor_member


@pytest.fixture
def at(ours, client, face):
    client.force_login(seat(ours, face).user)
    return lambda path="": f"/{ours.agency.slug}/{face}/{path}"


def kept(ours):
    with acting_for(ours.pk):
        return list(SavedView.objects.order_by("position"))


def save(client, at, name="Big ones", query=NARROWED, **more):
    return client.post(at(f"views/claims/{query}"), {"name": name, **more})


@FACES
def test_a_view_is_kept_as_the_list_is_narrowed_and_shown_over_it(ours, client, at, face):
    answer = save(client, at, query=f"{NARROWED}&drop=table&at=forged")
    assert answer.headers["Location"] == at(f"claims/{NARROWED}")
    assert [(view.name, view.query, view.opens) for view in kept(ours)] == [("Big ones", NARROWED[1:], False)]
    assert 'aria-current="page">Big ones</a>' in client.get(answer.headers["Location"]).content.decode()


@FACES
def test_the_list_opens_with_the_view_chosen_for_it(ours, client, at, face):
    assert client.get(at("claims/")).status_code == 200
    save(client, at, opens="on")
    assert client.get(at("claims/")).headers["Location"] == at(f"claims/{NARROWED}")
    save(client, at, "Other", "?sort=due", opens="on")
    assert [view.opens for view in kept(ours)] == [False, True]
    assert client.get(at("claims/?sort=-number")).status_code == 200


@FACES
def test_a_view_is_renamed(ours, client, at, face):
    save(client, at)
    (view,) = kept(ours)
    page = at(f"views/claims/{view.pk}/")
    assert "Big ones" in client.get(page).content.decode()
    assert client.post(page, {"name": "Mine", "opens": "on"}).status_code == 302
    assert [(one.name, one.opens) for one in kept(ours)] == [("Mine", True)]


@FACES
def test_a_deleted_view_comes_back_by_one_button(ours, client, at, face):
    save(client, at, opens="on")
    client.post(at(f"views/claims/{kept(ours)[0].pk}/delete/"))
    assert not kept(ours)
    page = client.get(at(f"claims/{NARROWED}")).content.decode()
    undo = next(found for found in re.findall(r'action="([^"]+)"', page) if "name=Big" in found)
    client.post(unescape(undo))
    assert [(one.name, one.query, one.opens) for one in kept(ours)] == [("Big ones", NARROWED[1:], True)]


@FACES
@pytest.mark.parametrize("name", ["", "x" * 41, "big ONES"])
def test_a_name_that_will_not_do_is_asked_again(ours, client, at, face, name):
    save(client, at)
    answer = save(client, at, name, "?sort=due")
    assert (answer.status_code, len(kept(ours))) == (422, 1)
    assert 'class="field wrong"' in answer.content.decode()


@FACES
def test_nobody_else_s_view_is_seen_or_touched(ours, client, at, face):
    save(client, at)
    (view,) = kept(ours)
    client.force_login(seat(ours, face, other=True).user)
    assert ">Big ones</a>" not in client.get(at("claims/?sort=number")).content.decode()
    for page in (f"views/claims/{view.pk}/", f"views/claims/{view.pk}/delete/"):
        assert client.post(at(page), {"name": "Stolen"}).status_code == 404
    assert [one.name for one in kept(ours)] == ["Big ones"]


@FACES
def test_a_list_that_keeps_no_views_has_none(ours, client, at, face):
    assert client.post(at("views/messages/"), {"name": "x"}).status_code == 404


def test_there_are_so_many_views_and_no_more(ours):
    with acting_for(ours.pk):
        made = [save_view(member=ours.agent, name=f"v{n}", **GIVEN) for n in range(MOST_VIEWS)]
        assert save_view(member=ours.agent, name="more", **GIVEN) is ViewRefused.TOO_MANY
        drop_view(view=made[0])
        assert isinstance(save_view(member=ours.agent, name="more", **GIVEN), SavedView)


def test_a_name_is_taken_by_another_view_and_not_by_itself(ours):
    with acting_for(ours.pk):
        one = save_view(member=ours.agent, name="One", **GIVEN)
        two = save_view(member=ours.agent, name="Two", **GIVEN)
        assert change_view(view=two, name="ONE", opens=False) is ViewRefused.NAME_TAKEN
        assert change_view(view=one, name="ONE", opens=False) is None
        assert isinstance(save_view(member=ours.manager, name="One", **GIVEN), SavedView)

"""Numbers and addresses with a mark: set by hand, by a call, by mail that came back; a bad one is not used."""

import pytest

from agencies.scope import acting_for
from claims import guard
from claims.models import Claim, ContactMark, Event
from claims.queries.points import points_of
from claims.services.marking import mark_contact
from claims.services.parties import correct_contact
from core.errors import Stale
from messaging.models import BadAddress, Message
from tests.world import NOW, world

PHONE = "+32470123456"
USES = {"phone": ("call", "sms"), "email": ("email",), "address": ("letter", "visit")}


@pytest.fixture
def ours(db):
    side = world().ours
    with acting_for(side.pk, member_id=side.agent.pk):
        type(side.claim.debtor).objects.filter(pk=side.claim.debtor_id).update(phone=PHONE)
        side.claim.debtor.refresh_from_db()
        yield side


def mark(ours, way, what, **more):
    return mark_contact(debtor_id=ours.claim.debtor_id, way=way, mark=what, source="hand", at=NOW, **more)


def refused(ours, act) -> bool:
    claim = Claim.objects.get(pk=ours.claim.pk)
    asked = guard.ask(claim, act, recipient=f"debtor:{claim.debtor_id}", at=NOW)
    return "contact-bad" in [one.rule for one in asked]


def known(ours) -> dict[str, tuple[str, str]]:
    [points] = points_of([type(ours.claim.debtor).objects.get(pk=ours.claim.debtor_id)]).values()
    return {one.way: (one.mark, one.source) for one in points}


@pytest.mark.parametrize("way", USES)
def test_what_is_bad_is_used_by_no_act_until_it_is_good(ours, way):
    mark(ours, way, "bad")
    others = [act for other, acts in USES.items() if other != way for act in acts]
    assert [refused(ours, act) for act in USES[way]] == [True] * len(USES[way])
    assert not any(refused(ours, act) for act in others)
    mark(ours, way, "good")
    assert not any(refused(ours, act) for act in USES[way])


def test_a_mark_says_who_set_it_and_is_told_once(ours):
    assert mark(ours, "phone", "bad").set_by_id == ours.agent.pk
    assert mark(ours, "phone", "bad") is None
    assert known(ours) == {"phone": ("bad", "hand"), "email": ("unknown", ""), "address": ("unknown", "")}
    assert Event.objects.filter(claim=ours.claim, kind="contact_marked").count() == 1


def test_a_corrected_number_begins_unknown(ours):
    mark(ours, "phone", "bad")
    correct_contact(claim_id=ours.claim.pk, at=NOW, phone="+32470000000", by="agency")
    assert known(ours)["phone"] == ("unknown", "")
    assert not refused(ours, "call")


def test_mail_that_came_back_makes_an_address_bad_until_it_is_said_to_work(ours):
    back = Message.objects.create(
        dedupe_key="1", channel="email", kind="x", address="x", queued_at=NOW, not_before=NOW, language="fr"
    )
    BadAddress.objects.create(channel="email", address=ours.claim.debtor.email, since=NOW, message=back)
    assert known(ours)["email"] == ("bad", "bounce")
    mark(ours, "email", "good")
    assert known(ours)["email"] == ("good", "hand")


@pytest.mark.parametrize("given", [{"way": "phone", "value": "+3221111111"}, {"way": "email", "value": "x@y.example"}])
def test_what_changed_meanwhile_is_not_marked(ours, given):
    with pytest.raises(Stale):
        mark(ours, given["way"], "bad", value=given["value"])
    assert not ContactMark.objects.exists()

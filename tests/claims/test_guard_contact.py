"""The gate, with what the house remembers: who may be reached, how often, by which way, and what was owned up to."""

from datetime import UTC, date, datetime, timedelta

import pytest

from agencies.scope import acting_for
from claims import guard
from claims.models import Claim, Liable, Representative
from claims.services.evidence import note_contact, note_writing
from claims.services.lifecycle import accept_import
from law.clearance import Clearance
from messaging.services.wishes import close_way, open_way
from tests import world
from tests.claims.make import row, taken, with_bordereau

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
FRENCH = {"country": "FR", "kind": "particulier", "postcode": "59300", "city": "Valenciennes"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    side = world.side("ours")
    with acting_for(side.pk):
        yield side


def claim(ours, **cells):
    found = taken(ours, row(**cells))
    accept_import(import_id=with_bordereau(found).pk, name="A. Manager", on=AT.date(), at=AT)
    return Claim.objects.select_related("source", "contract", "entity", "debtor").get(source=found)


def refused(one, act="call", who="", at=AT):
    found = guard.ask(one, act, recipient=who or f"debtor:{one.debtor_id}", at=at)
    return () if isinstance(found, Clearance) else tuple((one.rule, one.allowed_from) for one in found)


def call(one, at):
    note_contact(claim_id=one.pk, act="call", recipient=f"debtor:{one.debtor_id}", outcome="no_answer", at=at)


def test_a_call_that_was_tried_counts_whatever_came_of_it(ours):
    one = claim(ours)
    call(one, AT - timedelta(hours=1))
    assert refused(one) == (("contact-frequency", date(2026, 3, 4)),)
    assert refused(one, "visit") == (("contact-frequency", date(2026, 3, 4)),)
    assert refused(one, "reply") == refused(one, at=AT + timedelta(days=1)) == ()


def test_a_third_contact_of_the_week_is_the_last(ours):
    one = claim(ours)
    for days in (1, 3, 5):
        call(one, AT - timedelta(days=days))
    assert refused(one) == (("contact-frequency", date(2026, 3, 5)),)


def test_contacts_on_another_claim_of_the_debtor_count_too(ours):
    one = claim(ours)
    other = world.claim(one.contract, debtor=one.debtor)
    call(other, AT - timedelta(hours=1))
    assert [rule for rule, _ in refused(one)] == ["contact-frequency"]


def test_strangers_are_not_spoken_to(ours):
    one = claim(ours)
    stranger = world.debtor(ours.creditor)
    assert [rule for rule, _ in refused(one, who=f"debtor:{stranger.pk}")] == ["not-liable"]
    Liable.objects.create(party_id=one.party_id, claim=one, debtor=stranger, role="guarantor")
    assert refused(one, who=f"debtor:{stranger.pk}") == ()


def test_whoever_has_a_lawyer_is_reached_through_him(ours):
    one = claim(ours)
    given = {"party_id": one.party_id, "debtor": one.debtor, "kind": "lawyer", "name": "Me Roux", "since": AT.date()}
    lawyer = Representative.objects.create(**given, proof=world.file())
    assert [rule for rule, _ in refused(one)] == ["represented"]
    assert refused(one, who=f"representative:{lawyer.pk}") == refused(one, "notice") == ()
    Representative.objects.filter(pk=lawyer.pk).update(ended_on=AT.date())
    assert refused(one) == ()


@pytest.mark.parametrize("act", ["call", "visit", "email"])
def test_a_way_that_the_debtor_refused_is_closed_until_asked_for_again(ours, act):
    one = claim(ours, email="D@exemple.example")
    Claim.objects.get(pk=one.pk)
    one.debtor.phone = "+3265000000"
    way = {"email": one.debtor.email, "call": one.debtor.phone, "visit": f"debtor:{one.debtor_id}"}[act]
    assert close_way(channel=act, address=way, at=AT)
    assert refused(one, act) == (("channel-refused", None),)
    assert open_way(channel=act, address=way, at=AT)
    assert refused(one, act) == ()


def test_hours_are_those_of_the_debtor(ours):
    evening = datetime(2026, 3, 3, 20, 30, tzinfo=UTC)  # 21:30 in Brussels
    assert [rule for rule, _ in refused(claim(ours), at=evening)] == ["contact-hours"]
    assert [rule for rule, _ in refused(claim(ours), "email", at=evening)] == []


@pytest.mark.parametrize(("way", "expected"), [("email", ()), ("call", (("limitation", None),))])
def test_a_writing_that_owns_up_moves_the_limitation_and_a_word_does_not(ours, way, expected):
    one = claim(ours, **FRENCH | {"issued": "2024-02-01", "due": "2024-03-02"})
    note_writing(claim_id=one.pk, what="plan", way=way, at=AT - timedelta(days=30))
    assert refused(one, "notice") == expected

"""The story of a claim: sealed by the database, so that whoever rewrites it is found, and a person can be erased."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from agencies.scope import acting_for
from claims.models import Anchor, Claim, Debtor, Event, EventDetail
from claims.queries.timeline import timeline, verify
from claims.rules import ClosedAs
from claims.services.erasure import erase_debtor
from claims.services.lifecycle import close
from claims.services.timeline import anchor, tell
from core.errors import Stale
from tests import world

pytestmark = pytest.mark.real_commits


@pytest.fixture
def claim() -> Claim:
    """A claim with a story of three links, committed."""
    side = world.side("ours")
    with acting_for(side.pk):
        for kind in ("opened", "noticed", "moved"):
            tell(side.claim, kind, at=world.NOW, name="Ann")
    return side.claim


@pytest.fixture
def found(claim):
    """What `verify` says of the whole agency: `where: why` lines."""

    def ask() -> list[str]:
        with acting_for(claim.agency_id):
            return [f"{broken.where}: {broken.why}" for broken in verify()]

    return ask


def test_an_honest_chain_verifies(claim, found):
    assert found() == []
    with acting_for(claim.agency_id):
        links = list(Event.objects.order_by("seq"))
    assert [link.seq for link in links] == [1, 2, 3]
    assert [link.prev_hash for link in links] == ["", links[0].hash, links[1].hash]


def test_the_story_is_read_latest_first(claim):
    with acting_for(claim.agency_id):
        told = timeline(claim.pk)
    assert [(link.seq, link.kind, link.detail) for link in told][-1] == (1, "opened", {"name": "Ann"})
    assert {link.actor for link in told} == {"system"}


def test_the_database_seals_whatever_is_given(claim, found):
    forged = {"seq": 99, "hash": "f" * 64, "prev_hash": "f" * 64, "recorded_at": world.NOW - timedelta(days=900)}
    with acting_for(claim.agency_id):
        link = Event.objects.create(
            party_id=claim.party_id, claim=claim, kind="x", at=world.NOW, actor="x", detail_hash="0" * 64, **forged
        )
        link.refresh_from_db()
        assert (link.seq, link.hash == forged["hash"]) == (4, False)
        assert link.recorded_at > timezone.now() - timedelta(minutes=5)
    assert found() == [f"claim {claim.pk}, event 4: its detail is missing"]


@pytest.mark.parametrize("change", [lambda rows: rows.update(kind="x"), lambda rows: rows._raw_delete(rows.db)])
def test_the_service_may_not_rewrite(claim, change):
    with acting_for(claim.agency_id):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            change(Event.objects.all())
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            EventDetail.objects.update(detail="{}")


@pytest.mark.parametrize(
    "change",
    ["kind = 'paid'", "at = at - interval '1 day'", "actor = 'member:9'", "detail_hash = 'x'", "hash = 'x'"],
)
def test_a_link_that_was_changed_is_found(claim, found, owner_sql, change):
    owner_sql(f"UPDATE claims_event SET {change} WHERE seq = 2")
    assert any(line.startswith(f"claim {claim.pk}, event 2: the link was changed") for line in found())


def test_a_link_that_was_resealed_breaks_the_next(claim, found, owner_sql):
    owner_sql("UPDATE claims_event SET kind = 'paid' WHERE seq = 2")
    owner_sql("UPDATE claims_event e SET hash = claims_link(e) WHERE seq = 2")
    assert found() == [f"claim {claim.pk}, event 3: it does not follow the link before it"]


def test_a_link_that_was_taken_out_is_found(claim, found, owner_sql):
    owner_sql("DELETE FROM claims_eventdetail WHERE event_id = (SELECT id FROM claims_event WHERE seq = 2)")
    owner_sql("DELETE FROM claims_event WHERE seq = 2")
    assert found() == [f"claim {claim.pk}, event 3: a link is missing before it"]


def test_a_detail_that_was_changed_is_found(claim, found, owner_sql):
    owner_sql("UPDATE claims_eventdetail d SET detail = '{}' FROM claims_event e WHERE e.id = event_id AND e.seq = 1")
    assert found() == [f"claim {claim.pk}, event 1: its detail was changed"]


def test_a_tail_that_was_cut_is_found_by_the_anchor(claim, found, owner_sql):
    with acting_for(claim.agency_id):
        assert anchor(at=timezone.now() + timedelta(hours=2)).links == 3
    owner_sql("DELETE FROM claims_eventdetail WHERE event_id = (SELECT id FROM claims_event WHERE seq = 3)")
    owner_sql("DELETE FROM claims_event WHERE seq = 3")
    [line] = found()
    assert line.startswith("anchor of ")


def test_an_anchor_is_cast_once_over_a_window(claim, found):
    with acting_for(claim.agency_id):
        later = timezone.now() + timedelta(hours=2)
        assert [anchor(at=later) is None, anchor(at=later) is None] == [False, True]
        assert Anchor.objects.count() == 1
    assert found() == []


def test_an_erased_detail_leaves_the_chain_whole_once_an_event_says_so(claim, found):
    with acting_for(claim.agency_id):
        EventDetail.objects.filter(event__seq=1).delete()
    assert found() == [f"claim {claim.pk}, event 1: its detail is missing"]
    with acting_for(claim.agency_id):
        tell(claim, "erased", at=world.NOW)
    assert found() == []
    with acting_for(claim.agency_id):
        assert timeline(claim.pk)[-1].detail is None


def test_erasing_a_debtor_takes_the_words_and_leaves_the_chain(claim, found):
    with acting_for(claim.agency_id):
        close(claim, ClosedAs.PAID, on=world.DAY, at=world.NOW)
        assert erase_debtor(debtor_id=claim.debtor_id, on=world.DAY, at=world.NOW) == 1
        told = timeline(claim.pk)
        assert (told[0].kind, {link.detail and link.detail.get("name") for link in told[1:]}) == ("erased", {None})
        assert Debtor.objects.get(pk=claim.debtor_id).email == ""
    assert found() == []


def test_the_debtor_of_an_open_claim_is_not_erased(claim):
    with acting_for(claim.agency_id):
        with pytest.raises(Stale, match="open claim"):
            erase_debtor(debtor_id=claim.debtor_id, on=world.DAY, at=world.NOW)
        assert timeline(claim.pk)[-1].detail == {"name": "Ann"}


def test_two_agencies_verify_apart(claim, found, owner_sql):
    theirs = world.side("theirs")
    with acting_for(theirs.pk):
        tell(theirs.claim, "opened", at=world.NOW)
    owner_sql("UPDATE claims_event SET kind = 'x' WHERE agency_id = %s", [theirs.pk])
    assert found() == []

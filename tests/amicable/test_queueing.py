"""The queue over real rows: ranked by what happens, taken one by one, kept from the others while open."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from agencies.scope import acting_for
from amicable.models import Action, QueueEntry
from amicable.services import queueing
from claims.models import Claim
from claims.rules import HoldKind
from claims.services import lifecycle
from claims.services.messages import attach
from messaging.models import InboundMessage
from tests import world


@pytest.fixture
def ours(db):
    return world.world().ours


def task(claim: Claim, on: date | None = None, act: str = "call") -> Action:
    """Something that an agent has to do about a claim."""
    day = on or timezone.localdate()
    made = {"act": act, "planned_on": day, "on": day, "made_at": timezone.now(), "debtor_id": claim.debtor_id}
    found = Action.objects.create(claim=claim, party_id=claim.party_id, **made)
    queueing.touch([claim.pk], on=timezone.localdate())
    queueing.rank_due(at=timezone.now())
    return found


def entry(claim: Claim) -> QueueEntry:
    return QueueEntry.objects.get(claim=claim)


def test_a_task_that_is_due_waits_and_one_of_tomorrow_does_not(ours):
    with acting_for(ours.pk):
        task(ours.claim)
        task(ours.others_claim, timezone.localdate() + timedelta(days=1))
        assert (entry(ours.claim).is_ready, entry(ours.claim).why) == (True, "task")
        assert not entry(ours.others_claim).is_ready
        queueing.rank_due(at=timezone.now() + timedelta(days=1))
        assert entry(ours.others_claim).is_ready


def test_ranking_twice_on_a_day_does_nothing(ours):
    with acting_for(ours.pk):
        task(ours.claim)
        assert queueing.rank_due(at=timezone.now()) == []


def test_a_hold_takes_a_claim_out_and_its_end_brings_it_back(ours):
    now, on = timezone.now(), timezone.localdate()
    with acting_for(ours.pk):
        task(ours.claim)
        rest = lifecycle.hold(claim_id=ours.claim.pk, kind=HoldKind.MEDIATION, since=on, reason="", at=now)
        queueing.rank_due(at=now)
        assert not entry(ours.claim).is_ready
        lifecycle.release(hold_id=rest.pk, on=on, at=now)
        queueing.rank_due(at=now)
        assert entry(ours.claim).is_ready


def test_an_answer_comes_before_a_call(ours):
    now = timezone.now()
    with acting_for(ours.pk):
        task(ours.claim)
        heard = InboundMessage.objects.create(channel="sms", provider_id="SM9", received_at=now, text="Bonjour")
        attach(inbound_id=heard.pk, claim_id=ours.others_claim.pk, at=now)
        queueing.refresh(ours.others_claim.pk, at=now)
        assert queueing.take_next(member_id=ours.agent.pk, at=now) == ours.others_claim.pk


def test_next_passes_over_what_a_colleague_has_open_until_the_lease_ends(ours):
    now = timezone.now()
    with acting_for(ours.pk):
        task(ours.claim)
        assert queueing.take_next(member_id=ours.agent.pk, at=now) == ours.claim.pk
        assert queueing.take_next(member_id=ours.manager.pk, at=now) is None
        assert not queueing.take(claim_id=ours.claim.pk, member_id=ours.manager.pk, at=now)
        later = now + queueing.LEASE
        assert queueing.take_next(member_id=ours.manager.pk, at=later) == ours.claim.pk


def test_what_was_passed_over_comes_back_in_a_while(ours):
    now = timezone.now()
    with acting_for(ours.pk):
        task(ours.claim)
        task(ours.others_claim)
        first = queueing.take_next(member_id=ours.agent.pk, at=now)
        assert {first, queueing.take_next(member_id=ours.agent.pk, at=now)} == {ours.claim.pk, ours.others_claim.pk}
        assert queueing.take_next(member_id=ours.agent.pk, at=now) is None
        assert queueing.take_next(member_id=ours.agent.pk, at=now + queueing.ASIDE) is not None


def test_a_claim_that_was_settled_meanwhile_is_not_given_to_anybody(ours):
    now = timezone.now()
    with acting_for(ours.pk):
        made = task(ours.claim)
        Action.objects.filter(pk=made.pk).update(state="done")
        queueing.touch([ours.claim.pk], on=timezone.localdate())
        assert queueing.take_next(member_id=ours.agent.pk, at=now) is None


def test_a_file_handed_over_comes_to_its_agent_alone(ours):
    now = timezone.now()
    with acting_for(ours.pk):
        task(ours.claim)
        queueing.hand_over(claim_id=ours.claim.pk, to_id=ours.manager.pk, at=now)
        assert queueing.take_next(member_id=ours.agent.pk, at=now) is None
        assert queueing.take_next(member_id=ours.manager.pk, at=now) == ours.claim.pk


@pytest.mark.parametrize(("wanted", "found"), [({"language": "nl"}, False), ({"language": "fr"}, True)])
def test_the_queue_is_narrowed_by_language(ours, wanted, found):
    with acting_for(ours.pk):
        task(ours.claim)
        taken = queueing.take_next(member_id=ours.agent.pk, at=timezone.now(), **wanted)
        assert (taken is not None) == found


def test_next_is_one_indexed_query(ours, django_assert_num_queries):
    with acting_for(ours.pk):
        task(ours.claim)
        with django_assert_num_queries(4):  # what was left (2), the next (1), its lease (1)
            assert queueing.take_next(member_id=ours.agent.pk, at=timezone.now())


@pytest.mark.real_commits
def test_agents_who_ask_at_the_same_moment_get_different_files(transactional_db):
    made, gate, got = world.world().ours, Barrier(2), []
    with acting_for(made.pk):
        task(made.claim)
        task(made.others_claim)

    def ask(member_id: int) -> None:
        try:
            with acting_for(made.pk):
                gate.wait(10)
                got.append(queueing.take_next(member_id=member_id, at=timezone.now()))
        finally:
            connection.close()

    agents = [Thread(target=ask, args=[one.pk]) for one in (made.agent, made.manager)]
    [one.start() for one in agents]
    [one.join(30) for one in agents]
    assert sorted(got) == sorted([made.claim.pk, made.others_claim.pk])

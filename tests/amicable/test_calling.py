"""A call by its outcome sets what comes next, and tells it once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from agencies.scope import acting_for
from amicable.models import Action, Dispute, Promise, QueueEntry
from amicable.rules.calls import MOST_TRIES, Call, try_again
from amicable.services.calling import log_call
from claims import guard
from claims.models import ClaimNote, Event, Hold
from claims.queries.contact import contacts_of
from tests import world
from tests.amicable.test_queueing import task
from tests.world import NOW


@pytest.fixture
def ours(db):
    return world.world().ours


def log(ours, outcome: str, **fields):
    with acting_for(ours.pk, member_id=ours.agent.pk):
        now = timezone.now()
        call = Call(outcome=outcome, **fields)
        return log_call(claim_id=ours.claim.pk, call=call, on=timezone.localdate(now), at=now)


def outcomes(ours) -> list[tuple[str, str]]:
    with acting_for(ours.pk):
        return list(Action.objects.filter(claim=ours.claim).order_by("pk").values_list("state", "outcome"))


def test_a_call_does_the_task_and_takes_the_claim_out_of_the_queue(ours):
    with acting_for(ours.pk):
        task(ours.claim)
    assert log(ours, "reached", note="Rappelle son comptable.") is None
    assert outcomes(ours) == [("done", "reached")]
    with acting_for(ours.pk):
        assert not QueueEntry.objects.get().is_ready
        assert len(contacts_of(ours.claim.debtor_id, timezone.now())) == 1


def test_no_answer_is_tried_again_on_the_next_working_day_thrice_in_all(ours):
    for _ in range(MOST_TRIES):
        log(ours, "no_answer")
    assert outcomes(ours) == [("done", "no_answer")] * MOST_TRIES


def test_a_promise_is_taken_and_one_too_far_away_leaves_nothing(ours):
    far = timezone.localdate() + timedelta(days=90)
    refused = log(ours, "promises", amount=Decimal(100), due_on=far)
    assert refused.rule == "promise-far"
    assert outcomes(ours) == []
    soon = timezone.localdate() + timedelta(days=5)
    assert log(ours, "promises", amount=Decimal(100), due_on=soon) is None
    with acting_for(ours.pk):
        assert Promise.objects.get().way == "call"


def test_a_dispute_stops_everything(ours):
    assert log(ours, "disputes", ground="other", note="Jamais reçu.") is None
    with acting_for(ours.pk):
        assert Dispute.objects.get().said == "Jamais reçu."
        assert Hold.objects.filter(kind="dispute", ended_on=None).exists()


def test_a_debtor_who_says_it_has_paid_is_left_in_peace_while_the_creditor_looks(ours):
    log(ours, "says_paid", note="Le 3 mars, par virement.")
    with acting_for(ours.pk):
        assert Hold.objects.get(kind="paid_already").until == timezone.localdate() + timedelta(days=7)
        assert "Le 3 mars" in ClaimNote.objects.get().text


def test_a_wrong_number_is_never_called_again(ours):
    with acting_for(ours.pk):
        debtor = ours.claim.debtor
        debtor.phone = "+32470123456"
        debtor.save()
    log(ours, "wrong_number")
    with acting_for(ours.pk):
        asked = {act: guard.ask(ours.claim, act, recipient=f"debtor:{debtor.pk}", at=NOW) for act in ("call", "sms")}
        assert all("contact-bad" in [one.rule for one in refused] for refused in asked.values())


def test_a_debtor_is_called_back_at_its_hour(ours):
    again = timezone.now() + timedelta(days=1)
    log(ours, "call_back", again_at=again)
    with acting_for(ours.pk):
        entry = QueueEntry.objects.get()
        assert (entry.not_before, entry.is_ready) == (again, False)
        assert Action.objects.filter(state="open", on=timezone.localdate(again)).count() == 1


def test_a_call_of_the_debtor_is_no_contact_of_ours(ours):
    log(ours, "reached", incoming=True, note="Demande le détail.")
    with acting_for(ours.pk):
        assert Event.objects.filter(kind="replied").exists()
        assert contacts_of(ours.claim.debtor_id, timezone.now()) == ()


@given(st.lists(st.sampled_from(["no_answer", "reached", "refuses"]), max_size=6))
def test_tries_in_a_row_are_counted_from_the_last_answer(before):
    in_a_row = len(before) if set(before) <= {"no_answer"} else [one == "no_answer" for one in before].index(False)
    assert try_again(before) == (in_a_row < MOST_TRIES - 1)

"""States, back-off, leave, hand-over: decided without a database."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Stale
from messaging import rules
from messaging.rules import NotToADebtor, State, Uncleared
from tests.messaging.outbox import clearance
from tests.world import NOW

FRIDAY, MONDAY, TUESDAY = date(2026, 3, 6), date(2026, 3, 9), date(2026, 3, 10)


@given(st.lists(st.sampled_from(State), max_size=12))
def test_a_final_state_is_never_left(wanted):
    state, left = State.QUEUED, False
    for to in wanted:
        was = state
        try:
            rules.check_move(state, to)
            state = to
        except Stale:
            continue
        left = left or was in rules.FINAL
    assert not left
    assert {State.SENT, State.FAILED, State.CANCELLED} == rules.FINAL


def test_only_what_was_taken_or_parked_becomes_sent():
    assert {state for state, ways in rules.MOVES.items() if State.SENT in ways} == {"sending", "printed", "parked"}


@given(st.integers(1, 10_000))
def test_waiting_grows_and_is_capped(attempts):
    assert rules.back_off(1) == timedelta(minutes=2)
    assert rules.back_off(attempts) <= rules.back_off(attempts + 1) <= rules.BACK_OFF_CAP


@pytest.mark.parametrize(
    ("permanent", "attempts", "state"), [(False, 1, "queued"), (True, 1, "failed"), (False, 30, "failed")]
)
def test_a_refusal_is_retried_unless_permanent_or_endless(permanent, attempts, state):
    verdict = rules.after_refusal(reason="450 busy", permanent=permanent, attempts=attempts, at=NOW)
    assert (verdict.state, verdict.answer) == (state, "450 busy")
    assert (verdict.again_at is not None) == (state == "queued")


@pytest.mark.parametrize(("idempotent", "state"), [(True, "queued"), (False, "parked")])
def test_what_is_maybe_sent_is_tried_again_only_where_that_is_harmless(idempotent, state):
    assert rules.after_loss(reason="lost", idempotent=idempotent, attempts=1, at=NOW).state == state


def _check(leave, recipient="debtor:31", channel="letter", at=NOW, leaves_at=NOW):
    rules.check_leave(leave, channel=channel, recipient=recipient, at=at, leaves_at=leaves_at)


def test_a_matching_clearance_lets_a_message_through():
    _check(clearance())
    _check(clearance(act="reply"), channel="email")


@pytest.mark.parametrize("recipient", ["debtor:31", "representative:5", "guarantor:2", "", "debtor"])
def test_only_the_own_side_is_written_to_without_a_clearance(recipient):
    with pytest.raises(Uncleared):
        _check(NotToADebtor("a report"), recipient=recipient)


@pytest.mark.parametrize("recipient", ["creditor:1", "partner:9", "member:4"])
def test_the_own_side_needs_no_clearance(recipient):
    _check(NotToADebtor("a report"), recipient=recipient)


@pytest.mark.parametrize(
    ("leave", "how"),
    [
        (clearance(recipient="debtor:32"), {}),
        (clearance(act="call"), {}),
        (clearance(act="sms"), {"channel": "email"}),
        (clearance(act="email"), {"channel": "letter"}),
        (clearance(granted=NOW + timedelta(minutes=1)), {}),
        (clearance(expires=NOW), {}),
        (clearance(), {"leaves_at": NOW + timedelta(hours=12)}),
    ],
    ids=["other debtor", "call", "sms", "other channel", "not yet", "expired", "leaves too late"],
)
def test_a_clearance_for_something_else_is_none(leave, how):
    with pytest.raises(Uncleared):
        _check(leave, **how)


def test_a_kept_clearance_lapses_at_its_end():
    kept = rules.proof(clearance())
    assert not rules.lapsed(kept, NOW + timedelta(hours=11, minutes=59))
    assert rules.lapsed(kept, NOW + timedelta(hours=12))
    assert not rules.lapsed(rules.proof(NotToADebtor("a report")), NOW + timedelta(days=999))


@pytest.mark.parametrize(
    ("on", "today", "states", "rule"),
    [
        (FRIDAY, FRIDAY, ["printed"], None),
        (MONDAY, MONDAY, ["printed", "cancelled"], None),  # one working day later
        (TUESDAY, TUESDAY, ["printed"], "hand-over-late"),
        (MONDAY, FRIDAY, ["printed"], "hand-over-in-future"),
        (FRIDAY, FRIDAY, ["printed", "sending"], "run-unfinished"),
        (FRIDAY, FRIDAY, ["queued"], "run-unfinished"),
    ],
)
def test_when_a_run_counts_as_handed_over(on, today, states, rule):
    refusal = rules.hand_over_refusal(posting_on=FRIDAY, on=on, today=today, country="BE", states=states)
    assert (refusal and refusal.rule) == rule


def test_letters_are_posted_on_working_days():
    assert rules.posting_day("BE", date(2026, 3, 7)) == MONDAY  # a Saturday
    assert rules.posting_day("FR", date(2026, 5, 8)) == date(2026, 5, 11)  # a holiday in France alone
    assert rules.posting_day("BE", date(2026, 5, 8)) == date(2026, 5, 8)

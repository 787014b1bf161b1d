"""Queued with the business, taken once, sent with no transaction open, recorded; whatever dies between."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from agencies.scope import acting_for
from core.errors import Stale
from messaging.channels import Refused, Unsure
from messaging.events import MessageFailed, MessageSent
from messaging.models import Message
from messaging.rules import STUCK_AFTER, State, Uncleared
from messaging.services import cancel, deliver_due, deliver_one, resolve_parked, settle_stuck
from tests.messaging.outbox import LATER, clearance, committed, letter, message, seen
from tests.world import NOW, party

pytestmark = pytest.mark.real_commits
MUCH_LATER = LATER + STUCK_AFTER


class Killed(BaseException):
    """Stands for the end of a worker."""


def die():
    raise Killed


def deliver(agency_id, message_id, at=LATER):
    return deliver_one(agency_id=agency_id, message_id=message_id, at=at)


def killed(agency_id, message_id):
    with pytest.raises(Killed):
        deliver(agency_id, message_id)


# Writing -------------------------------------------------------------------------------------------------------------


def test_the_same_key_is_one_message(agencies, line):
    first = committed(agencies.ours, text="first")
    assert committed(agencies.ours, text="second") == first
    assert seen(agencies.ours, first).text == "first"
    assert committed(agencies.theirs) != first


def test_a_debtor_is_not_written_to_without_leave(agencies, owner_sql):
    with pytest.raises(Uncleared), acting_for(agencies.ours):
        message(recipient="debtor:31")
    assert owner_sql("SELECT count(*) FROM messaging_message") == [(0,)]


def test_the_clearance_is_kept_as_proof(agencies):
    kept = seen(agencies.ours, committed(agencies.ours, recipient="debtor:31", clearance=clearance())).clearance
    assert (kept["act"], kept["recipient"], kept["claim"]) == ("notice", "debtor:31", "812")


def test_a_rolled_back_business_leaves_nothing(agencies, owner_sql, queue_of):
    with pytest.raises(ZeroDivisionError), acting_for(agencies.ours):
        1 / len(message().html)
    assert owner_sql("SELECT count(*) FROM messaging_message") == [(0,)]
    assert queue_of("mail") == 0


def test_the_task_is_queued_after_commit(agencies, queue_of):
    with acting_for(agencies.ours):
        message()
        assert queue_of("mail") == 0
    assert queue_of("mail") == 1


def test_a_letter_needs_its_pdf_and_a_subject_is_one_line(agencies):
    with acting_for(agencies.ours):
        with pytest.raises(ValueError, match="PDF"):
            message(channel="letter")
        with pytest.raises(ValueError, match="one line"):
            message(subject="Hello\nBcc: all@example.test")


def test_a_creditor_may_cause_mail_to_another_and_not_see_it(agencies, owner_sql):
    with acting_for(agencies.ours):
        one, other = party().pk, party().pk
    with acting_for(agencies.ours, party_id=one):
        message(party_id=one)
        message(dedupe_key="key:2", party_id=other)
        assert [seen.party_id for seen in Message.objects.all()] == [one]
    assert owner_sql("SELECT party_id FROM messaging_message ORDER BY id") == [(one,), (other,)]


# Taking, sending, recording ------------------------------------------------------------------------------------------


def test_sent_once_however_often_it_is_delivered(agencies, line, published):
    made = committed(agencies.ours)
    assert [deliver(agencies.ours, made) for _ in range(3)] == ["sent", None, None]
    assert len(line.sent) == 1
    assert seen(agencies.ours, made).sent_on == date(2026, 3, 2)
    assert published == [MessageSent(made, "decision", "email", "member:4", date(2026, 3, 2))]


def test_two_workers_take_one_message(agencies, line):
    made = committed(agencies.ours)
    gate = threading.Barrier(2)

    def work():
        gate.wait()
        deliver(agencies.ours, made)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]
    assert len(line.sent) == 1


def test_what_another_worker_holds_is_passed_over(agencies, line):
    made = committed(agencies.ours)
    with acting_for(agencies.ours):
        Message.objects.select_for_update(of=("self",)).get(pk=made)
        other = threading.Thread(target=lambda: (deliver(agencies.ours, made), connection.close()))
        other.start()
        other.join(10)
    assert not other.is_alive()
    assert line.sent == []


def test_nothing_is_sent_inside_a_transaction(agencies, line):
    made = committed(agencies.ours)
    with pytest.raises(RuntimeError, match="inside a transaction"), transaction.atomic():
        deliver(agencies.ours, made)
    assert line.sent == []
    assert seen(agencies.ours, made).state == "queued"


def test_not_before_is_kept(agencies, line, queue_of):
    made = committed(agencies.ours, not_before=LATER)
    assert queue_of("mail") == 0
    assert deliver(agencies.ours, made, at=NOW) is None
    assert deliver(agencies.ours, made, at=LATER) == "sent"


def test_a_lapsed_clearance_stops_the_message(agencies, line, published):
    made = committed(agencies.ours, recipient="debtor:31", clearance=clearance())
    assert deliver(agencies.ours, made, at=NOW + timedelta(hours=12)) == "failed"
    assert line.sent == []
    assert [(event.message_id, event.lapsed) for event in published] == [(made, True)]


def test_a_passing_refusal_waits_longer_each_time(agencies, line):
    line.before = lambda: _refuse(permanent=False)
    made = committed(agencies.ours)
    assert deliver(agencies.ours, made) == "queued"
    assert seen(agencies.ours, made).not_before == LATER + timedelta(minutes=2)
    assert deliver(agencies.ours, made) is None
    assert deliver(agencies.ours, made, at=LATER + timedelta(minutes=2)) == "queued"
    assert seen(agencies.ours, made).not_before == LATER + timedelta(minutes=2 + 4)


def _refuse(*, permanent):
    raise Refused("no such user" if permanent else "busy", permanent=permanent)


def test_a_permanent_refusal_fails_and_tells(agencies, line, published):
    line.before = lambda: _refuse(permanent=True)
    made = committed(agencies.ours)
    assert deliver(agencies.ours, made) == "failed"
    assert deliver(agencies.ours, made, at=MUCH_LATER) is None
    assert published == [MessageFailed(made, "decision", "email", "member:4", "no such user")]


def test_a_line_that_breaks_midway_parks(agencies, line):
    def broken():
        raise Unsure("reset by peer")

    line.after = broken
    made = committed(agencies.ours)
    assert deliver(agencies.ours, made) == "parked"
    assert deliver(agencies.ours, made, at=MUCH_LATER) is None
    assert len(line.sent) == 1


def test_deliver_due_sends_all_that_is_due(agencies, line):
    keys = [committed(agencies.ours, dedupe_key=f"key:{n}") for n in range(5)]
    committed(agencies.ours, dedupe_key="tomorrow", not_before=NOW + timedelta(days=1))
    committed(agencies.theirs)
    assert deliver_due(agency_id=agencies.ours, at=LATER) == {State.SENT: len(keys)}
    assert not deliver_due(agency_id=agencies.ours, at=LATER)


def test_a_reaction_that_fails_takes_the_record_back(agencies, line, published, monkeypatch):
    monkeypatch.setattr("messaging.services.record.publish", lambda event: die())
    made = committed(agencies.ours)
    killed(agencies.ours, made)
    assert seen(agencies.ours, made).state == "sending"


# Stuck ---------------------------------------------------------------------------------------------------------------


def test_killed_after_sending_is_parked_and_never_sent_twice(agencies, line):
    line.after = die
    made = committed(agencies.ours)
    killed(agencies.ours, made)
    assert not settle_stuck(agency_id=agencies.ours, at=LATER + timedelta(minutes=19))
    assert settle_stuck(agency_id=agencies.ours, at=MUCH_LATER) == {State.PARKED: 1}
    assert not deliver_due(agency_id=agencies.ours, at=MUCH_LATER)
    assert len(line.sent) == 1


def test_what_the_channel_knows_is_sent_on_the_day_it_left(agencies, line, published):
    line.after, line.known = die, True
    made = committed(agencies.ours)
    killed(agencies.ours, made)
    settle_stuck(agency_id=agencies.ours, at=LATER + timedelta(days=3))
    assert (seen(agencies.ours, made).state, published[0].on) == ("sent", date(2026, 3, 2))


def test_killed_before_sending_on_an_idempotent_channel_is_sent_later(agencies, line):
    line.before, line.idempotent = die, True
    made = committed(agencies.ours)
    killed(agencies.ours, made)
    assert settle_stuck(agency_id=agencies.ours, at=MUCH_LATER) == {State.QUEUED: 1}
    line.before = lambda: None
    assert deliver_due(agency_id=agencies.ours, at=MUCH_LATER + timedelta(hours=1)) == {State.SENT: 1}


def test_a_channel_that_does_not_answer_is_asked_again(agencies, line, monkeypatch):
    line.after = die
    made = committed(agencies.ours)
    killed(agencies.ours, made)
    monkeypatch.setattr(line, "find", lambda key: _refuse(permanent=False))
    assert not settle_stuck(agency_id=agencies.ours, at=MUCH_LATER)
    assert seen(agencies.ours, made).state == "sending"


def test_a_late_answer_after_a_new_attempt_is_refused(agencies, line):
    line.idempotent = True
    made = committed(agencies.ours)

    def taken_over():
        line.after = lambda: None
        settle_stuck(agency_id=agencies.ours, at=MUCH_LATER)
        deliver(agencies.ours, made, at=MUCH_LATER + timedelta(hours=1))

    line.after = taken_over
    with pytest.raises(Stale):
        deliver(agencies.ours, made)
    assert seen(agencies.ours, made).state == "sent"


def test_a_person_resolves_a_parked_message(agencies, line, published):
    made = [_parked(agencies.ours, line, key) for key in ("left", "stayed")]
    with acting_for(agencies.ours):
        resolve_parked(message=seen(agencies.ours, made[0]), sent=True, at=MUCH_LATER)
        resolve_parked(message=seen(agencies.ours, made[1]), sent=False, at=MUCH_LATER)
    assert [event.message_id for event in published] == [made[0]]
    assert deliver_due(agency_id=agencies.ours, at=MUCH_LATER) == {State.SENT: 1}
    with pytest.raises(Stale), acting_for(agencies.ours):
        resolve_parked(message=seen(agencies.ours, made[0]), sent=False, at=MUCH_LATER)


def _parked(agency_id, line, key):
    line.after = die
    made = committed(agency_id, dedupe_key=key)
    killed(agency_id, made)
    settle_stuck(agency_id=agency_id, at=MUCH_LATER)
    line.after = lambda: None
    return made


# Cancelling ----------------------------------------------------------------------------------------------------------


def test_what_has_not_left_can_be_stopped(agencies, line):
    made = committed(agencies.ours)
    with acting_for(agencies.ours):
        assert cancel(message=seen(agencies.ours, made), at=NOW)
        assert cancel(message=seen(agencies.ours, made), at=NOW)
    assert deliver(agencies.ours, made) is None


def test_what_has_left_or_is_leaving_cannot(agencies, line):
    line.after = die
    leaving = committed(agencies.ours)
    killed(agencies.ours, leaving)
    line.after = lambda: None
    left = committed(agencies.ours, dedupe_key="key:2")
    deliver(agencies.ours, left)
    with acting_for(agencies.ours):
        assert not any(cancel(message=seen(agencies.ours, made), at=NOW) for made in (leaving, left))


# Walls ---------------------------------------------------------------------------------------------------------------


def test_the_other_agency_s_worker_does_not_see_it(agencies, line):
    made = committed(agencies.ours)
    assert deliver(agencies.theirs, made) is None
    assert not deliver_due(agency_id=agencies.theirs, at=LATER)
    assert seen(agencies.ours, made).state == "queued"


@pytest.mark.parametrize("column", ["recipient", "clearance", "posting_on"])
def test_the_service_cannot_change_what_it_wrote(agencies, column):
    made = committed(agencies.ours)
    with acting_for(agencies.ours), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Message.objects.filter(pk=made).update(**{column: None})


@pytest.mark.parametrize("column", ["text", "html", "address", "subject"])
def test_the_service_may_erase_words_and_not_change_them(agencies, column):
    made = committed(agencies.ours)
    with acting_for(agencies.ours), pytest.raises(IntegrityError, match="may only be erased"), transaction.atomic():
        Message.objects.filter(pk=made).update(**{column: "other words"})


@pytest.mark.parametrize("table", ["messaging_message", "messaging_messagefile"])
def test_the_service_cannot_remove_what_it_wrote(agencies, store, owner_sql, table):
    committed(agencies.ours, letter)
    with acting_for(agencies.ours), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(f"DELETE FROM {table}")
    assert owner_sql(f"SELECT count(*) FROM {table}") == [(1,)]

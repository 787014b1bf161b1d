"""Whatever the broker lost comes back by data, within two beats of the sweep."""

from datetime import timedelta

import pytest
from celery import current_app
from kombu.exceptions import OperationalError

from agencies.scope import acting_for
from agencies.work import FEW, runs_dry
from messaging import tasks
from messaging.queries import agencies_with_messages
from messaging.rules import LOST_AFTER, QUEUES
from messaging.services import cancel, sweep
from tests.messaging.outbox import LATER, committed, letter, seen
from tests.world import NOW

pytestmark = [pytest.mark.real_commits, pytest.mark.usefixtures("store")]


def test_a_lost_task_is_queued_again(agencies, queue_of, purge):
    committed(agencies.ours)
    committed(agencies.ours, letter, dedupe_key="letter")
    purge()
    assert sweep(agency_id=agencies.ours, at=NOW + LOST_AFTER) == 2
    assert (queue_of("mail"), queue_of("print")) == (1, 1)


def test_a_broker_that_is_down_fails_nobody(agencies, queue_of, monkeypatch, caplog):
    def down(*args, **options):
        raise OperationalError("no broker")

    with monkeypatch.context() as patch:
        patch.setattr(current_app, "send_task", down)
        made = committed(agencies.ours)
    assert "no broker" in caplog.text
    assert seen(agencies.ours, made).state == "queued"
    assert sweep(agency_id=agencies.ours, at=NOW + LOST_AFTER) == 1


def test_what_was_queued_just_now_is_left_alone(agencies, queue_of):
    committed(agencies.ours)
    assert sweep(agency_id=agencies.ours, at=NOW + LOST_AFTER - timedelta(seconds=1)) == 0
    assert queue_of("mail") == 1


def test_what_waits_for_its_hour_is_left_alone(agencies, queue_of):
    committed(agencies.ours, not_before=LATER)
    assert sweep(agency_id=agencies.ours, at=LATER - timedelta(seconds=1)) == 0
    assert sweep(agency_id=agencies.ours, at=LATER) == 1


def test_into_a_queue_that_is_long_nothing_is_queued_again(agencies, queue_of):
    committed(agencies.ours)
    for claim in range(FEW - 1):
        assert runs_dry("mail"), claim
        current_app.send_task("messaging.deliver", queue="mail")
    assert not runs_dry("mail")
    assert sweep(agency_id=agencies.ours, at=NOW + LOST_AFTER, queues=["print"]) == 0
    assert queue_of("mail") == FEW


def test_agencies_with_work_are_found_from_outside(agencies, line):
    made = committed(agencies.ours)
    committed(agencies.theirs, not_before=LATER)
    assert agencies_with_messages(NOW) == [agencies.ours]
    assert sorted(agencies_with_messages(LATER)) == sorted([agencies.ours, agencies.theirs])
    with acting_for(agencies.ours):
        cancel(message=seen(agencies.ours, made), at=NOW)
    assert agencies_with_messages(NOW) == []


def test_a_stuck_message_is_work_too(agencies, line):
    def die():
        raise KeyboardInterrupt

    line.before = die
    made = committed(agencies.ours)
    with pytest.raises(KeyboardInterrupt):
        tasks.deliver(agency_id=agencies.ours, message_id=made)
    assert agencies_with_messages(NOW) == [agencies.ours]


def test_the_tasks_are_shells(agencies, line, queue_of, purge):
    made = committed(agencies.ours)
    tasks.sweep()
    assert queue_of("default") == 1
    purge()
    tasks.sweep_agency(agency_id=agencies.ours, queues=["mail"])
    assert queue_of("mail") == 1
    tasks.deliver(agency_id=agencies.ours, message_id=made)
    assert seen(agencies.ours, made).state == "sent"


def test_every_queue_and_task_of_the_outbox_exists():
    assert set(QUEUES.values()) <= set(current_app.amqp.queues)
    assert {"messaging.deliver", "messaging.sweep", "messaging.sweep_agency"} <= set(current_app.tasks)

"""Long work is taken once, watched and stopped; promises in time are met, stopped, or missed once."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from agencies.scope import acting_for, current_agency_id
from agencies.work import current_app
from core.errors import Stale
from jobs import services
from jobs.models import Clock, Job
from tests import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
DUE = world.NOW + timedelta(hours=24)
CLOCK = {"kind": "paynow", "subject": "claim:1"}


@pytest.fixture
def inside():
    cache.clear()
    with acting_for(world.agency().pk):
        yield


@pytest.fixture
def queued(monkeypatch):
    """What was sent to the workers."""
    sent = []
    monkeypatch.setattr(current_app, "send_task", lambda name, **given: sent.append((name, given)))
    return sent


def job(**fields) -> Job:
    return services.ask(**{"kind": "import", "task": "claims.load", "at": world.NOW, "party_id": None} | fields)


def test_the_task_is_queued_once_the_job_is_durable(queued, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        made = job(queue="letters", import_id=7)
        assert queued == []
    ids = {"agency_id": current_agency_id(), "job_id": made.pk, "import_id": 7}
    assert queued == [("claims.load", {"kwargs": ids, "queue": "letters"})]


def test_a_creditor_may_ask():
    party = world.party()
    with acting_for(current_agency_id(), party_id=party.pk):
        made = job(party_id=party.pk)
        assert Job.objects.get() == made


def test_a_job_is_taken_once():
    made = job()
    assert [services.begin(job=made, at=world.NOW) for _ in range(2)] == [True, False]


def test_a_job_ends_with_its_result():
    made = job()
    services.begin(job=made, at=world.NOW)
    services.finish(job=made, at=DUE, result={"claims": 3})
    made.refresh_from_db()
    assert (made.state, made.ended_at, made.result) == (Job.State.DONE, DUE, {"claims": 3})


def test_a_job_fails_with_a_sentence():
    made = job()
    services.begin(job=made, at=world.NOW)
    services.fail(job=made, at=DUE, error="The file is empty.")
    made.refresh_from_db()
    assert (made.state, made.error) == (Job.State.FAILED, "The file is empty.")


def test_what_does_not_run_does_not_end():
    with pytest.raises(Stale):
        services.finish(job=job(), at=DUE, result={})


def test_a_cancelled_job_never_starts():
    made = job()
    services.cancel(job=made, at=world.NOW)
    assert not services.begin(job=made, at=DUE)
    made.refresh_from_db()
    assert (made.state, made.ended_at) == (Job.State.CANCELLED, world.NOW)


def test_a_running_job_is_asked_to_stop():
    made = job()
    services.begin(job=made, at=world.NOW)
    services.cancel(job=made, at=DUE)
    made.refresh_from_db()
    assert (made.state, made.cancel_asked_at) == (Job.State.RUNNING, DUE)


def test_a_job_that_ended_is_not_cancelled():
    made = job()
    services.begin(job=made, at=world.NOW)
    services.finish(job=made, at=world.NOW, result={})
    services.cancel(job=made, at=DUE)
    made.refresh_from_db()
    assert (made.state, made.cancel_asked_at) == (Job.State.DONE, None)


def test_progress_is_told_and_read():
    made = job()
    assert services.progress(made) is None
    services.report(made.pk, 3, 10)
    assert services.progress(made) == (3, 10)


def start():
    services.start_clock(**CLOCK, at=world.NOW, due_at=DUE)


def test_a_clock_is_missed_at_its_hour_and_once():
    start()
    assert [services.miss_clocks(at=at) for at in (DUE - timedelta(seconds=1), DUE, DUE, DUE)] == [0, 1, 0, 0]


def test_a_clock_starts_once():
    start()
    services.start_clock(**CLOCK, at=DUE, due_at=DUE + timedelta(days=9))
    assert [c.due_at for c in Clock.objects.all()] == [DUE]


@pytest.mark.parametrize("end", [services.meet_clock, services.stop_clock])
def test_a_promise_kept_or_lifted_is_not_missed(end):
    start()
    end(**CLOCK, at=world.NOW)
    assert services.miss_clocks(at=DUE) == 0


def test_a_promise_kept_late_stays_missed():
    start()
    services.miss_clocks(at=DUE)
    services.meet_clock(**CLOCK, at=DUE + timedelta(hours=1))
    clock = Clock.objects.get()
    assert (clock.missed_at, clock.met_at) == (DUE, DUE + timedelta(hours=1))


def test_a_promise_is_kept_once():
    start()
    services.meet_clock(**CLOCK, at=world.NOW)
    services.meet_clock(**CLOCK, at=DUE)
    assert Clock.objects.get().met_at == world.NOW


def test_ending_one_promise_leaves_the_others():
    start()
    services.stop_clock(kind="paynow", subject="claim:2", at=world.NOW)
    assert services.miss_clocks(at=DUE) == 1

"""Long work and clocks: asked for, watched, cancelled, met, missed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import connection

from agencies.scope import current_agency_id, current_scope, widened
from agencies.work import later
from core.errors import Stale
from jobs.models import Clock, Job

PROGRESS_SECONDS = 3600
STARTED = """
INSERT INTO jobs_clock (agency_id, kind, subject, started_at, due_at)
SELECT %(agency_id)s, %(kind)s, one.subject, %(at)s, one.due_at
  FROM unnest(%(subjects)s::text[], %(moments)s::timestamptz[]) AS one (subject, due_at)
    ON CONFLICT (agency_id, kind, subject) DO NOTHING
"""


def ask(*, kind: str, task: str, at: datetime, party_id: int | None, queue: str = "default", **ids: Any) -> Job:
    """Make a job and queue the task that does it; the task gets `job_id` and `ids`."""
    with widened("ask"):
        job = Job.objects.create(kind=kind, party_id=party_id, member_id=current_scope().member_id, asked_at=at)
        later(task, queue=queue, job_id=job.pk, **ids)
    return job


def begin(*, job: Job, at: datetime) -> bool:
    """Take the job; False when it was cancelled or taken before."""
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.WAITING, cancel_asked_at=None)
    return waiting.update(state=Job.State.RUNNING, started_at=at) == 1


def finish(*, job: Job, at: datetime, result: Mapping[str, Any]) -> None:
    """The job is done with this result. Raises Stale when it is not running."""
    _end(job, Job.State.DONE, at, result=dict(result))


def fail(*, job: Job, at: datetime, error: str) -> None:
    """The job failed; `error` is a sentence for the person who asked."""
    _end(job, Job.State.FAILED, at, error=error)


def give_up(*, job: Job, at: datetime, error: str) -> None:
    """The work broke off by a bug: the job failed, unless another run of it ended meanwhile."""
    running = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING)
    running.update(state=Job.State.FAILED, ended_at=at, error=error)


def _end(job: Job, state: Job.State, at: datetime, **columns: Any) -> None:
    running = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING)
    if not running.update(state=state, ended_at=at, **columns):
        raise Stale(f"job {job.pk} is not running")


def cancel(*, job: Job, at: datetime) -> None:
    """Ask a waiting job never to start, or a running one to stop at its next look."""
    with widened("cancel"):
        Job.objects.filter(pk=job.pk, ended_at=None).update(cancel_asked_at=at)
        waiting = Job.objects.filter(pk=job.pk, state=Job.State.WAITING)
        waiting.update(state=Job.State.CANCELLED, ended_at=at)


def report(job_id: int, done: int, total: int) -> None:
    """Tell how far the work is. Kept in the cache: the work's own transaction is not visible before its end."""
    cache.set(f"job:{current_agency_id()}:{job_id}", (done, total), PROGRESS_SECONDS)


def progress(job: Job) -> tuple[int, int] | None:
    """(done, total) as last reported, or None."""
    return cache.get(f"job:{job.agency_id}:{job.pk}")


def start_clock(*, kind: str, subject: str, at: datetime, due_at: datetime) -> None:
    """Start a promise; a second start for the same subject changes nothing."""
    Clock.objects.get_or_create(kind=kind, subject=subject, defaults={"started_at": at, "due_at": due_at})


def start_clocks(*, kind: str, at: datetime, due: Mapping[str, datetime]) -> None:
    """Start many promises, each subject with its moment; those that run already are left as they are."""
    values: dict[str, Any] = {"agency_id": current_agency_id(), "kind": kind, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(STARTED, values | {"subjects": list(due), "moments": list(due.values())})


def meet_clock(*, kind: str, subject: str, at: datetime) -> None:
    """The promise is kept at `at`, late or not."""
    Clock.objects.filter(kind=kind, subject=subject, met_at=None).update(met_at=at)


def stop_clock(*, kind: str, subject: str, at: datetime) -> None:
    """The promise no longer applies (withdrawn, paid, refused)."""
    Clock.objects.filter(kind=kind, subject=subject, met_at=None, stopped_at=None).update(stopped_at=at)


def miss_clocks(*, at: datetime) -> int:
    """Mark as missed what was due by `at` and is not met; the number newly missed."""
    overdue = Clock.objects.filter(due_at__lte=at, met_at=None, stopped_at=None, missed_at=None)
    return overdue.update(missed_at=at)

"""What beat asks for: each entry fans out to one task per agency and works by data, so a lost one changes nothing."""

from datetime import timedelta

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from agencies.crossing import forget_sign_in_failures
from agencies.scope import acting_for
from agencies.services import forget_requests
from agencies.work import agency_task, runs_dry
from amicable.services.visiting import forget_tours
from claims.services.erasure import erase_due
from claims.services.exporting import NOT_WRITTEN
from claims.services.persons import TASK as PERSON
from claims.services.timeline import anchor
from creansys.accounts import queue_billing
from creansys.operators.queries import BEAT_SEEN
from creansys.personal import hand_over
from creansys.tick import (
    WRITING,
    fan_out,
    queue_arrangements,
    queue_cycles,
    queue_due,
    queue_enquiries,
    queue_online,
    queue_ranking,
)
from files.services import remove_erased
from jobs import services as jobs
from jobs.models import Job

SIGN_INS_REMEMBERED = timedelta(days=180)  # long enough to look into an attack
TOURS_KEPT = timedelta(days=3)
REMEMBERED = timedelta(days=30)  # the answers of requests that named themselves


@shared_task(name="creansys.due")
def due() -> None:
    """Have every agency look at its clocks and queue what is due, and show that beat is alive.

    Not before the queue runs dry: what is due stays due until it is done, and would be queued at each beat. All
    agencies or none: one with much to do must not keep the others out.
    """
    cache.set(BEAT_SEEN, timezone.now(), None)
    fan_out(task="creansys.clocks_agency")
    if runs_dry(WRITING):
        fan_out(task="creansys.due_agency")


@shared_task(name="creansys.match")
def match() -> None:
    """Have every agency look again at money that nobody knows for whom it came."""
    fan_out(task="funds.match")


@shared_task(name="creansys.figures")
def count_figures() -> None:
    """Have every agency count anew what the manager's figures are sums of."""
    fan_out(task="reports.figures")


@shared_task(name="creansys.anchor")
def cast_anchors() -> None:
    """Have every agency anchor its timelines."""
    fan_out(task="creansys.anchor_agency")


@agency_task("creansys.due_agency", rests=True)
def due_agency() -> None:
    """Queue what is due now."""
    queue_due(on=timezone.localdate())
    queue_arrangements(on=timezone.localdate())
    queue_enquiries(at=timezone.now())
    queue_online(at=timezone.now())
    queue_cycles(at=timezone.now())
    queue_ranking(on=timezone.localdate())
    queue_billing(on=timezone.localdate())


@shared_task(name=PERSON, acks_late=True)
def person(*, agency_id: int, job_id: int, request_id: int) -> None:
    """What is held about a person, as asked for; a failure is seen at once: its own transaction."""
    try:
        with acting_for(agency_id):
            hand_over(job=Job.objects.get(pk=job_id), request_id=request_id, at=timezone.now())
    except Exception:
        with acting_for(agency_id):
            job = Job.objects.get(pk=job_id)
            jobs.begin(job=job, at=timezone.now())
            jobs.give_up(job=job, at=timezone.now(), error=NOT_WRITTEN)
        raise


@agency_task("creansys.clocks_agency", rests=True)
def clocks_agency() -> None:
    """Mark the clocks that were missed."""
    jobs.miss_clocks(at=timezone.now())


@agency_task("creansys.anchor_agency")
def anchor_agency() -> None:
    """Anchor the links that the timelines gained."""
    anchor(at=timezone.now())


@shared_task(name="creansys.forget")
def forget() -> None:
    """Have every agency drop what it need not remember, and forget old failed sign-ins, which are of no agency."""
    forget_sign_in_failures(timezone.now() - SIGN_INS_REMEMBERED)
    fan_out(task="creansys.forget_agency")


@agency_task("creansys.forget_agency")
def forget_agency() -> None:
    """Drop the answers of requests to the API that are too old to be sent again; erase people at retention's end, old
    route sheets, and the bytes of what was erased."""
    now = timezone.now()
    forget_requests(before=now - REMEMBERED)
    erase_due(on=timezone.localdate(now), at=now)
    forget_tours(before=now - TOURS_KEPT, on=timezone.localdate(now))
    remove_erased(at=now)

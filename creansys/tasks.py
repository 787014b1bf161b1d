"""What beat asks for: each entry fans out to one task per agency and works by data, so a lost one changes nothing."""

from celery import shared_task
from django.utils import timezone

from agencies.work import agency_task
from claims.services.timeline import anchor
from creansys.tick import fan_out, queue_due
from jobs.services import miss_clocks


@shared_task(name="creansys.each_agency")
def each_agency(task: str) -> None:
    """Queue `task` for every active agency."""
    fan_out(task=task)


@agency_task("creansys.due")
def due() -> None:
    """Queue what is due now, and mark the clocks that were missed."""
    now = timezone.now()
    queue_due(on=timezone.localdate(now))
    miss_clocks(at=now)


@agency_task("creansys.anchor")
def cast_anchor() -> None:
    """Anchor the links that the timelines gained."""
    anchor(at=timezone.now())

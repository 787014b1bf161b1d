"""What beat asks for: each entry fans out by data, so a lost or doubled one changes nothing."""

from celery import shared_task
from django.utils import timezone

from agencies.crossing import active_agencies
from agencies.scope import acting_for
from claims.services.timeline import anchor
from creansys.tick import fan_out
from jobs.services import miss_clocks


@shared_task(name="creansys.due")
def due() -> None:
    """Queue what is due now in every agency."""
    fan_out()


@shared_task(name="creansys.watch")
def watch() -> None:
    """Mark the clocks that were missed."""
    for agency_id in active_agencies():
        with acting_for(agency_id):
            miss_clocks(at=timezone.now())


@shared_task(name="creansys.anchor")
def cast_anchors() -> None:
    """Anchor the day's links of every agency's timelines."""
    for agency_id in active_agencies():
        with acting_for(agency_id):
            anchor(at=timezone.now())

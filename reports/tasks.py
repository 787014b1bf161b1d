"""Shells: enter the agency, read the clock, call one service."""

from django.utils import timezone

from agencies.work import agency_task
from reports.models import Report
from reports.services import activity, papers


@agency_task("reports.draw", rests=True)
def draw(contract_id: int, early: bool = False) -> None:
    """The reports that are due on one contract; `early`, those of the days so far."""
    activity.draw_all(contract_id=contract_id, at=timezone.now(), early=early)


@agency_task("reports.send")
def send(report_id: int) -> None:
    """A report is mailed once more."""
    papers.send_again(report=Report.objects.get(pk=report_id), at=timezone.now())

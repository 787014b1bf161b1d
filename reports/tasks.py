"""Shells: enter the agency, read the clock, call one service."""

from django.utils import timezone

from agencies.work import agency_task
from reports.services import activity


@agency_task("reports.draw", rests=True)
def draw(contract_id: int) -> None:
    """The activity report on one contract."""
    activity.draw(contract_id=contract_id, at=timezone.now())

"""Shells: enter the agency, read the clock, call one service."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from agencies.work import agency_task
from jobs.models import Job
from paynow.rules import ANSWER, DECISION
from paynow.services import copying, deciding, drawing, writing
from paynow.services.previewing import TASK as PREVIEW

DO: dict[str, Callable[..., object]] = {DECISION: deciding.ask, ANSWER: deciding.chase}


@agency_task("paynow.act", rests=True)
def act(claim_id: int, what: str) -> None:
    """Do what is due for one claim."""
    DO.get(what, writing.write)(claim_id=claim_id, at=timezone.now())


@agency_task("paynow.copy", rests=True)
def copy(notice_id: int) -> None:
    """E-mail the copy of one letter that was handed over."""
    copying.copy(notice_id=notice_id, at=timezone.now())


@agency_task(PREVIEW)
def preview(job_id: int, **asked: Any) -> None:
    """Draw a letter for whoever words it."""
    drawing.draw(job=Job.objects.get(pk=job_id), at=timezone.now(), **asked)

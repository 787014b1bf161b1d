"""Shells: enter the agency, read the clock, call one service."""

from django.utils import timezone

from agencies.work import agency_task
from paynow.rules import DECISION
from paynow.services import copying, deciding, writing


@agency_task("paynow.act")
def act(claim_id: int, what: str) -> None:
    """Do what is due for one claim."""
    do = deciding.ask if what == DECISION else writing.write
    do(claim_id=claim_id, at=timezone.now())


@agency_task("paynow.copy")
def copy(notice_id: int) -> None:
    """E-mail the copy of one letter that was handed over."""
    copying.copy(notice_id=notice_id, at=timezone.now())

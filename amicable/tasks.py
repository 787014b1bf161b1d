"""Shells: enter the agency, read the clock, call one service."""

from django.utils import timezone

from agencies.work import agency_task
from amicable.services import acting, agreed, confirming, starting


@agency_task("amicable.begin", rests=True)
def begin(claim_id: int) -> None:
    """Put one claim into its cycle."""
    starting.begin(claim_id=claim_id, at=timezone.now())


@agency_task("amicable.act", rests=True)
def act(run_id: int) -> None:
    """Do the step that is due for one claim."""
    acting.act(run_id=run_id, at=timezone.now())


@agency_task("amicable.look", rests=True)
def look(what: str, pk: int) -> None:
    """Look at one promise, plan, dispute or request whose day has come."""
    agreed.look(what=what, pk=pk, at=timezone.now())


@agency_task("amicable.confirm", rests=True)
def confirm(confirmation_id: int) -> None:
    """Write one answer to a debtor."""
    confirming.confirm(confirmation_id=confirmation_id, at=timezone.now())

"""A visit that an agent plans, beside what the cycle asks for."""

from datetime import date, datetime, time

from django.utils.timezone import localdate, make_aware

from agencies.scope import widened
from amicable.models import Action
from amicable.services import queueing
from claims import guard
from claims.queries.checks import refusals_of
from claims.services import lifecycle
from law.refusals import Refusal

VISITED_AT = time(10)  # an hour at which visits are made: the guard is asked of the day, not of the night


def plan_visit(*, claim_id: int, on: date, at: datetime) -> Action | tuple[Refusal, ...]:
    """Have the debtor visited on the day `on`; one that is to be made is moved there. Refused where no visit is lawful
    that day (the guard is asked again at the door), and until a business was looked up lately (again by the tour)."""
    with widened("plan_visit"):
        claim = lifecycle.locked(claim_id)
        moment = max(make_aware(datetime.combine(on, VISITED_AT)), at)
        leave = guard.ask(claim, "visit", recipient=f"debtor:{claim.debtor_id}", at=moment)
        refused = (*(leave if isinstance(leave, tuple) else ()), *refusals_of(claim, localdate(at)))
        if refused:
            guard.remember(claim, "visit", refused, at=at)
            return refused
        guard.clear(claim, "visit", at=at)
        due = {"party_id": claim.party_id, "debtor_id": claim.debtor_id, "planned_on": on, "on": on, "made_at": at}
        visit = Action.objects.filter(claim=claim, act="visit", state=Action.State.OPEN).order_by("pk").first()
        if visit is None:
            visit = Action.objects.create(claim=claim, act="visit", **due)
        else:
            Action.objects.filter(pk=visit.pk).update(on=on)
            visit.on = on
        queueing.refresh(claim.pk, at=at)
    return visit

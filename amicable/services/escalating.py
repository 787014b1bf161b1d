"""A file put before a manager: first in the manager's queue, until it is given back with an answer."""

from datetime import datetime

from agencies.scope import widened
from amicable.queries.ranking import ESCALATED, GIVEN_BACK, escalated
from amicable.services import queueing
from amicable.services.promising import CLOSED
from claims.models import Event
from claims.rules import Stage
from claims.services import lifecycle
from claims.services.timeline import tell
from core.errors import Stale
from law.refusals import Refusal


def escalate(*, claim_id: int, manager_id: int, reason: str, at: datetime) -> Refusal | None:
    """Put a claim before a manager: it comes to nobody else, and first. Refused once it is closed; Stale if it is
    before a manager already."""
    with widened("escalate"):
        claim = lifecycle.locked(claim_id)
        if claim.stage == Stage.CLOSED:
            return CLOSED
        if escalated([claim.pk]):
            raise Stale(f"claim {claim.number} is before a manager already")
        tell(claim, ESCALATED, at=at, reason=reason)
        queueing.hand_over(claim_id=claim.pk, to_id=manager_id, at=at)
    return None


def give_back(*, claim_id: int, answer: str, at: datetime) -> None:
    """The manager has looked: the claim goes back to who escalated it. Raises Stale when it is before no manager."""
    with widened("give_back"):
        claim = lifecycle.locked(claim_id)
        if not escalated([claim.pk]):
            raise Stale(f"claim {claim.number} is before no manager")
        who = Event.objects.filter(claim=claim, kind=ESCALATED).order_by("-seq").values_list("actor", flat=True)[0]
        tell(claim, GIVEN_BACK, at=at, answer=answer)
        kind, _, member = who.partition(":")
        queueing.hand_over(claim_id=claim.pk, to_id=int(member) if kind == "member" else None, at=at)

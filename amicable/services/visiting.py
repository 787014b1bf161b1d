"""A visit by its result: told, and the task done."""

from datetime import date, datetime

from agencies.scope import widened
from amicable.models import Action
from amicable.services import queueing
from amicable.services.working import complete
from claims.queries.contact import VISITED
from claims.services import lifecycle
from claims.services.timeline import tell


def log_visit(*, action_id: int, outcome: str, note: str, on: date, at: datetime) -> Action:
    """Record a visit made on `on` with its result ("reached", "absent", "refuses", "promises").

    Raises Stale when the visit is no longer to be made.
    """
    with widened("log_visit"):
        done = complete(action_id=action_id, outcome=outcome, on=on, at=at)
        tell(lifecycle.locked(done.claim_id), VISITED, at=at, outcome=outcome, note=note)
        queueing.refresh(done.claim_id, at=at)
    return done

"""Visits: the paper for the road is asked for here, and what came of each is told."""

from datetime import date, datetime

from django.utils.translation import get_language

from agencies.scope import widened
from amicable.models import Action
from amicable.services import queueing
from amicable.services.working import complete
from claims.models import Document
from claims.queries.contact import VISITED
from claims.services import lifecycle
from claims.services.timeline import tell
from files.models import File
from files.services import erase
from jobs import services as jobs
from jobs.models import Job

TASK, KIND = "amicable.tour", "tour"


def ask_tour(*, on: date, member_id: int | None, at: datetime) -> Job:
    """Have the route sheet of a day written, with what Belgian consumers are handed; in the language in force."""
    language = get_language() or "fr"
    asked = {"on": on.isoformat(), "of_id": member_id, "language": language}
    return jobs.ask(kind=KIND, task=TASK, at=at, party_id=None, queue="letters", **asked)


def log_visit(*, action_id: int, outcome: str, note: str, on: date, at: datetime, handed_over: bool = False) -> Action:
    """Record a visit made on `on` with its result ("reached", "absent", "refuses", "promises").

    The document printed for it, where it was handed over, stays among the claim's papers with its hash in the
    timeline; else it is erased. Raises Stale when the visit is no longer to be made.
    """
    with widened("log_visit"):
        done = complete(action_id=action_id, outcome=outcome, on=on, at=at)
        tell(lifecycle.locked(done.claim_id), VISITED, at=at, outcome=outcome, note=note)
        if done.proof_id and handed_over:
            _keep_handed(done, done.proof_id, at)
        elif done.proof_id:
            forget_document(action=done, on=on)
        queueing.refresh(done.claim_id, at=at)
    return done


def _keep_handed(visit: Action, file_id: int, at: datetime) -> None:
    lifecycle.add_document(visit.claim, file_id=file_id, kind=Document.Kind.OTHER, at=at)
    file = File.objects.get(pk=file_id)
    tell(visit.claim, "handed", at=at, file=str(file.uid), sha256=file.sha256)


def forget_document(*, action: Action, on: date) -> None:
    """A document that was printed for a visit and not handed over is nobody's any more."""
    if action.proof_id:
        erase(file_ids=[action.proof_id], on=on)
        Action.objects.filter(pk=action.pk).update(proof=None)


def forget_tours(*, before: datetime, on: date) -> int:
    """Erase the route sheets written before a moment: they hold the addresses of many; how many."""
    old = Job.objects.filter(kind=KIND, ended_at__lt=before, state=Job.State.DONE).values_list("result", flat=True)
    files = File.objects.filter(uid__in=[one["file"] for one in old if "file" in one], erased_on=None)
    return erase(file_ids=list(files.values_list("pk", flat=True)), on=on)

"""One act on many claims: each done by itself, those that it cannot be done to listed with the reason."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from agencies.scope import widened
from amicable.models import PayerProfile, QueueEntry, Run
from amicable.queries.bulk import holds_by_hand, judge
from amicable.services import queueing
from amicable.services.profiling import state
from amicable.services.supporting import ask_papers
from claims.events import StageEnded
from claims.models import Claim
from claims.rules import HoldKind
from claims.services import lifecycle
from claims.services.timeline import tell
from core.errors import Stale
from core.events import publish
from jobs import services as jobs
from jobs.models import Job

TASK, KIND = "amicable.bulk", "bulk"
MOST = 500  # claims at once
Given = Mapping[str, Any]


def ask_bulk(*, act: str, numbers: Sequence[int], given: Given, at: datetime) -> Job:
    """Have an act done to these claims by a worker; `given` is what its form says, as JSON holds it."""
    wanted = sorted(set(numbers))[:MOST]
    return jobs.ask(kind=KIND, task=TASK, at=at, party_id=None, act=act, numbers=wanted, given=dict(given))


def do_one(*, act: str, number: int, given: Given, on: date, at: datetime) -> str | int | None:
    """Do the act to one claim: what undoes it (a number) or None; a word that says why it was not done."""
    with widened("do_one"):
        judged = judge(act, [number], given)
        if judged.refused:
            return judged.refused[number]
        claim = lifecycle.locked(judged.possible[0].pk)
        try:
            return _DO[act](claim, given, on, at)
        except Stale:
            return "changed"


def undo(*, act: str, kept: Mapping[str, int], on: date, at: datetime) -> int:
    """Take back what a job did, by claim number: holds end, files go back to who had them. How many."""
    with widened("undo"):
        return sum(_undone(act, int(number), before, on, at) for number, before in kept.items())


def _undone(act: str, number: int, before: int, on: date, at: datetime) -> bool:
    claim = Claim.objects.get(number=number)
    try:
        if act == "hold":
            lifecycle.release(hold_id=before, on=on, at=at)
        else:
            queueing.hand_over(claim_id=claim.pk, to_id=before or None, at=at)
    except Stale:
        return False
    return True


def _hold(claim: Claim, given: Given, on: date, at: datetime) -> int:
    until = date.fromisoformat(given["until"]) if given.get("until") else None
    kind, reason = HoldKind(given["kind"]), given["reason"]
    return lifecycle.hold(claim_id=claim.pk, kind=kind, since=on, until=until, reason=reason, at=at).pk


def _release(claim: Claim, given: Given, on: date, at: datetime) -> None:
    for hold_id in holds_by_hand([claim.pk]).get(claim.pk, []):
        lifecycle.release(hold_id=hold_id, on=on, at=at)


def _assign(claim: Claim, given: Given, on: date, at: datetime) -> int:
    """Who was charged before, 0 for nobody."""
    before = QueueEntry.objects.filter(claim=claim).values_list("assigned_to_id", flat=True).first()
    queueing.hand_over(claim_id=claim.pk, to_id=int(given["agent"]) if given.get("agent") else None, at=at)
    return before or 0


def _papers(claim: Claim, given: Given, on: date, at: datetime) -> None:
    ask_papers(claim_id=claim.pk, by=given["by"], what=given["what"], on=on, at=at)


def _profile(claim: Claim, given: Given, on: date, at: datetime) -> None:
    known = PayerProfile.objects.filter(debtor_id=claim.debtor_id).values_list("is_known_customer", flat=True).first()
    state(debtor_id=claim.debtor_id, kind=given["kind"], is_known_customer=known, at=at)


def _stop(claim: Claim, given: Given, on: date, at: datetime) -> None:
    """The cycle ends before its last step: the creditor is asked what comes next."""
    if not Run.objects.filter(claim=claim, ended_on=None).update(ended_on=on, outcome="stopped", next_on=None):
        raise Stale(f"no cycle runs on claim {claim.number}")
    tell(claim, "cycle_ended", at=at, reason=given["reason"])
    publish(StageEnded(claim.pk, on, at))


_DO: dict[str, Callable[[Claim, Given, date, datetime], int | None]] = {
    "hold": _hold,
    "release": _release,
    "assign": _assign,
    "papers": _papers,
    "profile": _profile,
    "stop": _stop,
}

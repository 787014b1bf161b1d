"""Supporting documents: asked of the creditor, given and passed on to the debtor, free of charge (CDE art. XIX.3)."""

from datetime import date, datetime

from django.utils.timezone import localdate

from agencies.options import option
from agencies.scope import current_scope, widened
from amicable.models import Confirmation, PaperRequest
from amicable.services.asking import ask_creditor
from amicable.services.noting import confirm_later, end_hold
from amicable.services.promising import CLOSED
from claims.events import ClaimClosed
from claims.models import Claim
from claims.rules import HoldKind, Stage
from claims.services import lifecycle
from claims.services.papers import add_paper
from claims.services.timeline import tell
from core.dates import add_days, next_day
from core.errors import Stale
from files.services import Rejected
from law.refusals import Refusal

State = PaperRequest.State
CHASE_DAYS = 3


def ask_papers(
    *, claim_id: int, by: str, what: str, on: date, at: datetime, rests: bool = False
) -> PaperRequest | Refusal:
    """Ask the creditor for papers or an answer; a debtor's request lets the claim rest until then, as `rests` does."""
    with widened("ask_papers"):
        claim = lifecycle.locked(claim_id)
        if claim.stage == Stage.CLOSED:
            return CLOSED
        tell(claim, "papers_asked", at=at, by=by, what=what)
        rest = None
        if rests or by == "debtor":
            rest = lifecycle.hold(claim_id=claim.pk, kind=HoldKind.PAPERS_ASKED, since=on, reason=what, at=at)
        answer_by = add_days(on, option("papers.answer_days", on))
        given = {"party_id": claim.party_id, "claim": claim, "asked_on": on, "asked_by": by, "what": what}
        made = PaperRequest.objects.create(**given, hold=rest, answer_by=answer_by, next_on=next_day(answer_by))
        ask_creditor(claim, what="papers", answer_by=answer_by, key=f"papers:{made.pk}", at=at)
    return made


def give_papers(
    *, request_id: int, data: bytes, name: str, kind: str, on: date, at: datetime
) -> PaperRequest | Rejected:
    """Answer with a paper, which joins the claim's; the debtor who asked gets it. Raises Stale, see `_waiting`."""
    with widened("give_papers"):
        made, claim = _waiting(request_id)
        paper = add_paper(claim_id=claim.pk, data=data, name=name, kind=kind, at=at)
        if isinstance(paper, Rejected):
            return paper
        made.document = paper
        _answered(made, State.GIVEN, "", on, at)
        tell(claim, "papers_given", at=at, what=made.what)
        if made.asked_by == "debtor":
            confirm_later(claim, Confirmation.Kind.PAPERS, f"papers:{made.pk}", on=on, papers=made)
    return made


def cannot_give(*, request_id: int, reason: str, on: date, at: datetime) -> PaperRequest:
    """The creditor has no such paper, and says why; the claim goes on. Raises Stale, see `_waiting`."""
    with widened("cannot_give"):
        made, claim = _waiting(request_id)
        _answered(made, State.MISSING, reason, on, at)
        tell(claim, "papers_missing", at=at, what=made.what, reason=reason)
    return made


def chase(*, request_id: int, at: datetime) -> PaperRequest | None:
    """Remind a creditor that has not answered in time; None when nothing is due."""
    made, on = PaperRequest.objects.get(pk=request_id), localdate(at)
    claim = lifecycle.locked(made.claim_id)
    made.refresh_from_db()
    if made.state != State.OPEN or made.next_on is None or made.next_on > on:
        return None
    key = f"papers:{made.pk}:{on.isoformat()}"
    ask_creditor(claim, what="papers", answer_by=made.answer_by, key=key, at=at, again=True)
    made.reminded_on, made.next_on = on, add_days(on, CHASE_DAYS)
    made.save(update_fields=["reminded_on", "next_on"])
    tell(claim, "papers_reminded", at=at, what=made.what)
    return made


def closed(event: ClaimClosed) -> None:
    """The claim ended: nothing is needed any more."""
    for made in PaperRequest.objects.filter(claim_id=event.claim_id, state=State.OPEN):
        _answered(made, State.CANCELLED, "", localdate(event.at), event.at)


def _waiting(request_id: int) -> tuple[PaperRequest, Claim]:
    """The open request and its claim, locked. Raises Stale when it was answered before."""
    made = PaperRequest.objects.get(pk=request_id)
    claim = lifecycle.locked(made.claim_id)
    made.refresh_from_db()
    if made.state != State.OPEN:
        raise Stale(f"request {request_id} is {made.state}")
    return made, claim


def _answered(made: PaperRequest, state: str, said: str, on: date, at: datetime) -> None:
    made.state, made.answer, made.answered_at, made.next_on = state, said, at, None
    made.answered_by_id = current_scope().member_id
    made.save(update_fields=["state", "answer", "answered_at", "answered_by", "next_on", "document"])
    end_hold(made.hold, on=on, at=at)

"""What people do of the tasks that cycles give them: calls, visits, the partner's letter; done, or left undone."""

from datetime import date, datetime

from agencies.scope import current_scope, widened
from amicable.models import Action, Run
from amicable.queries.cycles import running
from amicable.rules.timetable import moved_base
from amicable.services.scheduling import left, replan
from claims.models import Claim, Document
from claims.queries.law import country_of, kind_of, law_options
from claims.services import lifecycle
from claims.services.timeline import tell
from core.errors import Stale
from law.waits import wait

State = Action.State
PARTNER_LETTER = "partner-letter"


def complete(*, action_id: int, outcome: str, on: date, at: datetime) -> Action:
    """A task is done on `on`, with what came of it. Raises Stale when it is no longer to be done."""
    with widened("complete"):
        action = _open(action_id)
        return _settled(action, State.DONE, outcome, on, at)


def leave(*, action_id: int, reason: str, on: date, at: datetime) -> Action:
    """A task is left undone, with the reason; the cycle goes on. Raises Stale when it is no longer to be done."""
    with widened("leave"):
        action = _open(action_id)
        Action.objects.filter(pk=action.pk).update(reason=reason[:120])
        return _settled(action, State.SKIPPED, "", on, at)


def report_partner_letter(*, action_id: int, sent_on: date, file_id: int, at: datetime) -> Action:
    """The judicial partner's letter left on `sent_on`; `file_id` is its proof, kept among the claim's papers.

    To a Belgian consumer it opens a new wait (CDE art. XIX.9 § 1): the guard refuses what comes before its end, and
    every step left moves behind it. Raises Stale when the letter is no longer asked for.
    """
    with widened("report_partner_letter"):
        action = _open(action_id)
        if action.act != PARTNER_LETTER:
            raise Stale(f"action {action_id} is a {action.act}, no letter of a partner")
        claim = action.claim
        Action.objects.filter(pk=action.pk).update(proof_id=file_id)
        lifecycle.add_document(claim, file_id=file_id, kind=Document.Kind.OTHER, at=at)
        lifecycle.partner_wrote(claim, on=sent_on)
        settled = _settled(action, State.DONE, "sent", sent_on, at)
        run = running(claim.pk)
        if run and not run.waits:
            _wait_again(run, claim, sent_on)
    return settled


def _wait_again(run: Run, claim: Claim, sent_on: date) -> None:
    steps = left(run)
    if steps and country_of(claim) == "be" and kind_of(claim.debtor_kind) == "consumer":
        free = wait("be", "agency-notice", sent_on, "post", law_options(sent_on)).act_from
        run.base_on = moved_base(run.base_on, steps[0].day, free)
    replan(run, claim=claim, on=sent_on)


def _open(action_id: int) -> Action:
    """The task under its claim's lock."""
    found = Action.objects.select_related("claim").get(pk=action_id)
    claim = lifecycle.locked(found.claim_id)
    fresh = Action.objects.filter(pk=action_id, state=State.OPEN).first()
    if fresh is None:
        raise Stale(f"action {action_id} is no longer to be done")
    fresh.claim = claim
    return fresh


def _settled(action: Action, state: str, outcome: str, on: date, at: datetime) -> Action:
    given = {"state": state, "outcome": outcome, "on": on, "done_at": at, "done_by_id": current_scope().member_id}
    Action.objects.filter(pk=action.pk).update(**given)
    tell(action.claim, "action_done", at=at, act=action.act, outcome=outcome, state=state)
    action.refresh_from_db()
    return action

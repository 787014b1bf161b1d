"""Looking for a debtor's address: its claims rest, sources are asked, and what is found leads to a new notice."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import F
from django.utils.timezone import localdate

from agencies.scope import current_scope, widened
from amicable.models import Look, Run, Tracing
from amicable.queries.cycles import running
from amicable.queries.tracing import contact_from, no_way_left
from amicable.rules.tracing import LOST_POST, SOURCES, source_refusal
from amicable.services.promising import CLOSED
from amicable.services.queueing import touch
from claims.events import ClaimClosed, DebtorTraced, NoticeWanted, StageEnded
from claims.models import Claim, ClaimMessage, Debtor, Hold
from claims.rules import HoldKind, Stage
from claims.services import lifecycle
from claims.services.parties import complete_address
from claims.services.timeline import tell
from core.errors import Stale
from core.events import publish
from core.money import ZERO
from law.refusals import Refusal
from messaging.events import MessageUndelivered
from messaging.models import Message
from messaging.rules import PAPER
from messaging.services import note_returned

State = Tracing.State


def open_tracing(
    *, claim_id: int, why: str, on: date, at: datetime, message: Message | None = None, reason: str = ""
) -> Tracing | Refusal:
    """The address of the claim's debtor is no good: its open claims rest, and somebody looks for another one.

    A search that runs already is returned. `why` is one of Tracing.Why, `reason` what is told with the hold.
    """
    with widened("open_tracing"):
        claim = lifecycle.locked(claim_id)
        if claim.stage == Stage.CLOSED:
            return CLOSED
        debtor = Debtor.objects.select_for_update(of=("self",)).get(pk=claim.debtor_id)
        before = Tracing.objects.filter(debtor=debtor, state=State.OPEN).first()
        if before:
            return before
        made = Tracing.objects.create(
            party_id=claim.party_id, claim=claim, debtor=debtor, message=message, why=why, opened_on=on,
            address=f"{debtor.street}, {debtor.postcode} {debtor.city}".strip(", "),
        )  # fmt: skip
        for one in _open_claims(debtor.pk):
            _rest(one, reason or made.get_why_display(), on, at)
            tell(one, "tracing_opened", at=at, why=why, address=made.address)
        touch([one.pk for one in _open_claims(debtor.pk)], on=on)
    return made


def _rest(claim: Claim, reason: str, on: date, at: datetime) -> None:
    """Nothing goes out, and the creditor is not asked for a decision while somebody still looks."""
    lifecycle.hold(claim_id=claim.pk, kind=HoldKind.UNKNOWN_ADDRESS, since=on, reason=reason[:250], at=at)
    if claim.stage == Stage.PAYNOW:
        lifecycle.plan(claim, "", None)


def _open_claims(debtor_id: int) -> list[Claim]:
    claims = Claim.objects.filter(debtor_id=debtor_id).exclude(stage=Stage.CLOSED).order_by("pk")
    return list(claims.select_for_update(of=("self",)))


def take_returned(*, message_ids: Sequence[int], reason: str, on: date, at: datetime) -> int:
    """Letters that the post brought back, `reason` as it says ("unknown", "moved", "incomplete", "refused",
    "unclaimed"): told once, and the address looked for where it is wrong. How many were news.
    """
    with widened("take_returned"):
        return sum(note_returned(message_id=pk, reason=reason, on=on, at=at) for pk in message_ids)


def undelivered(event: MessageUndelivered) -> None:
    """A letter came back for a wrong address; or the last way to reach a debtor is gone."""
    by_post = event.channel in PAPER
    if by_post and event.reason not in LOST_POST:
        return
    message = Message.objects.get(pk=event.message_id)
    links = ClaimMessage.objects.filter(message=message, claim__closed_on=None).select_related("claim__debtor")
    for claim in [link.claim for link in links.order_by("claim_id")]:
        if by_post or no_way_left(claim):
            why = Tracing.Why.POST if by_post else Tracing.Why.CONTACT
            open_tracing(claim_id=claim.pk, why=why, on=localdate(event.at), at=event.at, message=message)


def look(
    *, tracing_id: int, source: str, result: str, on: date, at: datetime, cost: Decimal = ZERO, note: str = ""
) -> Look | Refusal:
    """A source was asked, with its result (Look.Result) and what it cost the agency, in euros.

    A source that may not be asked is refused, with its rule. Raises Stale once the search is over.
    """
    with widened("look"):
        tracing = searching(tracing_id)
        if refusal := refusal_of(tracing, source=source, on=on):
            return refusal
        return keep_look(tracing, source=source, result=result, on=on, at=at, cost=cost, note=note)


def refusal_of(tracing: Tracing, *, source: str, on: date) -> Refusal | None:
    """Why a source may not be asked in a search on `on`; None where it may."""
    claim = Claim.objects.select_related("entity").get(pk=tracing.claim_id)
    may_from = contact_from(claim, on)
    return source_refusal(source, country=claim.country, kind=claim.debtor_kind, contact_from=may_from, on=on)


def keep_look(tracing: Tracing, *, source: str, result: str, on: date, at: datetime, cost: Decimal, note: str) -> Look:
    """What a source said in a search that is locked, with its cost in euros, told in the claim's timeline."""
    by = current_scope().member_id
    asked = {"source": source, "result": result, "cost": cost, "note": note, "on": on, "by_id": by}
    made: Look = Look.objects.create(tracing=tracing, party_id=tracing.party_id, **asked)
    Tracing.objects.filter(pk=tracing.pk).update(cost=F("cost") + cost)
    told = {"source": SOURCES[source].name, "result": result, "cost": str(cost), "note": note}
    tell(lifecycle.locked(tracing.claim_id), "traced_at", at=at, **told)
    return made


def found(*, tracing_id: int, street: str, postcode: str, city: str, on: date, at: datetime) -> None:
    """Another address: it is kept, the claims go on, and the agency's notice is written again, free for everybody.

    Raises Stale once the search is over.
    """
    with widened("found"):
        tracing = searching(tracing_id)
        claims = _open_claims(tracing.debtor_id)
        _end(tracing, State.FOUND, on)
        place = {"street": street, "postcode": postcode, "city": city}
        complete_address(claim_id=tracing.claim_id, **place, on=on, at=at)
        for claim in claims:
            tell(claim, "traced", at=at, address=f"{street}, {postcode} {city}", cost=str(tracing.cost))
            publish(DebtorTraced(claim.pk, on, at))
            _release(claim, on, at)
            if claim.notified_on:
                _notice_again(Claim.objects.get(pk=claim.pk), on, at)


def _notice_again(claim: Claim, on: date, at: datetime) -> None:
    """A run waits for the notice, as at its beginning; one that reached the debtor by e-mail stands."""
    run = running(claim.pk)
    if run is None or claim.notified_on or run.waits == Run.Waits.NOTICE:
        return
    Run.objects.filter(pk=run.pk).update(waits=Run.Waits.NOTICE, next_on=None, rests_since=None)
    lifecycle.plan(claim, "", None)
    publish(NoticeWanted(claim.pk, on, at))


def not_found(*, tracing_id: int, on: date, at: datetime) -> None:
    """Nothing was found: the creditor decides what becomes of each claim; they rest meanwhile.

    Raises Stale once the search is over.
    """
    with widened("not_found"):
        tracing = searching(tracing_id)
        _end(tracing, State.NOT_FOUND, on)
        for claim in _open_claims(tracing.debtor_id):
            tell(claim, "not_traced", at=at, cost=str(tracing.cost))
            if not claim.decisions.filter(decided_at=None).exists():
                publish(StageEnded(claim.pk, on, at))


def closed(event: ClaimClosed) -> None:
    """The claim ended: nobody looks any more, unless for another claim of the debtor."""
    claim = Claim.objects.get(pk=event.claim_id)
    others = Claim.objects.filter(debtor_id=claim.debtor_id).exclude(stage=Stage.CLOSED).exclude(pk=claim.pk)
    waiting = Tracing.objects.filter(debtor_id=claim.debtor_id, state=State.OPEN)
    if other := others.order_by("pk").first():
        waiting.filter(claim=claim).update(claim=other)
    else:
        waiting.update(state=State.CANCELLED, ended_on=localdate(event.at))


def searching(tracing_id: int) -> Tracing:
    """A search that runs, locked. Raises Stale once it is over."""
    row: Tracing = Tracing.objects.select_for_update(of=("self",)).get(pk=tracing_id)
    if row.state != State.OPEN:
        raise Stale(f"tracing {tracing_id} is {row.state}")
    return row


def _end(tracing: Tracing, state: str, on: date) -> None:
    ended = {"state": state, "ended_on": on, "ended_by_id": current_scope().member_id}
    Tracing.objects.filter(pk=tracing.pk).update(**ended)


def _release(claim: Claim, on: date, at: datetime) -> None:
    for rest in Hold.objects.filter(claim=claim, kind=HoldKind.UNKNOWN_ADDRESS, ended_on=None).order_by("pk"):
        lifecycle.release(hold_id=rest.pk, on=on, at=at)

"""What a debtor says on its own page: each act one verb, in one transaction, with its papers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from agencies.scope import widened
from amicable.models import Action, Dispute, Plan
from amicable.queries.plans import limits_of
from amicable.rules.plans import Part, Wish, cut, outside
from amicable.services.disputing import raise_dispute
from amicable.services.planning import ask_plan, propose
from claims import guard
from claims.models import Claim, Document
from claims.queries.statement import statement_of
from claims.services import lifecycle
from claims.services.papers import add_paper
from claims.services.timeline import tell
from core.money import ZERO
from files.services import Rejected
from law.refusals import Refusal
from messaging.queries import closed_channels
from messaging.services.wishes import close_way, open_way

DEBTOR, WAY = "debtor", "portal"
MOST_OFFERED = 24  # instalments that a page lists


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that comes with what is said, its kind checked before."""

    name: str
    data: bytes


def object_to(
    *, claim_id: int, ground: str, said: str, papers: Sequence[Paper], on: date, at: datetime
) -> Dispute | Refusal:
    """The debtor objects, or says that it is paid (`ground` "paid"): everything rests, the creditor must answer."""
    with widened("object_to"):
        made = raise_dispute(claim_id=claim_id, by=DEBTOR, ground=ground, said=said, way=WAY, on=on, at=at)
        if isinstance(made, Dispute):
            _add(claim_id, papers, at)
    return made


def _add(claim_id: int, papers: Sequence[Paper], at: datetime) -> None:
    for paper in papers:
        kept = add_paper(claim_id=claim_id, data=paper.data, name=paper.name, kind=Document.Kind.OTHER, at=at)
        if isinstance(kept, Rejected):
            raise RuntimeError(f"a paper was not checked before: {kept.code}")


def offers(*, claim_id: int, first_on: date, on: date) -> tuple[tuple[Part, ...], ...]:
    """The plans of equal monthly parts that the creditor's limits allow for what is owed on `on`; writes nothing."""
    with widened("offers"):
        claim = Claim.objects.get(pk=claim_id)
        owed, limits = statement_of(claim, on).total, limits_of(claim.party_id, on)
    if owed <= ZERO:
        return ()
    found = [cut(owed, Wish(first_on=first_on, number=number)) for number in range(2, MOST_OFFERED + 1)]
    return tuple(parts for parts in found if not outside(parts, limits, on))


def ask_in_parts(
    *, claim_id: int, number: int, first_on: date, said: str, on: date, at: datetime
) -> Plan | tuple[Refusal, ...]:
    """The debtor asks for a plan of `number` monthly parts inside the creditor's limits; or why it is outside them.

    Everything rests until the agency has answered. The request is a writing of the debtor.
    """
    with widened("ask_in_parts"):
        wish = Wish(first_on=first_on, number=number)
        proposed = propose(lifecycle.locked(claim_id), wish, ZERO, on)
        if isinstance(proposed[0], Refusal):
            return tuple(one for one in proposed if isinstance(one, Refusal))
        wished = {"number": number, "every": wish.every, "first_on": first_on.isoformat()}
        made = ask_plan(claim_id=claim_id, by=DEBTOR, way=WAY, said=said, wish=wished, on=on, at=at)
    return (made,) if isinstance(made, Refusal) else made


def call_back(*, claim_id: int, day: date, when: str, at: datetime) -> Action:
    """The debtor asks to be called on `day`, `when` in words (hours, number, subject): a call is due for an agent.

    Asked twice for the same day it is one call, and both wishes are told.
    """
    with widened("call_back"):
        claim = lifecycle.locked(claim_id)
        tell(claim, "call_asked", at=at, by=DEBTOR, day=day.isoformat(), when=when)
        due = {"party_id": claim.party_id, "claim": claim, "debtor_id": claim.debtor_id, "act": "call", "on": day}
        waiting = Action.objects.filter(claim=claim, act="call", on=day, state=Action.State.OPEN).first()
        return waiting or Action.objects.create(**due, planned_on=day, made_at=at)


def ways_open(*, claim_id: int) -> dict[str, bool]:
    """The ways by which the claim's debtor can be contacted, and whether it lets us use each; writes nothing."""
    with widened("ways_open"):
        ways = guard.ways_to(Claim.objects.select_related("debtor").get(pk=claim_id))
        closed = closed_channels(ways)
    return {way: way not in closed for way in ways}


def wish_ways(*, claim_id: int, wanted: Collection[str], at: datetime) -> None:
    """The debtor lets us use the `wanted` ways ("sms", "email", "call", "visit") and no other, from now on."""
    with widened("wish_ways"):
        claim = lifecycle.locked(claim_id)
        ways = guard.ways_to(claim)
        for way, address in ways.items():
            (open_way if way in wanted else close_way)(channel=way, address=address, at=at)
        closed = ", ".join(sorted(set(ways) - set(wanted)))
        tell(claim, "ways_wished", at=at, by=DEBTOR, closed=closed)

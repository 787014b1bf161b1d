"""What a debtor says on its own page: each act one verb, in one transaction, with its papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from agencies.scope import widened
from amicable.models import Dispute, Plan
from amicable.queries.plans import limits_of
from amicable.rules.plans import Part, Wish, cut, outside
from amicable.services.disputing import raise_dispute
from amicable.services.planning import ask_plan, propose
from claims.models import Document
from claims.queries.statement import statement_of
from claims.services import lifecycle
from claims.services.papers import add_paper
from core.money import ZERO
from files.services import Rejected
from law.refusals import Refusal

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
        claim = lifecycle.locked(claim_id)
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

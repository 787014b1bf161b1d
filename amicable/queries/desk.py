"""What is agreed or contested and waits for somebody of the agency."""

from dataclasses import dataclass
from datetime import date

from amicable.models import Action, Dispute, Plan
from amicable.queries.register import to_answer


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing to decide or answer: "dispute", "plan" or "complaint"; `number` is its claim's, None without one."""

    what: str
    number: int | None
    name: str
    since: date
    key: str


def to_decide(limit: int) -> list[Waiting]:
    """Disputes to decide on, plans asked for, complaints to answer; the oldest first of each, three queries."""
    answered = Dispute.objects.filter(state=Dispute.State.ANSWERED).order_by("answered_at", "pk")
    disputes = answered.select_related("claim__debtor")[:limit]
    plans = (
        Plan.objects.filter(state=Plan.State.ASKED).order_by("asked_on", "pk").select_related("claim__debtor")[:limit]
    )
    found = [Waiting("dispute", d.claim.number, d.claim.debtor.name, d.raised_on, str(d.pk)) for d in disputes]
    found += [Waiting("plan", p.claim.number, p.claim.debtor.name, p.asked_on, str(p.pk)) for p in plans]
    return found + [
        Waiting("complaint", c.claim.number if c.claim else None, c.name, c.received_on, str(c.uid))
        for c in to_answer(limit)
    ]


def task_of(claim_id: int, act: str) -> Action | None:
    """The task of this kind to be done for a claim, the first due; one query."""
    return Action.objects.filter(claim_id=claim_id, act=act, state=Action.State.OPEN).order_by("on", "pk").first()

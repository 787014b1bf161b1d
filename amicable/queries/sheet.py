"""What is agreed, asked for or contested about one claim now, as its page shows it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amicable.models import Dispute, PaperRequest, Plan, Promise
from amicable.queries.plans import parts_of
from amicable.rules.plans import Standing, standings
from claims.models import Document
from core.money import ZERO


@dataclass(frozen=True, slots=True)
class Arranged:
    """The latest promise, the plan that is asked for or runs and its parts, the dispute, papers asked for."""

    promise: Promise | None
    plan: Plan | None
    standings: tuple[Standing, ...]
    dispute: Dispute | None
    papers: list[PaperRequest]

    @property
    def holds(self) -> dict[int, str]:
        """Which holds are those of an arrangement, by id: they end with it, not by hand."""
        rows = {"plan": self.plan, "dispute": self.dispute}
        found = {row.hold_id: what for what, row in rows.items() if row is not None and row.hold_id}
        if self.promise and self.promise.state == Promise.State.OPEN and self.promise.hold_id:
            found[self.promise.hold_id] = "promise"
        return found | {row.hold_id: "papers" for row in self.papers if row.hold_id}


def arranged_of(claim_id: int, owed: Decimal) -> Arranged:
    """Four queries, five with a plan; `owed` is the claim's total today."""
    plan = Plan.objects.filter(claim_id=claim_id, state__in=Plan.LIVE).select_related("hold").first()
    parts = parts_of(plan) if plan and plan.state != Plan.State.ASKED else ()
    total = plan.total + plan.discount if plan and plan.total else ZERO
    paid = max(total - max(owed, ZERO), ZERO) if plan and plan.state == Plan.State.AGREED else ZERO
    return Arranged(
        promise=Promise.objects.filter(claim_id=claim_id).order_by("-pk").first(),
        plan=plan,
        standings=standings(parts, paid),
        dispute=Dispute.objects.filter(claim_id=claim_id, state__in=Dispute.RUNNING).first(),
        papers=list(PaperRequest.objects.filter(claim_id=claim_id, state=PaperRequest.State.OPEN).order_by("pk")),
    )


def papers_with(dispute: Dispute) -> list[Document]:
    """The papers that were added since somebody objected, by who objected or who wrote it down; one query."""
    given = Document.objects.filter(claim_id=dispute.claim_id, added_at__date__gte=dispute.raised_on)
    return list(given.filter(kind=Document.Kind.OTHER).select_related("file").order_by("pk"))


def waiting_answers(party_id: int, limit: int = 5) -> list[tuple[str, int, str, date]]:
    """What a creditor is asked and has not answered: (what, claim number, debtor, last day), the most urgent first.

    Three queries.
    """
    disputes = Dispute.objects.filter(party_id=party_id, state=Dispute.State.OPEN).select_related("claim__debtor")
    papers = PaperRequest.objects.filter(party_id=party_id, state=PaperRequest.State.OPEN)
    plans = Plan.objects.filter(party_id=party_id, state=Plan.State.APPROVAL).select_related("claim__debtor")
    found = [("dispute", row.claim, row.answer_by) for row in disputes.order_by("answer_by")[:limit]]
    waiting = papers.select_related("claim__debtor").order_by("answer_by")[:limit]
    found += [("papers", row.claim, row.answer_by) for row in waiting]
    found += [("plan", row.claim, row.decided_on or row.asked_on) for row in plans.order_by("asked_on")[:limit]]
    found.sort(key=lambda one: one[2])
    return [(what, claim.number, claim.debtor.name, day) for what, claim, day in found[:limit]]

"""All that the page of one claim shows."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from claims.models import Claim, ClaimItem, ClaimMessage, Credit, Decision, Document, Hold, Refused
from claims.queries.statement import with_statement_rows
from claims.queries.timeline import Told, timeline


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows around a claim; the claim's items, credits and holds are loaded with it."""

    claim: Claim
    items: list[ClaimItem]
    credits: list[Credit]
    holds: list[Hold]
    decision: Decision | None
    refusals: list[Refused]
    documents: list[Document]
    messages: list[ClaimMessage]
    told: list[Told]


def sheet_of(claim: Claim) -> Sheet:
    """Nine queries, whatever the claim holds."""
    prefetch_related_objects([claim], *with_statement_rows())
    return Sheet(
        claim=claim,
        items=sorted(claim.items.all(), key=lambda item: (item.due_on, item.number)),
        credits=sorted(claim.credits.all(), key=lambda credit: (credit.value_on, credit.pk)),
        holds=[hold for hold in claim.holds.all() if hold.ended_on is None],
        decision=Decision.objects.filter(claim=claim, decided_at=None).first(),
        refusals=list(Refused.objects.filter(claim=claim, cleared_at=None).order_by("pk")),
        documents=list(Document.objects.filter(claim=claim).select_related("file").order_by("-pk")),
        messages=list(ClaimMessage.objects.filter(claim=claim).select_related("message").order_by("-pk")),
        told=timeline(claim.pk),
    )

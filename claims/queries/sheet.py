"""All that the page of one claim shows."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from claims.models import (
    Claim,
    ClaimItem,
    ClaimMessage,
    Credit,
    Decision,
    Document,
    Hold,
    Liable,
    Refused,
    Representative,
)
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


@dataclass(frozen=True, slots=True)
class Answerable:
    """One liable party: who, how, and by whom they are represented now."""

    liable: Liable
    representatives: list[Representative]


def liable_of(claim: Claim) -> list[Answerable]:
    """Who answers for the claim, the debtor first; two queries."""
    rows = list(Liable.objects.filter(claim=claim).select_related("debtor").order_by("pk"))
    standing = Representative.objects.filter(debtor_id__in=[row.debtor_id for row in rows], ended_on=None)
    by_debtor: dict[int, list[Representative]] = {}
    for one in standing.order_by("pk"):
        by_debtor.setdefault(one.debtor_id, []).append(one)
    return [Answerable(row, by_debtor.get(row.debtor_id, [])) for row in rows]

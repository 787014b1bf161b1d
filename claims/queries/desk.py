"""What waits for somebody of the agency: acts refused, lists unsigned, decisions asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, Min

from claims.models import Claim, ClaimMessage, Decision, Import, Refused
from claims.rules import Stage


@dataclass(frozen=True, slots=True)
class RefusedRule:
    """One rule that refuses acts now: how many claims, since when, and the first day on which one becomes lawful."""

    rule: str
    reason: str
    source: str
    cure: str
    claims: int
    since: datetime
    allowed_from: date | None


def refusals_by_rule() -> list[RefusedRule]:
    """Open refusals, the rule that stops most claims first; one query."""
    standing = Refused.objects.filter(cleared_at=None).order_by().values("rule")
    found = standing.annotate(
        claims=Count("claim_id", distinct=True),
        since=Min("at"),
        allowed_from=Min("allowed_from"),
        reason=Max("reason"),
        source=Max("source"),
        cure=Max("cure"),
    )
    return [RefusedRule(**row) for row in found.order_by("-claims", "rule")]


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A list of claims that its creditor has not ordered in writing: nothing of it goes out."""

    uid: UUID
    name: str
    creditor: str
    claims: int
    on: date


def unsigned_imports(limit: int = 50) -> list[Unsigned]:
    """The lists waiting for their creditor's signature, the oldest first; one query."""
    waiting = Import.objects.filter(accepted_at=None, claims__gt=0).select_related("creditor").order_by("pk")[:limit]
    return [Unsigned(row.uid, row.name, row.creditor.name, row.claims, row.on) for row in waiting]


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision that a creditor has been asked for."""

    claim_id: int
    number: int
    debtor: str
    creditor: str
    asked_on: date


def decisions_asked(limit: int = 50) -> list[Asked]:
    """The decisions that creditors owe, the oldest question first; one query."""
    rows = Decision.objects.filter(decided_at=None).select_related("claim__debtor", "claim__creditor")
    return [
        Asked(row.claim_id, row.claim.number, row.claim.debtor.name, row.claim.creditor.name, row.asked_on)
        for row in rows.order_by("asked_on", "pk")[:limit]
    ]


@dataclass(frozen=True, slots=True)
class Named:
    """A claim as other things refer to it."""

    number: int
    debtor: str
    creditor: str


def claims_named(claim_ids: Iterable[int]) -> dict[int, Named]:
    """Claims by id; one query."""
    rows = Claim.objects.filter(pk__in=list(claim_ids)).values_list("pk", "number", "debtor__name", "creditor__name")
    return {pk: Named(number, debtor, creditor) for pk, number, debtor, creditor in rows}


def open_claims_of(debtor_id: int) -> int:
    """How many open claims a debtor has; one query."""
    return Claim.objects.filter(debtor_id=debtor_id).exclude(stage=Stage.CLOSED).count()


def open_claims_under(contract_id: int) -> int:
    """How many open claims a contract has; one query."""
    return Claim.objects.filter(contract_id=contract_id).exclude(stage=Stage.CLOSED).count()


def claims_of_messages(message_ids: Iterable[int]) -> dict[int, Named]:
    """The claim that each message is about, by message; one query."""
    links = ClaimMessage.objects.filter(message_id__in=list(message_ids))
    rows = links.values_list("message_id", "claim__number", "claim__debtor__name", "claim__creditor__name")
    return {message: Named(number, debtor, creditor) for message, number, debtor, creditor in rows}

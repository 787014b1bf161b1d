"""Reads about credit insurance."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from agencies.options import options_in
from amicable.models import InsurancePolicy, InsuredClaim, InsurerPayment
from amicable.rules.insurance import NEAR, Policy
from claims.access import listed_claims
from claims.models import Claim
from claims.queries.lists import starting_with
from core.dates import add_days
from core.money import ZERO

LIMIT = 500


def terms_of(row: InsurancePolicy) -> Policy:
    """A policy as the rules know it."""
    return Policy(
        since=row.since,
        until=row.until,
        declare_from_months=row.declare_from_months,
        declare_until_months=row.declare_until_months,
        papers_within_days=row.papers_within_days,
        customers=frozenset(row.customers),
    )


def usual_deadlines(on: date) -> dict[str, int]:
    """What a new policy starts with, by the agency's options; one query."""
    found = options_in("insurance", on=on)
    return {key.partition(".")[2]: value for key, value in found.items()}


def policies_of(party_id: int) -> list[InsurancePolicy]:
    """The policies of a creditor, the latest first; one query."""
    return list(InsurancePolicy.objects.filter(party_id=party_id).order_by("-since", "-pk"))


def insured(party_id: int | None, state: str = "", text: str = "") -> QuerySet[InsuredClaim]:
    """The insured claims of a creditor, or of all: in one state, else those whose deadline runs."""
    rows = InsuredClaim.objects.select_related("claim__debtor", "claim__creditor", "policy")
    rows = rows.filter(party_id=party_id) if party_id is not None else rows
    rows = rows.filter(state=state) if state else rows.filter(state__in=InsuredClaim.OPEN)
    return rows.filter(claim__in=starting_with(listed_claims(), text)) if text else rows


def near(party_id: int, on: date, limit: int = 5) -> list[InsuredClaim]:
    """The creditor's deadlines of the next 30 days and those missed, the most urgent first; one query."""
    soon = insured(party_id).filter(due_on__lte=add_days(on, NEAR))
    return list(soon.order_by("due_on", "pk")[:limit])


def insured_due(on: date, after: int = 0, limit: int = LIMIT) -> list[int]:
    """Insured claims whose deadline comes near on `on` or before, by id."""
    rows = InsuredClaim.objects.filter(next_on__lte=on, pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


@dataclass(frozen=True, slots=True)
class Cover:
    """How far one claim is with its insurer, and what was paid."""

    row: InsuredClaim
    payments: list[InsurerPayment]
    paid: Decimal


def cover_of(claim: Claim) -> Cover | None:
    """The insurance of one claim, None without; two queries."""
    row = InsuredClaim.objects.filter(claim=claim).select_related("policy").first()
    if row is None:
        return None
    payments = list(InsurerPayment.objects.filter(insured=row).select_related("proof").order_by("paid_on", "pk"))
    return Cover(row, payments, sum((one.amount for one in payments), ZERO))

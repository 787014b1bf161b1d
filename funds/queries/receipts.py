"""Receipts as pages show them: found in a list, and one with whose it is, why, and where each cent is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from claims.models import Claim
from claims.queries.law import facts_of, orders_of
from claims.queries.lists import prefix_of
from claims.queries.statement import with_statement_rows
from claims.statement import allocation_source, shared_out
from funds.models import Receipt, ReceiptPart
from funds.queries.ledger import where_is
from funds.queries.matching import verdict_on
from funds.rules.matching import Match

MANY = 100  # counting stops here


def listed(look: str = "", text: str = "", cents: int | None = None) -> QuerySet[Receipt]:
    """The receipts of the agency: those to attribute ("open"), "in_hand", "to_return", "returned"; all by default.

    `text` is the start of the payer's name; `cents` an amount, looked for to the cent.
    """
    looks = {"open": Q(unmatched__gt=0), "to_return": Q(to_return__gt=0), "returned": Q(returned_on__isnull=False)}
    looks["in_hand"] = Q(way__in=["cash", "cheque"], deposited_on=None, returned_on=None)
    rows = Receipt.objects.filter(looks.get(look, Q()))
    if cents is not None:
        return rows.filter(amount_cents=cents)
    return rows.filter(prefix_of("sought", text)) if text.strip() else rows


def receipt_named(uid: UUID) -> Receipt | None:
    """The receipt of this uid; None where there is none to see. One query."""
    return Receipt.objects.select_related("entity", "owner__user").filter(uid=uid).first()


@dataclass(frozen=True, slots=True)
class Shared:
    """A part of a receipt, and what it served of the claim's debt: in the law's order with its source, or as agreed."""

    part: ReceiptPart
    served: Mapping[str, Decimal]
    source: str
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposed:
    """A claim that a receipt may be for."""

    claim: Claim
    match: Match


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """All that the page of one receipt shows."""

    receipt: Receipt
    places: Mapping[str, Decimal]
    parts: Sequence[Shared]
    proposed: Sequence[Proposed]


def page_of(receipt: Receipt, on: date) -> ReceiptPage:
    """Where each cent is, what was booked and why, what may be meant by the rest."""
    rows = ReceiptPart.objects.filter(receipt=receipt).select_related(
        "claim__debtor", "claim__creditor", "claim__terms", "claim__entity", "member__user"
    )
    rows = rows.prefetch_related(*(f"claim__{one}" for one in with_statement_rows()))
    parts = [_shared(part, on) for part in rows.order_by("pk")]
    return ReceiptPage(receipt, where_is(receipt.pk), parts, _proposed(receipt))


def _shared(part: ReceiptPart, on: date) -> Shared:
    if part.ended_on:
        return Shared(part, {}, "")
    facts, order = facts_of(part.claim, on), orders_of(part.claim).get(part.credit_id, ())
    served = next(
        (
            shares
            for credit, shares in shared_out(facts, on)
            if (credit.kind, credit.value_on, credit.amount, credit.order)
            == ("payment", part.value_on, part.amount, order)
        ),
        {},
    )
    return Shared(part, {str(name): amount for name, amount in served.items()}, allocation_source(facts), order)


def _proposed(receipt: Receipt) -> list[Proposed]:
    if not receipt.unmatched or receipt.returned_on:
        return []
    matches = verdict_on(receipt).matches[:10]
    claims = Claim.objects.select_related("debtor", "creditor").in_bulk([match.claim_id for match in matches])
    return [Proposed(claims[match.claim_id], match) for match in matches]


def parts_of(claim_id: int) -> QuerySet[ReceiptPart]:
    """What was received in trust for a claim, the latest first."""
    return ReceiptPart.objects.filter(claim_id=claim_id).order_by("-pk")


def to_attribute(on: date) -> tuple[int, bool]:
    """How many receipts wait to be attributed (MANY at most), and whether one has waited since before `on`; a query."""
    days = list(listed("open").order_by("booked_on").values_list("booked_on", flat=True)[:MANY])
    return len(days), bool(days) and days[0] < on


def part_of(subject: str) -> ReceiptPart | None:
    """The part of a receipt that "part:12" names; None where there is none."""
    number = subject.removeprefix("part:")
    return ReceiptPart.objects.filter(pk=int(number)).first() if number.isdigit() else None

"""The queue as agents see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from amicable.models import PayerProfile, QueueEntry


def waiting() -> QuerySet[QueueEntry]:
    """The claims that wait for somebody, to be listed by points: with claim, debtor, creditor and members."""
    rows = QueueEntry.objects.filter(is_ready=True)
    return rows.select_related("claim__debtor", "claim__creditor", "assigned_to__user", "leased_to__user")


def languages() -> list[str]:
    """The languages of the debtors who wait; one query."""
    rows = QueueEntry.objects.filter(is_ready=True).order_by().values_list("language", flat=True)
    return sorted(rows.distinct())


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands in the queue: why, with how many points, open at whom, and whose it is."""

    points: int
    parts: dict[str, int]
    is_ready: bool
    due_on: date | None
    not_before: datetime | None
    charged: str
    charged_id: int | None
    open_at: str
    open_at_id: int | None
    open_until: datetime | None


def place_of(claim_id: int, at: datetime) -> Place | None:
    """The place of one claim at a moment; None where it was never in the queue. One query."""
    rows = QueueEntry.objects.filter(claim_id=claim_id).select_related("assigned_to__user", "leased_to__user")
    row = rows.first()
    if row is None:
        return None
    leased = row.leased_to if row.leased_until and row.leased_until > at else None
    return Place(
        points=row.points,
        parts=row.parts,
        is_ready=row.is_ready,
        due_on=row.due_on,
        not_before=row.not_before if row.not_before and row.not_before > at else None,
        charged=str(row.assigned_to.user) if row.assigned_to else "",
        charged_id=row.assigned_to_id,
        open_at=str(leased.user) if leased else "",
        open_at_id=leased.pk if leased else None,
        open_until=row.leased_until if leased else None,
    )


def ordered(parts: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """The parts of the points, the largest first."""
    return sorted(parts, key=lambda part: -part[1])


def profile_of(debtor_id: int) -> str:
    """How a debtor pays, where somebody said so, else ""; one query."""
    return PayerProfile.objects.filter(debtor_id=debtor_id).values_list("kind", flat=True).first() or ""

"""What is due among promises, plans, disputes, papers and confirmations: costs what is due, not what exists."""

from collections.abc import Callable
from datetime import date

from amicable.models import Confirmation, Dispute, PaperRequest, Plan, Promise
from amicable.queries.insurance import insured_due

LIMIT = 500
Find = Callable[[date, int], list[int]]


def promises_due(on: date, after: int = 0, limit: int = LIMIT) -> list[int]:
    """Promises to be judged on `on` or before, by id."""
    rows = Promise.objects.filter(next_on__lte=on, pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def plans_due(on: date, after: int = 0, limit: int = LIMIT) -> list[int]:
    """Running plans to be looked at on `on` or before, by id."""
    rows = Plan.objects.filter(next_on__lte=on, pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def disputes_due(on: date, after: int = 0, limit: int = LIMIT) -> list[int]:
    """Disputes whose creditor is to be reminded on `on` or before, by id."""
    rows = Dispute.objects.filter(next_on__lte=on, pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def papers_due(on: date, after: int = 0, limit: int = LIMIT) -> list[int]:
    """Requests for papers whose creditor is to be reminded on `on` or before, by id."""
    rows = PaperRequest.objects.filter(next_on__lte=on, pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def confirmations_due(on: date, after: int = 0, limit: int = LIMIT) -> list[int]:
    """What is to be written to debtors on `on` or before and was not, by id."""
    rows = Confirmation.objects.filter(done_at=None, due_on__lte=on, pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


DUE: dict[str, Find] = {
    "promises": promises_due,
    "plans": plans_due,
    "disputes": disputes_due,
    "papers": papers_due,
    "insured": insured_due,
}

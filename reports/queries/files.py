"""The list of files of a report: which of a contract's are in it, and what was paid on each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from claims.models import Claim, ClaimItem, Credit, Decision, Hold
from clients.models import Contract
from core.dates import add_days
from core.money import ZERO
from reports.rules.choosing import Choice

BATCH = 1000


@dataclass(frozen=True, slots=True)
class File:
    """One line of the list of files: what was paid in the days and in all, whether it rests or waits for an answer.

    `invoices` are the numbers of the unpaid invoices, `age` the days from the oldest due date to the report's last day.
    """

    claim: Claim
    held: bool
    asked: bool
    credited: Decimal
    paid_now: Decimal
    invoices: str
    age: int

    @property
    def left(self) -> Decimal:
        """Principal not covered by what was credited."""
        return max(self.claim.principal - self.credited, ZERO)


def chosen(contract: Contract, first: date, last: date, choice: Choice) -> QuerySet[Claim]:
    """The open files of a contract and those closed in the days, as far as they were chosen; ages are of `last`."""
    told = Q(closed_on=None) | Q(closed_on__gte=first, closed_on__lte=last)
    rows = Claim.objects.filter(Q(closed_on=None) if choice.open_only else told, contract=contract)
    cents = {"least": "principal_cents__gte", "most": "principal_cents__lte"}
    bounds: dict[str, Any] = {
        cents[name]: int(amount * 100) for name in cents if (amount := getattr(choice, name)) is not None
    }
    if choice.youngest is not None:
        bounds["oldest_due_on__lte"] = add_days(last, -choice.youngest)
    if choice.oldest is not None:
        bounds["oldest_due_on__gte"] = add_days(last, -choice.oldest)
    equal: dict[str, Any] = {"debtor_kind": choice.kind} if choice.kind else {}
    equal |= {"stage__in": choice.stages} if choice.stages else {}
    equal |= {"debtor__customer_number__istartswith": choice.customer} if choice.customer else {}
    return rows.filter(**bounds, **equal)


def files(contract: Contract, first: date, last: date, choice: Choice, *, batch: int = BATCH) -> Iterator[File]:
    """The files that were chosen, in the order they were opened; three queries a batch."""
    rows = chosen(contract, first, last, choice).select_related("debtor").order_by("pk")
    held = Exists(Hold.objects.filter(claim=OuterRef("pk"), ended_on=None))
    rows = rows.annotate(held=held, asked=Exists(Decision.objects.filter(claim=OuterRef("pk"), decided_at=None)))
    after = 0
    while some := list(rows.filter(pk__gt=after)[:batch]):
        after = some[-1].pk
        yield from _with_sums(some, first, last)


def _with_sums(batch: Sequence[Any], first: date, last: date) -> Iterator[File]:
    keys = [one.pk for one in batch]
    now = Sum("amount", filter=Q(kind=Credit.Kind.PAYMENT, value_on__range=(first, last)))
    credits = Credit.objects.filter(claim_id__in=keys).order_by().values_list("claim_id")
    rows = credits.annotate(total=Sum("amount"), now=now)
    sums = {claim: (total, recent or ZERO) for claim, total, recent in rows}
    numbers: dict[int, list[str]] = {}
    for claim, number in ClaimItem.objects.filter(claim_id__in=keys).order_by("pk").values_list("claim_id", "number"):
        numbers.setdefault(claim, []).append(number)
    for one in batch:
        age = (last - one.oldest_due_on).days
        told = ", ".join(numbers.get(one.pk, ()))
        yield File(one, one.held, one.asked, *sums.get(one.pk, (ZERO, ZERO)), told, age)

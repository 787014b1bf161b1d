"""The rows of a list of claims for a file: what the reader may see, narrowed as on the page, in batches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, Sum

from claims.access import listed_claims
from claims.models import Claim, Credit
from claims.queries.lists import for_list, starting_with
from claims.queries.looks import looked_at
from core.money import ZERO

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Selection:
    """What a list was narrowed to; everything empty is every claim of the scope in force."""

    text: str = ""  # the start of a number or of a debtor's name
    stage: str = ""
    creditor: str = ""  # its number
    source: str = ""  # the uid of the list that the claims came with
    look: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """One claim with its debtor and creditor, and what was paid, credited or waived on it so far."""

    claim: Claim
    held: bool
    asked: bool
    credited: Decimal

    @property
    def left(self) -> Decimal:
        """Principal not covered by what was credited."""
        return max(self.claim.principal - self.credited, ZERO)


def selected(wanted: Selection) -> QuerySet[Claim]:
    """The claims of the selection, by row."""
    rows = looked_at(starting_with(listed_claims(), wanted.text), wanted.look, wanted.rule)
    columns = {"stage": wanted.stage, "creditor__number": wanted.creditor, "source__uid": wanted.source}
    return rows.filter(**{column: value for column, value in columns.items() if value})


def exported(wanted: Selection) -> Iterator[list[Exported]]:
    """The claims of the selection in the order they were opened, in batches of at most BATCH: two queries each."""
    rows = for_list(selected(wanted)).select_related("debtor", "creditor").order_by("pk")
    after = 0
    while batch := list(rows.filter(pk__gt=after)[:BATCH]):
        after = batch[-1].pk
        yield _with_credits(batch)


def _with_credits(claims: Sequence[Claim]) -> list[Exported]:
    credits = Credit.objects.filter(claim_id__in=[claim.pk for claim in claims]).order_by().values_list("claim_id")
    sums = dict(credits.annotate(all=Sum("amount")))
    return [Exported(one, one.held, one.asked, sums.get(one.pk, ZERO)) for one in claims]  # type: ignore[attr-defined]

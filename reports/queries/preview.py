"""What a report of a creditor's own would hold, before it is kept: three queries more than its first files ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from django.db.models import Count, Sum

from clients.models import Contract
from core.money import ZERO
from reports.queries.files import File, chosen, files
from reports.rules.choosing import Choice
from reports.rules.periods import period_of

FEW = 10


@dataclass(frozen=True, slots=True)
class Preview:
    """The days that the running period covers, how many files, their principal, and the first of them."""

    first: date
    last: date
    count: int
    principal: Decimal
    some: Sequence[File]


def preview(contract: Contract, rhythm: str, choice: Choice, on: date) -> Preview:
    """What the report on the period of `on` would list if it were drawn then."""
    first, _end = period_of(rhythm, on)
    sums = chosen(contract, first, on, choice).aggregate(count=Count("pk"), principal=Sum("principal"))
    some = list(islice(files(contract, first, on, choice, batch=FEW), FEW))
    return Preview(first, on, sums["count"], sums["principal"] or ZERO, some)

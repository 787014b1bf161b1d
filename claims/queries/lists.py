"""Claims as lists show them: found by the start of a number (one query) or of a name (two)."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from claims.models import Claim, Debtor, Decision, Hold
from claims.models.claim import ACCENTS, PLAIN

FOLDING = str.maketrans(ACCENTS, PLAIN)
LONGEST_NUMBER = 12  # digits
MANY = 1_000  # debtors of a name: more than that are met at once on the way through the list
AFTER_ALL = "\U0010ffff"  # sorts after whatever may follow a prefix


def starting_with(claims: QuerySet[Claim], text: str) -> QuerySet[Claim]:
    """The claims whose number, or whose debtor's name, starts with `text`; all of them for an empty one.

    A name is looked up first, in a query of its own: row security hides from the planner how many bear it, and in one
    query it would go through all of them again for every claim.
    """
    wanted = " ".join(text.split())
    if not wanted:
        return claims
    if wanted.isascii() and wanted.isdigit():
        return claims.filter(_numbers(wanted))
    sought = wanted.lower().translate(FOLDING)
    named = {"sought__gte": sought, "sought__lt": sought + AFTER_ALL}
    few = list(Debtor.objects.filter(**named).values_list("pk", flat=True)[: MANY + 1])
    if len(few) <= MANY:
        return claims.filter(debtor_id__in=few)
    own = Debtor.objects.filter(pk=OuterRef("debtor_id")).values("sought")[:1]  # by key, one claim after the other
    return claims.alias(sought=Subquery(own)).filter(**named)


def _numbers(digits: str) -> Q:
    """The ranges of whole numbers that are written with these digits first."""
    found = Q(pk=None)
    for low, high in _ranges(int(digits), LONGEST_NUMBER - len(digits)):
        found |= Q(number__gte=low, number__lt=high)
    return found


def _ranges(start: int, more: int) -> Iterator[tuple[int, int]]:
    for power in range(max(more, 0) + 1):
        yield start * 10**power, (start + 1) * 10**power


def for_list(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """The claims with what a row shows: the debtor, `held`, and `asked` (a decision of the creditor is waited for)."""
    held = Hold.objects.filter(claim_id=OuterRef("pk"), ended_on=None)
    asked = Decision.objects.filter(claim_id=OuterRef("pk"), decided_at=None)
    return claims.select_related("debtor").annotate(held=Exists(held), asked=Exists(asked))

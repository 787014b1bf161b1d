"""Claims as lists show them: found by the start of a number or of a name, in one query."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from claims.models import Claim, Debtor, Decision, Hold
from claims.models.claim import ACCENTS, PLAIN

FOLDING = str.maketrans(ACCENTS, PLAIN)
LONGEST_NUMBER = 12  # digits
AFTER_ALL = "\U0010ffff"  # sorts after whatever may follow a prefix


def starting_with(claims: QuerySet[Claim], text: str) -> QuerySet[Claim]:
    """The claims whose number, or whose debtor's name, starts with `text`; all of them for an empty one."""
    wanted = " ".join(text.split())
    if not wanted:
        return claims
    if wanted.isascii() and wanted.isdigit():
        return claims.filter(_numbers(wanted))
    sought = wanted.lower().translate(FOLDING)
    names = Debtor.objects.filter(sought__gte=sought, sought__lt=sought + AFTER_ALL)
    return claims.filter(debtor_id__in=names.values("pk"))


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

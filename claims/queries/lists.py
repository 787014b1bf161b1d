"""Claims as lists show them: found by the start of a number, of an invoice's number, or of the debtor's name."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from claims.access import reach
from claims.intake.judge import number_key
from claims.models import Claim, ClaimItem, Decision, Hold
from claims.models.claim import ACCENTS, PLAIN

FOLDING = str.maketrans(ACCENTS, PLAIN)
LONGEST_NUMBER = 12  # digits
MANY = 1_000  # claims: more than that are met soon enough on the way through the list
AFTER_ALL = "\U0010ffff"  # sorts after whatever may follow a prefix


def starting_with(claims: QuerySet[Claim], text: str) -> QuerySet[Claim]:
    """The claims of which a number, an invoice's number or the debtor's name starts with `text`; all for an empty one.

    Digits are a number, of the claim or of an invoice that stands; else they start a name or an invoice's number.
    Two queries in a party's scope, one in the agency's, beside the list's own.
    """
    wanted = " ".join(text.split())
    if not wanted:
        return claims
    digits = wanted.isascii() and wanted.isdigit()
    return claims.filter((_numbers(wanted) if digits else _prefix("sought", _folded(wanted))) | _invoiced(wanted))


def debtor_called(name: str) -> Q:
    """The claims whose debtor's name starts with `name`, accents and case apart."""
    return prefix_of("sought", name)


def prefix_of(column: str, name: str) -> Q:
    """The rows whose folded column (as `sought` of a claim) starts with `name`, accents and case apart."""
    return _prefix(column, _folded(" ".join(name.split())))


def _folded(name: str) -> str:
    return name.lower().translate(FOLDING)


def _prefix(column: str, start: str) -> Q:
    """Bytes compare by prefix: two comparisons that keep their index under row security."""
    return Q(**{f"{column}__gte": start, f"{column}__lt": start + AFTER_ALL})


def _invoiced(wanted: str) -> Q:
    """The claims with such an invoice."""
    standing = ClaimItem.objects.filter(reach("claim_id"), withdrawn_on=None)
    found = standing.filter(_prefix("number_key", number_key(wanted)))
    return named(found.values_list("claim_id", flat=True))


def named(claim_ids: QuerySet[Any, int]) -> Q:
    """The claims of these ids: few are read first and named one by one, so that an index finds them. One query."""
    few = list(claim_ids[: MANY + 1])
    return Q(pk__in=few) if len(few) <= MANY else Q(pk__in=claim_ids)


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

"""What else is known of the person behind a claim: its other claims, here and, for the agency alone, elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from claims.models import Claim, Credit, Debtor, Hold
from core.money import ZERO

MOST = 20  # claims that a page names


@dataclass(frozen=True, slots=True)
class Other:
    """Another claim; `left` is its principal not covered by credits, in euros; `same` False where only its name and
    its number or place say that the debtor is the same person."""

    number: int
    debtor: str
    creditor: str
    stage: str
    held: bool
    left: Decimal
    same: bool


def others_of(claim: Claim) -> list[Other]:
    """The debtor's other claims of this creditor, open ones first, then those of who seems to be the same person at
    other creditors of the agency: the same name, with the same enterprise number or the same postcode. MOST of each;
    three queries. For the agency's own people: sameness across creditors is nobody else's to know.
    """
    shown = Claim.objects.exclude(pk=claim.pk).select_related("debtor", "creditor")
    own = _latest(shown.filter(debtor_id=claim.debtor_id))
    alike = shown.filter(sought=claim.debtor.sought).exclude(debtor_id=claim.debtor_id)
    elsewhere = _latest(alike.filter(_of_the_same(claim.debtor)))
    left = _credited([*own, *elsewhere])
    found = [_other(one, left, same=True) for one in own] + [_other(one, left, same=False) for one in elsewhere]
    return sorted(found, key=lambda one: (not one.same, one.stage == "closed"))


def _of_the_same(debtor: Debtor) -> Q:
    known = {"enterprise_number": debtor.enterprise_number, "postcode": debtor.postcode}
    same = Q(pk=None)
    for name, value in known.items():
        same |= Q(**{f"debtor__{name}": value}) if value else Q(pk=None)
    return same & Q(debtor__country=debtor.country, debtor__erased_on=None)


def _latest(claims: QuerySet[Claim]) -> list[Claim]:
    resting = Hold.objects.filter(claim_id=OuterRef("pk"), ended_on=None)
    return list(claims.annotate(held=Exists(resting)).order_by("-pk")[:MOST])


def _credited(claims: Iterable[Claim]) -> dict[int, Decimal]:
    rows = Credit.objects.filter(claim_id__in=[one.pk for one in claims]).order_by().values_list("claim_id")
    return dict(rows.annotate(all=Sum("amount")))


def _other(claim: Claim, credited: dict[int, Decimal], *, same: bool) -> Other:
    return Other(
        number=claim.number,
        debtor=claim.debtor.name,
        creditor=claim.creditor.name,
        stage=claim.stage,
        held=claim.held,  # type: ignore[attr-defined]
        left=max(claim.principal - credited.get(claim.pk, ZERO), ZERO),
        same=same,
    )

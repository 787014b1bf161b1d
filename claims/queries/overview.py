"""What a creditor must do today, and where its money stands: a fixed number of queries."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Sum

from claims.models import Claim, Credit, Decision, Import
from claims.rules import Stage
from core.money import ZERO

FEW = 5  # rows of one kind on a home page
MANY = 100  # counting stops here


@dataclass(frozen=True, slots=True)
class InStage:
    """The claims of one stage: how many, their principal, and what was paid or credited on them."""

    stage: str
    claims: int
    principal: Decimal
    credited: Decimal

    @property
    def left(self) -> Decimal:
        """Principal not covered by what was credited."""
        return max(self.principal - self.credited, ZERO)


def by_stage(party_id: int) -> dict[str, InStage]:
    """A creditor's claims by stage; two queries."""
    claims = Claim.objects.filter(party_id=party_id).order_by().values_list("stage")
    sums = claims.annotate(Count("pk"), Sum("principal"))
    credits = Credit.objects.filter(party_id=party_id).order_by().values_list("claim__stage").annotate(Sum("amount"))
    credited = dict(credits)
    found = {stage: InStage(stage, n, principal, credited.get(stage, ZERO)) for stage, n, principal in sums}
    return {stage.value: found.get(stage, InStage(stage, 0, ZERO, ZERO)) for stage in Stage}


def paid_since(party_id: int, since: date) -> Decimal:
    """Payments with a value date from `since` (inclusive) on."""
    paid = Credit.objects.filter(party_id=party_id, kind=Credit.Kind.PAYMENT, value_on__gte=since)
    return paid.aggregate(all=Sum("amount"))["all"] or ZERO


def waiting_decisions(party_id: int) -> tuple[list[Decision], int]:
    """The oldest open questions to a creditor, and how many there are (MANY at most)."""
    rows = Decision.objects.filter(party_id=party_id, decided_at=None)
    first = rows.select_related("claim__debtor").order_by("asked_on", "pk")[:FEW]
    return list(first), rows.values("pk")[:MANY].count()


def to_sign(party_id: int) -> list[Import]:
    """Loaded lists whose claims wait for the creditor's written order."""
    return list(Import.objects.filter(party_id=party_id, accepted_at=None, claims__gt=0).order_by("-pk")[:FEW])


def to_mend(party_id: int, since: date) -> list[Import]:
    """Lists loaded since a day with rows refused for another reason than having been handed over before."""
    rows = Import.objects.filter(party_id=party_id, on__gte=since, refused__gt=F("duplicates"))
    return list(rows.order_by("-pk")[:FEW])


def kinds_unknown(party_id: int) -> tuple[list[Claim], int]:
    """Claims that wait to be told whether the debtor is a consumer or a business, and how many (MANY at most)."""
    rows = Claim.objects.filter(party_id=party_id, stage=Stage.PAYNOW, debtor_kind="unknown")
    return list(rows.select_related("debtor").order_by("pk")[:FEW]), rows.values("pk")[:MANY].count()

"""What a letter's code tells to whoever holds the letter."""

from dataclasses import dataclass

from agencies.models import Entity
from claims.intake.judge import number_key
from claims.models import Claim, ClaimItem
from claims.rules import Stage
from formats.words import folded


@dataclass(frozen=True, slots=True)
class Letter:
    """The claim behind a code and the entity that writes; neither creditor nor amount."""

    claim_id: int
    entity: Entity


def letter_behind(code: str) -> Letter | None:
    """The letter of a claim that still runs: a code dies when its claim is closed. One query."""
    claim = Claim.objects.filter(code=code).exclude(stage=Stage.CLOSED).select_related("entity").first()
    return None if claim is None else Letter(claim.pk, claim.entity)


def open_claim(code: str) -> Claim | None:
    """The claim of a code while it runs. One query."""
    rows = Claim.objects.filter(code=code).exclude(stage=Stage.CLOSED)
    return rows.select_related("agency", "debtor", "entity").first()


def knows(claim: Claim, said: str) -> bool:
    """Whether `said` is the number of one of the claim's invoices, or the debtor's customer number. One query.

    The second check of a debtor's page: never a name or a postcode, which a finder of the letter knows.
    """
    if not folded(said):
        return False
    if folded(said) == folded(claim.debtor.customer_number):
        return True
    return ClaimItem.objects.filter(claim=claim, number_key=number_key(said), withdrawn_on=None).exists()

"""What a letter's code tells to whoever holds the letter."""

from dataclasses import dataclass

from agencies.models import Entity
from claims.models import Claim
from claims.rules import Stage


@dataclass(frozen=True, slots=True)
class Letter:
    """The claim behind a code and the entity that writes; neither creditor nor amount."""

    claim_id: int
    entity: Entity


def letter_behind(code: str) -> Letter | None:
    """The letter of a claim that still runs: a code dies when its claim is closed. One query."""
    claim = Claim.objects.filter(code=code).exclude(stage=Stage.CLOSED).select_related("entity").first()
    return None if claim is None else Letter(claim.pk, claim.entity)

"""How a claim lives: its stages and the moves between them, holds, whom the debtor pays."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.errors import Stale


class Stage(StrEnum):
    """Where a claim is."""

    PAYNOW = "paynow"
    AMICABLE = "amicable"
    JUDICIAL = "judicial"
    CLOSED = "closed"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """For a model field."""
        return [(stage.value, stage.value) for stage in cls]


# The same table stands in the trigger claims_known_move, held against this one by a test.
# A closed claim reopens where it stood: a payment that settled it may be returned by the bank.
MOVES: dict[Stage, frozenset[Stage]] = {
    Stage.PAYNOW: frozenset({Stage.AMICABLE, Stage.JUDICIAL, Stage.CLOSED}),
    Stage.AMICABLE: frozenset({Stage.JUDICIAL, Stage.CLOSED}),
    Stage.JUDICIAL: frozenset({Stage.CLOSED}),
    Stage.CLOSED: frozenset({Stage.PAYNOW, Stage.AMICABLE, Stage.JUDICIAL}),
}


class HoldKind(StrEnum):
    """Why a claim rests."""

    DISPUTE = "dispute"
    PLAN_ASKED = "plan_asked"
    PLAN = "plan"
    PROMISE = "promise"
    MEDIATION = "mediation"
    INSOLVENCY = "insolvency"
    DEATH = "death"
    UNKNOWN_ADDRESS = "unknown_address"
    WITHDRAWAL = "withdrawal"
    PAID_ALREADY = "paid_already"
    GDPR_OBJECTION = "gdpr_objection"
    PAPERS_ASKED = "papers_asked"
    INSURER = "insurer"
    CREDITOR_ASKED = "creditor_asked"

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """For a model field."""
        return [(kind.value, kind.value) for kind in cls]


class ClosedAs(StrEnum):
    """How a claim ended."""

    PAID = "paid"
    KEPT = "kept"
    ABANDONED = "abandoned"
    WITHDRAWN = "withdrawn"


def check_move(now: str, to: str) -> None:
    """Raise Stale unless the table of moves allows it."""
    if Stage(to) not in MOVES[Stage(now)]:
        raise Stale(f"a claim in stage {now} does not move to {to}")


def choices_after(stage_ended: str, stages: Sequence[str]) -> list[str]:
    """What a creditor may choose once a stage has ended: the agency's later stages, or keeping the file."""
    later = list(stages[stages.index(stage_ended) + 1 :]) if stage_ended in stages else []
    return [*later, "keep"]


@dataclass(frozen=True, slots=True)
class Payee:
    """Whom the debtor pays."""

    name: str
    iban: str
    bic: str


def payee(stage: str, *, creditor: Payee, trust: Payee, always_creditor: bool) -> Payee:
    """DOMAIN §4: PAYNOW to the creditor; amicable and judicial to the entity's trust account.

    An agency that never touches the money (preset `directe`) always names the creditor.
    """
    return creditor if always_creditor or stage == Stage.PAYNOW else trust

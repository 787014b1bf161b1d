"""How a claim lives: its stages and the moves between them, holds, whom the debtor pays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from core.errors import Stale
from core.money import ZERO


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
    STRUCK_OFF = "struck_off"
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


def must_be_looked_up(*, checked_on: date | None, handed_over_on: date, on: date, days: int) -> bool:
    """Whether a firm is looked up in its register again before a visit on `on`: neither its last check nor its handing
    over lies `days` days back or less. A house rule."""
    return on - max(checked_on or handed_over_on, handed_over_on) > timedelta(days=days)


def check_move(now: str, to: str) -> None:
    """Raise Stale unless the table of moves allows it."""
    if Stage(to) not in MOVES[Stage(now)]:
        raise Stale(f"a claim in stage {now} does not move to {to}")


def choices_after(stage_ended: str, stages: Sequence[str]) -> list[str]:
    """What a creditor may choose once a stage has ended: the agency's later stages, or keeping the file.

    Once people have tried to collect it, the claim may be given up too (DOMAIN §2, *Stage 2*).
    """
    later = list(stages[stages.index(stage_ended) + 1 :]) if stage_ended in stages else []
    return [*later, "keep", *(["abandon"] if stage_ended != Stage.PAYNOW else [])]


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


# What the agency advises when the amicable stage has ended --------------------------------------------------------

SMALL = Decimal("150.00")  # euros: below, a procedure mostly costs more than it brings
LARGE = Decimal("1000.00")
OLD = timedelta(days=730)
SOON = timedelta(days=180)  # before the last day to sue
Weight = Literal["for", "against", "decides"]
Signs = Literal["insolvent", "barred", "small", "amount", "large", "old", "paid", "spoke", "silent", "unknown", "soon"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What is known of a claim when its stage ends; `last_day` is the last day to sue, inclusive."""

    owed: Decimal
    due_on: date
    on: date
    last_day: date
    paid: Decimal = ZERO
    spoke: bool = False  # the debtor answered, promised, or was reached
    address_known: bool = True
    insolvent: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for or against the judicial stage, or decides alone."""

    sign: Signs
    weight: Weight


@dataclass(frozen=True, slots=True)
class Advice:
    """What the agency would choose, and why; the creditor alone decides."""

    choice: Literal["judicial", "keep", "abandon"]
    reasons: tuple[Reason, ...]


def advise(ending: Ending) -> Advice:
    """Advice at the end of the amicable stage: amount, age, signs of solvency, limitation (house rule).

    Insolvency and limitation decide alone, then a small amount; otherwise whatever has more reasons.
    """
    decides = next(_deciding(ending), None)
    if decides:
        return Advice("keep" if decides.sign == "small" else "abandon", (decides,))
    reasons = tuple(_signs(ending))
    balance = sum(1 if reason.weight == "for" else -1 for reason in reasons)
    return Advice("judicial" if balance > 0 else "keep", reasons)


def _deciding(ending: Ending) -> Iterator[Reason]:
    if ending.insolvent:
        yield Reason("insolvent", "decides")
    if ending.on > ending.last_day:
        yield Reason("barred", "decides")
    if ending.owed < SMALL:
        yield Reason("small", "decides")


def _signs(ending: Ending) -> Iterator[Reason]:
    yield Reason("large" if ending.owed >= LARGE else "amount", "for")
    if ending.on - ending.due_on > OLD:
        yield Reason("old", "against")
    if ending.paid > ZERO:
        yield Reason("paid", "for")
    yield Reason("spoke", "for") if ending.spoke else Reason("silent", "against")
    if not ending.address_known:
        yield Reason("unknown", "against")
    if ending.last_day - ending.on <= SOON:
        yield Reason("soon", "for")

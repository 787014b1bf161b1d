"""Runs of remittances as pages show them, for the office and for the creditor."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, DecimalField, ExpressionWrapper, F, QuerySet, Sum

from agencies.models import Entity
from core.money import ZERO
from funds.models import Remittance, RemittanceLine, RemittancePart
from funds.queries.paying import Waiting, late, waiting

LineState = RemittanceLine.State
SAID = (LineState.ORDERED, LineState.PAID, LineState.REFUSED)
"""What a creditor is told of: a run that may still be withdrawn is nobody's news."""
MANY = 100  # counting stops here
NET = ExpressionWrapper(F("gross") - F("withheld"), output_field=DecimalField(max_digits=14, decimal_places=2))


def run_named(uid: UUID) -> Remittance | None:
    """The run of this uid; None where there is none to see. One query."""
    people = ("proposed_by__user", "approved_by__user", "handed_over_by__user")
    return Remittance.objects.select_related("entity", "file", *people).filter(uid=uid).first()


@dataclass(frozen=True, slots=True)
class Totals:
    """How many creditors a run pays, and how much."""

    creditors: int = 0
    gross: Decimal = ZERO
    withheld: Decimal = ZERO
    refused: int = 0

    @property
    def net(self) -> Decimal:
        """What the bank is told to pay."""
        return self.gross - self.withheld


def totals_of(run_ids: Collection[int]) -> Mapping[int, Totals]:
    """The sums of runs; one query."""
    rows = RemittanceLine.objects.filter(remittance__in=run_ids).order_by().values_list("remittance_id", "state")
    found: dict[int, Totals] = {}
    for run, state, many, gross, withheld in rows.annotate(Count("pk"), Sum("gross"), Sum("withheld")):
        one, refused = found.get(run, Totals()), many if state == LineState.REFUSED else 0
        sums = one.gross + gross, one.withheld + withheld, one.refused + refused
        found[run] = Totals(one.creditors + many, *sums)
    return found


def lines_of(run: Remittance) -> Sequence[RemittanceLine]:
    """The lines of a run; one query."""
    return list(run.lines.order_by("pk"))


def line_named(uid: UUID) -> RemittanceLine | None:
    """A line of a run, whatever became of it; None where there is none to see."""
    return RemittanceLine.objects.select_related("remittance").filter(uid=uid).first()


def pieces(line: RemittanceLine) -> QuerySet[RemittancePart]:
    """Which payments a line passes on."""
    return RemittancePart.objects.filter(line=line).select_related("part__claim__debtor")


def told_to(party_id: int) -> QuerySet[RemittanceLine]:
    """What was remitted to a creditor."""
    return RemittanceLine.objects.filter(party_id=party_id, state__in=SAID)


def remitted_to(party_id: int, first: date, last: date) -> Decimal:
    """What a creditor was paid between two days, both inclusive."""
    rows = told_to(party_id).exclude(state=LineState.REFUSED).filter(on__range=(first, last))
    return rows.aggregate(all=Sum(NET))["all"] or ZERO


@dataclass(frozen=True, slots=True)
class Place:
    """An entity, what waits there for its creditors, and the run that waits for approval."""

    entity: Entity
    waiting: Sequence[Waiting]
    proposed: Remittance | None

    @property
    def ready(self) -> Decimal:
        """What the next run would pay."""
        return sum((one.amount for one in self.waiting if one.payee.why is None), ZERO)


def places(on: date) -> list[Place]:
    """Every entity with a trust account; a fixed number of queries for each."""
    open_ones = {one.entity_id: one for one in Remittance.objects.filter(state=Remittance.State.PROPOSED)}
    entities = Entity.objects.exclude(trust_iban="").order_by("pk")
    return [Place(entity, waiting(entity, on), open_ones.get(entity.pk)) for entity in entities]


@dataclass(frozen=True, slots=True)
class ToDo:
    """What of the money going out waits for somebody."""

    late: int
    to_approve: int
    to_hand_over: int


def to_do(at: datetime) -> ToDo:
    """Receipts past their hours, runs to approve, orders not yet with the bank; MANY at most of each. Two queries."""
    open_states = (Remittance.State.PROPOSED, Remittance.State.APPROVED)
    states = list(Remittance.objects.filter(state__in=open_states).values_list("state", flat=True)[:MANY])
    left = len(late(at).values_list("pk")[:MANY])
    return ToDo(left, states.count(Remittance.State.PROPOSED), states.count(Remittance.State.APPROVED))


def line_told(party_id: int, uid: UUID) -> RemittanceLine | None:
    """A remittance that its creditor knows of; None for every other."""
    return told_to(party_id).filter(uid=uid).first()

"""The trust of an entity at the end of any day: for whom it holds what, what nobody claimed yet, what is on its way."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, Sum

from agencies.models import Entity
from clients.models import Creditor
from core.money import ZERO
from funds.models import Line, RemittanceLine
from funds.queries.ledger import Reconciled, held_for, reconciled
from funds.rules.ledger import Account

MANY = 100  # rows of a table
LEFT = (RemittanceLine.State.ORDERED, RemittanceLine.State.PAID)


@dataclass(frozen=True, slots=True)
class Holding:
    """What is held for one creditor."""

    creditor: Creditor
    amount: Decimal


def holdings(entity_id: int, on: date) -> list[Holding]:
    """For whom an entity holds what at the end of `on`, the largest sum first. Two queries."""
    held = held_for(on, entity_id=entity_id)
    creditors = Creditor.objects.filter(party_id__in=held).order_by("pk")
    return sorted((Holding(one, held[one.party_id]) for one in creditors), key=lambda one: -one.amount)


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A sum received of which `amount` was nobody's at the end of the day asked for."""

    uid: UUID
    payer: str
    booked_on: date
    amount: Decimal


def unclaimed(entity_id: int, on: date) -> list[Unclaimed]:
    """What an entity had to attribute at the end of `on`, the oldest first, MANY at most. One query."""
    lines = Line.objects.filter(account=Account.UNMATCHED, entry__entity_id=entity_id, entry__on__lte=on)
    keys = lines.order_by().values_list("receipt__uid", "receipt__payer", "receipt__booked_on")
    rows = keys.annotate(left=Sum("amount")).filter(left__lt=0).order_by("receipt__booked_on", "receipt__uid")
    return [Unclaimed(uid, payer, booked_on, -left) for uid, payer, booked_on, left in rows[:MANY]]


@dataclass(frozen=True, slots=True)
class Compared:
    """The books and the bank of one account; `on_its_way` left the books by an order that the bank had not done yet."""

    found: Reconciled
    on_its_way: Decimal

    @property
    def unexplained(self) -> Decimal | None:
        """What is left of the difference; None where the bank told nothing."""
        return None if self.found.gap is None else self.found.gap + self.on_its_way


def compared(entity: Entity, on: date) -> list[Compared]:
    """Each account of an entity against the bank's last statement until `on`. Five queries."""
    return [Compared(one, _on_its_way(entity, one)) for one in reconciled(entity, on)]


def _on_its_way(entity: Entity, one: Reconciled) -> Decimal:
    """Remittances approved by the day of the statement, and debited after it or not at all so far."""
    if one.account != entity.trust_iban or one.told_on is None:
        return ZERO
    later = Q(debited_on=None) | Q(debited_on__gt=one.told_on)
    lines = RemittanceLine.objects.filter(later, state__in=LEFT, remittance__entity=entity)
    booked = lines.filter(remittance__approved_at__date__lte=one.told_on)
    sums = booked.aggregate(gross=Sum("gross"), withheld=Sum("withheld"))
    return (sums["gross"] or ZERO) - (sums["withheld"] or ZERO)

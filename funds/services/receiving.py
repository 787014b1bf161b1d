"""Money comes in: a receipt, its entry in the books, and the promise to pass it on."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.timezone import make_aware

from agencies.models import Entity
from agencies.scope import widened
from claims.queries.law import law_options
from core.dates import next_day
from core.errors import Stale
from funds.models import Receipt
from funds.rules import ledger
from funds.rules.ledger import Account, Kind
from funds.services.ledger import post
from jobs.services import start_clock, stop_clock
from law.rulesets import home_of
from law.workdays import add_working_hours

CLOCK = "funds.remittance"
HOURS = 24  # DOMAIN §4, "Two clocks": working hours, from the end of the day on which the bank booked it


def receive(
    *,
    entity_id: int,
    way: str,
    source: str,
    amount: Decimal,
    booked_on: date,
    value_on: date,
    at: datetime,
    into: Account = Account.BANK,
    **told: Any,
) -> Receipt:
    """A sum came into trust: unmatched, its clock running. The same `source` is received once: the first is returned.

    `told` is what the bank says of it (payer, payer_iban, reference, end_to_end, text, movement_id). Cash goes `into`
    the account in hand; its clock starts when it is deposited, as that of reversible means does once they are good.
    """
    with widened("receive"):
        given = {"entity_id": entity_id, "way": way, "amount": amount, "booked_on": booked_on, "value_on": value_on}
        row, new = Receipt.objects.get_or_create(source=source, defaults=given | told)
        if new:
            lines = ledger.received(row.pk, amount, into)
            post(entity_id=entity_id, on=booked_on, kind=Kind.RECEIVED, source=f"receipt:{row.pk}", lines=lines)
            if way == Receipt.Way.BANK:
                promise(receipt_id=row.pk, booked_on=booked_on, at=at)
            row.refresh_from_db()
    return row


def promise(*, receipt_id: int, booked_on: date, at: datetime) -> datetime:
    """Start the clock of a receipt whose money the bank has booked for good; by when it is to be remitted."""
    row = Receipt.objects.select_related("entity").get(pk=receipt_id)
    due_at = due(row.entity, booked_on)
    Receipt.objects.filter(pk=receipt_id).update(due_at=due_at)
    start_clock(kind=CLOCK, subject=subject(receipt_id), at=at, due_at=due_at)
    return due_at


def due(entity: Entity, booked_on: date) -> datetime:
    """24 working hours after the end of the day on which the bank booked it, by the entity's own calendar."""
    end = make_aware(datetime.combine(next_day(booked_on), time()))
    return add_working_hours(home_of(entity.country), end, HOURS, law_options(booked_on))


def subject(receipt_id: int) -> str:
    """What the clock is about."""
    return f"receipt:{receipt_id}"


def locked(receipt_id: int) -> Receipt:
    """The receipt under its row lock, as it is now. Raises Stale once the bank has taken it back."""
    row = Receipt.objects.select_for_update(of=("self",)).get(pk=receipt_id)
    if row.returned_on:
        raise Stale(f"receipt {receipt_id} was returned on {row.returned_on}")
    return row


def take(*, receipt_id: int, member_id: int | None) -> None:
    """Say who finds out for whom a receipt is; None gives it back to everybody."""
    with widened("take"):
        locked(receipt_id)
        Receipt.objects.filter(pk=receipt_id).update(owner_id=member_id)


def settle_clock(*, receipt_id: int, at: datetime) -> None:
    """Nothing of the receipt is left to pass on to anybody: its promise no longer applies."""
    stop_clock(kind=CLOCK, subject=subject(receipt_id), at=at)

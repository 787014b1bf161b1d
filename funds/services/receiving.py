"""Money comes in: a receipt, its entry in the books, and the promise to pass it on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
from funds.services.ledger import NewEntry, post_all
from jobs.services import start_clock, start_clocks, stop_clock
from law.rulesets import home_of
from law.workdays import add_working_hours

CLOCK = "funds.remittance"
HOURS = 24  # DOMAIN §4, "Two clocks": working hours, from the end of the day on which the bank booked it


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A sum that came: `told` is what is known of it (payer, payer_iban, reference, end_to_end, text, movement_id)."""

    entity: Entity
    way: str
    source: str
    amount: Decimal
    booked_on: date
    value_on: date
    into: Account = Account.BANK
    told: Mapping[str, Any] = field(default_factory=dict)


def receive(*, incoming: Incoming, at: datetime) -> Receipt:
    """A sum came into trust: unmatched, its clock running. The same `source` is received once: the first is returned.

    Cash goes into the account in hand; its clock starts when it is deposited, as that of reversible means does once
    they are good.
    """
    with widened("receive"):
        known = Receipt.objects.filter(source=incoming.source).first()
        return known or receive_all(incoming=[incoming], at=at)[0]


def receive_all(*, incoming: Sequence[Incoming], at: datetime) -> list[Receipt]:
    """Many sums that did not come before, in six statements. IntegrityError when one of them did."""
    with widened("receive_all"):
        due_of: dict[tuple[int, date], datetime] = {}
        made = Receipt.objects.bulk_create(_receipt(one, due_of) for one in incoming)
        post_all(entries=[_entry(row, one.into) for row, one in zip(made, incoming, strict=True)])
        promised = {subject(row.pk): row.due_at for row in made if row.due_at}
        start_clocks(kind=CLOCK, at=at, due=promised)
    for row in made:
        row.unmatched = row.amount
    return made


def _receipt(one: Incoming, due_of: dict[tuple[int, date], datetime]) -> Receipt:
    due_at = None
    if one.way == Receipt.Way.BANK:
        key = one.entity.pk, one.booked_on
        due_at = due_of[key] = due_of.get(key) or due(entity=one.entity, booked_on=one.booked_on)
    given = {"entity": one.entity, "way": one.way, "source": one.source, "amount": one.amount, "due_at": due_at}
    return Receipt(**given, booked_on=one.booked_on, value_on=one.value_on, **one.told)


def _entry(row: Receipt, into: Account) -> NewEntry:
    return NewEntry(
        entity_id=row.entity_id,
        on=row.booked_on,
        kind=Kind.RECEIVED,
        source=f"receipt:{row.pk}",
        lines=ledger.received(row.pk, row.amount, into),
    )


def promise(*, receipt_id: int, booked_on: date, at: datetime) -> datetime:
    """Start the clock of a receipt whose money the bank has booked for good; by when it is to be remitted."""
    row = Receipt.objects.select_related("entity").get(pk=receipt_id)
    due_at = due(entity=row.entity, booked_on=booked_on)
    Receipt.objects.filter(pk=receipt_id).update(due_at=due_at)
    start_clock(kind=CLOCK, subject=subject(receipt_id), at=at, due_at=due_at)
    return due_at


def due(*, entity: Entity, booked_on: date) -> datetime:
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

"""The movements of a statement, and the receipts that they bring, written together: COPY, then INSERT … SELECT.

As many statements for two movements as for a hundred thousand. Nothing here decides; all of it runs in the caller's
transaction, whose lock on the bank's files keeps another from booking the same movement meanwhile.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from agencies.models import Entity
from agencies.scope import current_agency_id
from core.copying import copy_rows
from core.ids import uuid7
from core.money import ZERO
from formats.bank.model import Movement as Read
from formats.bank.model import Payment
from funds.models import BankStatement
from funds.rules.ledger import Kind, received
from funds.services.ledger import post_loaded
from funds.services.receiving import CLOCK, due, subject
from jobs.services import start_clocks

MOVEMENT_COLUMNS = (
    "place int, fingerprint text, booked_on date, value_on date, amount numeric, bank_reference text, end_to_end text,"
    " reference text, said text, name text, iban text, return_reason text, charge boolean"
)
FRESH = "CREATE TEMPORARY TABLE fresh_movement (id bigint, place int) ON COMMIT DROP"
MOVEMENTS = """
WITH made AS (
    INSERT INTO funds_movement (agency_id, statement_id, account, fingerprint, booked_on, value_on, amount,
           bank_reference, end_to_end, reference, text, name, iban, return_reason, charge)
    SELECT %(agency_id)s, %(statement_id)s, %(account)s, i.fingerprint, i.booked_on, i.value_on, i.amount,
           i.bank_reference, i.end_to_end, i.reference, i.said, i.name, i.iban, i.return_reason, i.charge
      FROM incoming_movement i
     WHERE i.amount <> 0
       AND NOT EXISTS (SELECT FROM funds_movement known
                        WHERE known.agency_id = %(agency_id)s AND known.account = %(account)s
                          AND known.fingerprint = i.fingerprint)
     ORDER BY i.place
    RETURNING id, fingerprint
)
INSERT INTO fresh_movement SELECT made.id, i.place FROM made JOIN incoming_movement i USING (fingerprint)
"""
PAYMENT_COLUMNS = (
    "place int, n int, uid uuid, amount numeric, due_at timestamptz, payer text, iban text, reference text,"
    " end_to_end text, said text"
)
RECEIVED = """
CREATE TEMPORARY TABLE fresh_receipt (id bigint, booked_on date, amount numeric, due_at timestamptz) ON COMMIT DROP
"""
RECEIPTS = """
WITH made AS (
    INSERT INTO funds_receipt (agency_id, uid, entity_id, way, movement_id, source, booked_on, value_on, amount,
           unmatched, to_return, payer, payer_iban, reference, end_to_end, text, due_at, return_reason)
    SELECT %(agency_id)s, p.uid, %(entity_id)s, 'bank', fresh.id,
           'movement:' || fresh.id || CASE WHEN p.n < 0 THEN '' ELSE ':' || p.n END,
           i.booked_on, i.value_on, p.amount, p.amount, 0, p.payer, p.iban, p.reference, p.end_to_end, p.said,
           p.due_at, ''
      FROM incoming_payment p JOIN incoming_movement i USING (place) JOIN fresh_movement fresh USING (place)
     WHERE fresh.id <> ALL (%(but)s::bigint[]) AND (%(only)s::bigint[] IS NULL OR fresh.id = ANY (%(only)s::bigint[]))
     ORDER BY p.place, p.n
    RETURNING id, booked_on, amount, due_at
)
INSERT INTO fresh_receipt SELECT id, booked_on, amount, due_at FROM made
"""
ONE = Decimal(1)
WHOLE = -1  # in place of a rank: the movement is one payment


@dataclass(frozen=True, slots=True)
class Printed:
    """A movement and what tells it from every other of its account."""

    fingerprint: str
    read: Read


def _printed(iban: str, movements: Iterable[Read]) -> Iterator[Printed]:
    """The bank's own reference where it gives one; else all that it says, and which of several alike it is."""
    seen: Counter[str] = Counter()
    for one in movements:
        said = (iban, one.booked_on, one.amount, one.bank_reference or f"{one.name}|{one.account}|{one.text}")
        key = "|".join(map(str, said))
        seen[key] += 1
        yield Printed(hashlib.sha256(f"{key}|{seen[key]}".encode()).hexdigest(), one)


@contextmanager
def movements_loaded(row: BankStatement, *, movements: Iterable[Read]) -> Iterator[int]:
    """Write the movements that are not known from another statement; how many they are. Inside, `load_receipts`."""
    with connection.cursor() as cursor:
        prints = _printed(row.account, movements)
        copy_rows(cursor, "incoming_movement", MOVEMENT_COLUMNS, map(_movement, enumerate(prints)))
        cursor.execute(FRESH)
        values: dict[str, Any] = {"agency_id": current_agency_id(), "statement_id": row.pk, "account": row.account}
        cursor.execute(MOVEMENTS, values)
        yield cursor.rowcount
        cursor.execute("DROP TABLE incoming_movement, fresh_movement")


def load_receipts(
    entity: Entity,
    *,
    movements: Sequence[Read],
    at: datetime,
    but: Sequence[int] = (),
    only: Sequence[int] | None = None,
) -> None:
    """A receipt for each payment of the movements just written: of all `but` some, or `only` of some, by their ids.

    Each is unmatched, in the books, its clock running, as `receiving.receive` does for one.
    """
    values: dict[str, Any] = {"agency_id": current_agency_id(), "entity_id": entity.pk, "but": list(but), "only": only}
    due_on = {on: due(entity=entity, booked_on=on) for on in {one.booked_on for one in movements}}
    with connection.cursor() as cursor:
        copy_rows(cursor, "incoming_payment", PAYMENT_COLUMNS, _payments(movements, due_on))
        cursor.execute(RECEIVED)
        cursor.execute(RECEIPTS, values)
        post_loaded(entity_id=entity.pk, kind=Kind.RECEIVED, of_one=received(0, ONE))
        cursor.execute("SELECT id, due_at FROM fresh_receipt")
        promised = {subject(pk): due_at for pk, due_at in cursor.fetchall()}
        cursor.execute("DROP TABLE incoming_payment, fresh_receipt")
    start_clocks(kind=CLOCK, at=at, due=promised)


def _movement(told: tuple[int, Printed]) -> Sequence[Any]:
    place, one = told
    read = one.read
    reason = read.return_reason or ("reversal" if read.reversal else "")
    return (
        place, one.fingerprint, read.booked_on, read.value_on or read.booked_on, read.amount,
        read.bank_reference[:60], _own_reference(read), _reference(read), read.text[:300], read.name[:120],
        read.account[:34], reason[:20], read.charge,
    )  # fmt: skip


def _payments(movements: Iterable[Read], due_on: Mapping[date, datetime]) -> Iterator[Sequence[Any]]:
    """One row per payment of a batch whose parts are told to the cent, else one for the movement."""
    for place, movement in enumerate(movements):
        if movement.amount > ZERO:
            for n, payment in _of(movement):
                yield _payment(place, n, payment, due_on[movement.booked_on], movement)


def _of(movement: Read) -> Iterator[tuple[int, Payment]]:
    payments = movement.payments
    if len(payments) == 1 or any(one.amount is None or one.amount <= ZERO for one in payments):
        yield WHOLE, movement
    else:
        yield from enumerate(payments)


def _payment(place: int, n: int, payment: Payment, due_at: datetime, movement: Read) -> Sequence[Any]:
    amount = movement.amount if n == WHOLE else payment.amount
    return (
        place, n, uuid7(), amount, due_at, payment.name[:120], payment.account[:34], _reference(payment),
        _own_reference(payment), payment.text[:300],
    )  # fmt: skip


def _reference(read: Payment) -> str:
    """The first structured reference whose check digits are right."""
    return next((one.compact[:40] for one in read.references if one.valid and one.kind != "other"), "")


def _own_reference(read: Payment) -> str:
    return "" if read.end_to_end in ("NOTPROVIDED", "NONREF") else read.end_to_end[:40]

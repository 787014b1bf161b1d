"""The books at size: entries posted, then what is asked of them, against the bare sum of the same lines.

The entries are payments of a few creditors over a year, each received and half of them held for its creditor.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from agencies.models import Entity
from agencies.scope import acting_for
from bench import place
from claims.models import Credit
from clients.models import Contract
from funds.models import Line, Receipt, ReceiptPart
from funds.queries.ledger import account_of, balances, held_for, reconciled, trial_balance
from funds.rules.ledger import Kind, Ledger, Share, attributed, received, reconciles
from funds.services.ledger import NewEntry, post_all
from tests import world

FIRST = date(2026, 1, 1)
LAST = FIRST + timedelta(days=364)
CHUNK = 2000
LINES = 2  # of an entry
TIMES = 3  # the best of so many is told: the machine is shared


def run(size: int) -> dict[str, Any]:
    """Seconds to post `size` entries, and milliseconds of each question once they are there."""
    with place.agency() as (agency, signed):
        with acting_for(agency.pk):
            seconds, _none = place.timed(lambda: _post(signed, size))
        place.settle()
        with acting_for(agency.pk):
            asked = _ask(signed.entity, signed.party_id)
            bare = _milliseconds(_bare)
            found = balances(signed.entity_id, LAST)
    if not reconciles(found):
        raise RuntimeError(f"the books do not agree: {found}")
    told = {"entries": size, "lines": size * LINES, "post_seconds": round(seconds, 2)}
    return told | {"entries_per_second": round(size / seconds), "bare_sum_ms": bare} | asked


def _post(signed: Contract, size: int) -> None:
    """Two entries for each receipt: it came, and it is held for the creditor."""
    one = world.claim(signed)
    credit = Credit.objects.create(
        claim=one, party_id=one.party_id, kind=Credit.Kind.PAYMENT, value_on=FIRST, amount=1, source="bench"
    )
    for start in range(0, size // 2, CHUNK):
        days = [FIRST + timedelta(days=n % 365) for n in range(start, min(start + CHUNK, size // 2))]
        rows = Receipt.objects.bulk_create(_receipt(signed.entity, start + n, on) for n, on in enumerate(days))
        parts = ReceiptPart.objects.bulk_create(
            ReceiptPart(
                receipt=row, party_id=one.party_id, claim=one, credit=credit, stage=one.stage, way=row.way,
                booked_on=row.booked_on, value_on=row.value_on, amount=row.amount, held=row.amount, at=world.NOW,
            )
            for row in rows
        )  # fmt: skip
        post_all(entries=[entry for part in parts for entry in _entries(part)])


def _receipt(entity: Entity, number: int, on: date) -> Receipt:
    amount = Decimal(1000 + number % 90_000).scaleb(-2)
    given = {"entity": entity, "way": Receipt.Way.BANK, "source": f"bench:{number}", "payer": f"Debtor {number}"}
    return Receipt(**given, booked_on=on, value_on=on, amount=amount)


def _entries(part: ReceiptPart) -> Iterator[NewEntry]:
    share = Share(part.pk, part.party_id, held=part.amount, amount=part.amount)
    given = {"entity_id": part.receipt.entity_id, "on": part.booked_on}
    lines = received(part.receipt_id, part.amount)
    yield NewEntry(**given, kind=Kind.RECEIVED, source=f"receipt:{part.receipt_id}", lines=lines)
    lines = attributed(part.receipt_id, share)
    yield NewEntry(**given, kind=Kind.ATTRIBUTED, source=f"part:{part.pk}", lines=lines)


def _ask(entity: Entity, party_id: int) -> dict[str, float]:
    """Milliseconds of what the office asks of the books."""
    half = FIRST + timedelta(days=182)
    questions: dict[str, Callable[[], object]] = {
        "balances": lambda: balances(entity.pk, LAST),
        "balances_half_year": lambda: balances(entity.pk, half),
        "trial_balance": lambda: trial_balance(entity.pk, Ledger.TRUST, LAST),
        "held_for": lambda: held_for(LAST, entity_id=entity.pk),
        "account_of_a_month": lambda: account_of(party_id, date(2026, 12, 1), LAST),
        "reconciled": lambda: reconciled(entity, LAST),
    }
    return {f"{name}_ms": _milliseconds(ask) for name, ask in questions.items()}


def _bare() -> object:
    """The sum of all lines, by account: what no balance that is not kept can do without."""
    return list(Line.objects.order_by().values_list("account").annotate(Sum("amount")))


def _milliseconds(ask: Callable[[], object]) -> float:
    return round(min(place.timed(ask)[0] for _ in range(TIMES)) * 1000, 1)

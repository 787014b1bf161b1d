"""Finding what is due: the cost must follow what is due, not what exists."""

from datetime import date, timedelta
from typing import Any

from django.db import connection

from agencies.scope import acting_for, current_agency_id
from bench import place
from clients.models import Contract
from paynow import queries
from tests import world

ON = date(2026, 11, 20)
BASE = 10_000
NUMBERS = 9_000_000  # those of the claims begin here
CHUNK = 50_000
MANY = """
INSERT INTO claims_claim (agency_id, uid, number, party_id, creditor_id, contract_id, entity_id, debtor_id, reference,
       code, debtor_kind, country, currency, with_charges, stage, opened_on, principal, oldest_due_on,
       first_reminder_channel, first_reminder_by, notified_by, next_act, closed_as, next_on)
SELECT %(agency)s, gen_random_uuid(), %(numbers)s + n, %(party)s, %(creditor)s, %(contract)s, %(entity)s, %(debtor)s,
       lpad(n::text, 12, '0'), n::text, 'business', 'BE', 'EUR', true, 'paynow', %(on)s, 100, %(on)s, '', '', '',
       'paynow', '', CASE WHEN n < %(due)s THEN %(on)s::date ELSE %(later)s::date END
  FROM generate_series(%(first)s, %(last)s - 1) AS n
"""


def run(size: int, due: int = 1000) -> dict[str, Any]:
    """Milliseconds to list `due` claims among 10 000 and among `size`; seconds to make them, and what they occupy."""
    with place.agency() as (_, contract):
        few = _milliseconds_with(contract, 0, BASE, due)
        seconds, many = place.timed(lambda: _milliseconds_with(contract, BASE, size, due))
        gib = _gib()
    found = {"due": due, f"ms_among_{BASE}": few, f"ms_among_{size}": many, "ratio": round(many / few, 2)}
    return {**found, "load_seconds": round(seconds), "database_gib": gib}


def _milliseconds_with(contract: Contract, first: int, last: int, due: int) -> float:
    """Add the claims from `first` to `last` and measure; each chunk is committed, for its checks wait in memory."""
    for start in range(first, last, CHUNK):
        with acting_for(contract.agency_id):
            fill(contract, start, min(start + CHUNK, last), due)
    place.settle()
    with acting_for(contract.agency_id):
        return _milliseconds(due)


def _gib() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return round(cursor.fetchone()[0] / 2**30, 2)


def fill(contract: Contract, first: int, last: int, due: int) -> None:
    """Make the claims from `first` to `last` (exclusive), all of one debtor; the first `due` of all are due."""
    values = {
        "agency": current_agency_id(),
        "party": contract.party_id,
        "creditor": contract.creditor_id,
        "contract": contract.pk,
        "entity": contract.entity_id,
        "debtor": world.debtor(contract.creditor).pk,
        "on": ON,
        "later": ON + timedelta(days=1),
        "due": due,
        "first": first,
        "last": last,
        "numbers": NUMBERS,
    }
    with connection.cursor() as cursor:
        cursor.execute(MANY, values)


def _milliseconds(due: int) -> float:
    """The best of five: the first fills caches."""
    times = []
    for _ in range(5):
        seconds, found = place.timed(lambda: queries.due(ON, limit=due))
        if len(found) != due:
            raise RuntimeError(f"{due} are due, {len(found)} were found")
        times.append(seconds)
    return round(min(times) * 1000, 2)

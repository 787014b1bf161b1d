"""Taking the next file of the agents' queue: the cost must not follow how many wait."""

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from agencies.scope import acting_for, current_agency_id
from amicable.services.queueing import take_next
from bench import place, tick
from clients.models import Contract
from tests import world

BASE = 2_000
TAKEN = 60  # files that an agent takes one after the other; the middle one counts
FAR = date(2999, 1, 1)
ENTRIES = """
INSERT INTO amicable_queueentry (agency_id, claim_id, entity_id, language, why, points, parts, is_ready, due_on,
       look_on, assigned_to_id)
SELECT agency_id, id, entity_id, CASE WHEN id %% 5 = 0 THEN 'nl' ELSE 'fr' END, 'task', (id * 7919) %% 200, '{}',
       true, opened_on, %(far)s, CASE WHEN id %% 3 = 0 THEN %(colleague)s END
  FROM claims_claim WHERE agency_id = %(agency)s AND number >= %(first)s AND number < %(last)s
"""


def run(size: int) -> dict[str, Any]:
    """Milliseconds for "next" among 2 000 waiting files and among `size`: two agents, two languages."""
    with place.agency() as (made, contract):
        with acting_for(made.pk):
            agent, colleague = world.member("agent").pk, world.member("agent").pk
        few = _milliseconds(contract, agent, colleague, 0, BASE)
        many = _milliseconds(contract, agent, colleague, BASE, size)
    return {f"ms_among_{BASE}": few, f"ms_among_{size}": many, "ratio": round(many / few, 2)}


def _milliseconds(contract: Contract, agent: int, colleague: int, first: int, last: int) -> float:
    """Add the files from `first` to `last` and take some, each in a transaction of its own."""
    for start in range(first, last, tick.CHUNK):
        with acting_for(contract.agency_id):
            _fill(contract, colleague, start, min(start + tick.CHUNK, last))
    place.settle()
    times = [_take(contract, agent, "nl" if n % 2 else "") for n in range(TAKEN)]
    return round(sorted(times)[TAKEN // 2] * 1000, 2)


def _fill(contract: Contract, colleague: int, first: int, last: int) -> None:
    tick.fill(contract, first, last, due=0)
    numbers = {"first": tick.NUMBERS + first, "last": tick.NUMBERS + last}
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, {"agency": current_agency_id(), "colleague": colleague, "far": FAR, **numbers})


def _take(contract: Contract, agent: int, language: str) -> float:
    with acting_for(contract.agency_id), transaction.atomic():
        seconds, found = place.timed(lambda: take_next(member_id=agent, at=timezone.now(), language=language))
    if found is None:
        raise RuntimeError("nobody waits")
    return seconds

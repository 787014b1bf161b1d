"""The manager's figures over many files: counted from nothing, kept up after a day, and read by a page."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.db import connection
from django.utils import timezone

from agencies.scope import acting_for, current_agency_id
from bench import place
from claims.models import Claim, Credit
from clients.models import Contract
from reports.models import Figure, FiguresMark, Segment
from reports.queries.figures import Narrowed, choices, clocks, figures
from reports.rules.figures import Facet
from reports.services.figures import SETTLING, rebuild, refresh
from tests import world

CREDITORS = 200
CHUNK = 50_000
A_DAY = 2_000  # files whose story goes on in a day
FIRST, DAYS = date(2023, 11, 1), 1_095  # three years of handing over
LAST = FIRST + timedelta(days=DAYS)
# A file in `n` gets its contract, kind, country and day from its number, so that every creditor has all of them.
CLAIMS = """
INSERT INTO claims_claim (agency_id, uid, number, party_id, creditor_id, contract_id, entity_id, debtor_id, reference,
       code, debtor_kind, country, currency, with_charges, stage, opened_on, principal, oldest_due_on,
       first_reminder_channel, first_reminder_by, notified_by, next_act, closed_as)
SELECT %(agency)s, gen_random_uuid(), n, k.party_id, k.creditor_id, k.id, k.entity_id, d.id, lpad(n::text, 12, '0'),
       n::text, CASE WHEN n %% 3 = 0 THEN 'consumer' ELSE 'business' END, CASE WHEN n %% 10 = 0 THEN 'FR' ELSE 'BE' END,
       'EUR', true, CASE WHEN n %% 4 = 0 THEN 'paynow' ELSE 'amicable' END,
       %(first)s::date + (n::bigint * 7919 %% %(days)s)::int, 100 + n %% 900,
       %(first)s::date + (n::bigint * 7919 %% %(days)s)::int - (20 + n * 31 %% 700)::int, '', '', '', '', ''
  FROM generate_series(%(from)s, %(to)s - 1) AS n
  JOIN LATERAL (SELECT (%(contracts)s::bigint[])[1 + n %% %(creditors)s] AS contract_id) AS c ON true
  JOIN clients_contract k ON k.id = c.contract_id
  JOIN claims_debtor d ON d.agency_id = %(agency)s AND d.party_id = k.party_id
"""
MOVES = """
WITH made AS (
    INSERT INTO claims_event (agency_id, party_id, claim_id, seq, kind, at, actor, detail_hash, prev_hash, hash)
    SELECT agency_id, party_id, id, 0, 'moved', opened_on + 20, 'system', '', '', '' FROM claims_claim
     WHERE agency_id = %(agency)s AND stage = 'amicable' AND number >= %(from)s AND number < %(to)s
    RETURNING id, party_id, claim_id)
INSERT INTO claims_eventdetail (agency_id, party_id, claim_id, event_id, salt, detail)
SELECT %(agency)s, party_id, claim_id, id, '', '{"now":"amicable","was":"paynow"}' FROM made
"""
PAYMENTS = """
INSERT INTO claims_credit (agency_id, party_id, claim_id, kind, value_on, amount, source, note, recorded_at)
SELECT agency_id, party_id, id, 'payment', opened_on + (5 + number * 13 %% 300 + part * 30)::int, principal / 3,
       'bench:' || id || ':' || part, '', now()
  FROM claims_claim, generate_series(0, 1) AS part
 WHERE agency_id = %(agency)s AND number %% 2 = 0 AND number >= %(from)s AND number < %(to)s
"""
CALLS = """
INSERT INTO amicable_action (agency_id, party_id, claim_id, debtor_id, act, state, planned_on, "on", template, tone,
       fee, outcome, reason, made_at, done_by_id)
SELECT agency_id, party_id, id, debtor_id, 'call', 'done', opened_on + 9, opened_on + 9, '', '', '', 'reached', '',
       now(), %(agent)s
  FROM claims_claim WHERE agency_id = %(agency)s AND number >= %(from)s AND number < %(to)s
"""
PAID_TODAY = """
INSERT INTO claims_credit (agency_id, party_id, claim_id, kind, value_on, amount, source, note, recorded_at)
SELECT agency_id, party_id, id, 'payment', %(last)s, 1, 'today:' || id, '', now()
  FROM claims_claim WHERE agency_id = %(agency)s AND id = ANY(%(claims)s)
"""
TOLD_TODAY = """
INSERT INTO claims_event (agency_id, party_id, claim_id, seq, kind, at, actor, detail_hash, prev_hash, hash)
SELECT agency_id, party_id, id, 0, 'credited', %(last)s, 'system', '', '', ''
  FROM claims_claim WHERE agency_id = %(agency)s AND id = ANY(%(claims)s)
"""


def run(size: int) -> dict[str, Any]:
    """Seconds to count `size` files from nothing and after a day; milliseconds of what a page reads."""
    with place.agency() as (made, first):
        with acting_for(made.pk):
            contracts = [first, *(world.contract(world.creditor()) for _ in range(CREDITORS - 1))]
            for one in contracts:
                world.debtor(one.creditor)
            agent = world.member("agent").pk
        load, _none = place.timed(lambda: _fill(made.pk, contracts, agent, size))
        with acting_for(made.pk):
            whole, counted = place.timed(lambda: rebuild(at=timezone.now()))
        place.settle()
        told = {"files": size, "counted": counted, "load_seconds": round(load), "rebuild_seconds": round(whole, 1)}
        return told | _kept_up(made.pk, size) | _read(made.pk)


def _fill(agency_id: int, contracts: list[Contract], agent: int, size: int) -> None:
    """Each chunk is committed, for its checks wait in memory."""
    for start in range(0, size, CHUNK):
        given = {"from": start, "to": min(start + CHUNK, size), "contracts": [one.pk for one in contracts]}
        given |= {"creditors": CREDITORS, "first": FIRST, "days": DAYS, "agent": agent}
        with acting_for(agency_id):
            for statement in (CLAIMS, MOVES, PAYMENTS, CALLS):
                _do(statement, **given)
    place.settle()


def _kept_up(agency_id: int, size: int) -> dict[str, Any]:
    """The seconds after an hour in which nothing happened, and after a day; all else was told long before."""
    with acting_for(agency_id):
        _long_ago()
        nothing, _same = place.timed(lambda: refresh(at=timezone.now()))
        _long_ago()
        some = list(Claim.objects.filter(number__lt=size).order_by("uid").values_list("pk", flat=True)[:A_DAY])
        for statement in (PAID_TODAY, TOLD_TODAY):
            _do(statement, claims=some, last=LAST)
        before = Credit.objects.filter(source__startswith="today:").count()
        seconds, changed = place.timed(lambda: refresh(at=timezone.now()))
    if (before, changed) != (len(some), len(some)):
        raise RuntimeError(f"{before} paid, {changed} were counted anew")
    return {"changed": changed, "refresh_seconds": round(seconds, 1), "refresh_nothing_seconds": round(nothing, 1)}


def _long_ago() -> None:
    """What was told until now lies so far back that nobody asks whether more of that time is still to come."""
    FiguresMark.objects.update(told_until=timezone.now() + SETTLING)


def _read(agency_id: int) -> dict[str, Any]:
    """The best of five of what the page asks: the usual year, one creditor's year, all three years."""
    with acting_for(agency_id):
        creditor = choices().creditors[0][0]
        year = Narrowed(LAST.replace(day=1) - timedelta(days=330), LAST)
        asked = {
            "page_ms": year,
            "page_ms_of_one_creditor": Narrowed(year.first, LAST, creditor=creditor),
            "page_ms_of_three_years": Narrowed(FIRST, LAST),
        }
        told: dict[str, Any] = {"sums": Figure.objects.count(), "segments": Segment.objects.count()}
        for name, narrowed in asked.items():
            times = [place.timed(partial(_page, narrowed))[0] for _ in range(5)]
            told[name] = round(min(times) * 1000, 1)
    return told


def _page(narrowed: Narrowed) -> None:
    choices()
    found = figures(narrowed)
    clocks(narrowed.first, narrowed.last)
    if not found.total(Facet.STAGE).count:
        raise RuntimeError("nothing was received")


def _do(sql: str, **given: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"agency": current_agency_id(), **given})

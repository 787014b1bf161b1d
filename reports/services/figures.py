"""Keeping the manager's figures: files whose story went on are taken out of the sums and counted anew.

The same statement counts a file, be it the first time or the hundredth, so what is kept up day by day equals what is
built from nothing.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from agencies.scope import current_agency_id, widened
from claims.models import Claim
from messaging.rules import RETURNED
from reports.models import FiguresMark
from reports.queries.figures_facts import FACTS, SEGMENTS

AT_A_TIME = 10_000  # files in one statement
EVER = datetime(1970, 1, 1, tzinfo=UTC)
SETTLING = timedelta(minutes=20)  # longer than any task may last: what was told by then is there to be read

# Files whose story went on, or about which a message was settled or reported on.
CHANGED = """
SELECT DISTINCT claim_id FROM claims_event WHERE agency_id = %(agency)s AND recorded_at >= %(told)s
 UNION
SELECT l.claim_id FROM messaging_message m
  JOIN claims_claimmessage l ON l.agency_id = %(agency)s AND l.message_id = m.id
 WHERE m.agency_id = %(agency)s AND m.settled_at >= %(since)s
 UNION
SELECT l.claim_id FROM messaging_deliveryreport r
  JOIN claims_claimmessage l ON l.agency_id = %(agency)s AND l.message_id = r.message_id
 WHERE r.agency_id = %(agency)s AND r.at >= %(since)s
 ORDER BY claim_id
"""
EACH = """
(part ->> 0) AS facet, (part ->> 1)::date AS month, (part ->> 2)::bigint AS bucket, (part ->> 3)::bigint AS n,
(part ->> 4)::bigint AS cents
"""
# Taken out of the sums as they were counted, put in as they count now, and kept: in one statement, all or nothing.
COUNT = f"""
WITH found AS MATERIALIZED (
    SELECT f.claim_id, f.segment_id, f.parts, k.segment_id AS old_segment_id, k.parts AS old_parts
      FROM ({FACTS}) f LEFT JOIN reports_counted k ON k.agency_id = %(agency)s AND k.claim_id = f.claim_id
     WHERE (f.segment_id, f.parts) IS DISTINCT FROM (k.segment_id, k.parts)),
kept AS (
    INSERT INTO reports_counted (agency_id, claim_id, segment_id, parts)
    SELECT %(agency)s, claim_id, segment_id, parts FROM found
        ON CONFLICT (agency_id, claim_id) DO UPDATE SET segment_id = excluded.segment_id, parts = excluded.parts),
moved AS (
    SELECT segment_id, {EACH} FROM found, jsonb_array_elements(parts) AS part
     UNION ALL
    SELECT segment_id, facet, month, bucket, -n, -cents FROM (
        SELECT old_segment_id AS segment_id, {EACH} FROM found, jsonb_array_elements(old_parts) AS part) AS old),
summed AS (
    INSERT INTO reports_figure (agency_id, facet, month, segment_id, bucket, count, cents)
    SELECT %(agency)s, facet, month, segment_id, bucket, sum(n), sum(cents) FROM moved
     WHERE %(summing)s GROUP BY facet, month, segment_id, bucket HAVING sum(n) <> 0 OR sum(cents) <> 0
        ON CONFLICT (agency_id, facet, month, segment_id, bucket)
        DO UPDATE SET count = reports_figure.count + excluded.count, cents = reports_figure.cents + excluded.cents)
SELECT count(*) FROM found
"""  # noqa: S608 - all of it is of this house
ALL_SUMMED = f"""
INSERT INTO reports_figure (agency_id, facet, month, segment_id, bucket, count, cents)
SELECT %(agency)s, facet, month, segment_id, bucket, sum(n), sum(cents)
  FROM (SELECT segment_id, {EACH} FROM reports_counted, jsonb_array_elements(parts) AS part
         WHERE agency_id = %(agency)s) AS told
 GROUP BY facet, month, segment_id, bucket
"""  # noqa: S608 - all of it is of this module
EMPTIED = (
    "DELETE FROM reports_figure WHERE agency_id = %(agency)s",
    "DELETE FROM reports_counted WHERE agency_id = %(agency)s",
)
NOTHING_LEFT = "DELETE FROM reports_figure WHERE agency_id = %(agency)s AND count = 0 AND cents = 0"

# Promises in time have no story: the months of those that began or ended since are counted anew.
CLOCKS_CHANGED = """
SELECT DISTINCT date_trunc('month', due_at AT TIME ZONE %(zone)s)::date FROM jobs_clock
 WHERE agency_id = %(agency)s AND greatest(started_at, met_at, missed_at, stopped_at) >= %(since)s
"""
CLOCKS_EMPTIED = "DELETE FROM reports_clockfigure WHERE agency_id = %(agency)s AND month = ANY(%(months)s::date[])"
CLOCKS = """
INSERT INTO reports_clockfigure (agency_id, kind, month, met, late, missed, open, stopped)
SELECT %(agency)s, split_part(c.kind, ':', 1), m.month,
       count(*) FILTER (WHERE met_at <= due_at), count(*) FILTER (WHERE met_at > due_at),
       count(*) FILTER (WHERE met_at IS NULL AND stopped_at IS NULL AND missed_at IS NOT NULL),
       count(*) FILTER (WHERE met_at IS NULL AND stopped_at IS NULL AND missed_at IS NULL),
       count(*) FILTER (WHERE met_at IS NULL AND stopped_at IS NOT NULL)
  FROM unnest(%(months)s::date[]) AS m (month) JOIN jobs_clock c
    ON c.agency_id = %(agency)s AND c.due_at >= m.month::timestamp AT TIME ZONE %(zone)s
   AND c.due_at < (m.month + interval '1 month') AT TIME ZONE %(zone)s
 GROUP BY 2, 3
"""


def refresh(*, at: datetime) -> int:
    """Count the files whose story went on since the last time, and the promises in time; how many counted for another
    sum. The first time, all of them. A second time zero."""
    with widened("refresh"):
        mark = _locked()
        if mark.at is None or mark.told_until is None:
            return _rebuilt(mark, at)
        until = _asked("SELECT clock_timestamp()")[0][0]
        since = {"told": mark.told_until - SETTLING, "since": mark.at - SETTLING}
        changed = [claim_id for (claim_id,) in _asked(CHANGED, **since)]
        counted = sum(_count(part) for part in _parts(changed))
        _clocks(since["since"])
        _done(mark, at, until)
    return counted


def rebuild(*, at: datetime) -> int:
    """Count every file from nothing; how many there are. Equal to what `refresh` keeps, only slower."""
    with widened("rebuild"):
        return _rebuilt(_locked(), at)


def _locked() -> FiguresMark:
    """The agency's mark under its lock: two counts at once would take the same out twice."""
    FiguresMark.objects.get_or_create()
    mark: FiguresMark = FiguresMark.objects.select_for_update().get()
    return mark


def _rebuilt(mark: FiguresMark, at: datetime) -> int:
    until = _asked("SELECT clock_timestamp()")[0][0]
    for statement in EMPTIED:
        _do(statement)
    claims = list(Claim.objects.order_by("pk").values_list("pk", flat=True))
    counted = sum(_count(part, summing=False) for part in _parts(claims))
    _do(ALL_SUMMED)
    _clocks(None)
    _done(mark, at, until)
    return counted


def _done(mark: FiguresMark, at: datetime, until: datetime) -> None:
    _do(NOTHING_LEFT)
    mark.at, mark.told_until = at, until
    mark.save(update_fields=["at", "told_until"])


def _parts(claims: list[int]) -> Iterator[list[int]]:
    return (claims[start : start + AT_A_TIME] for start in range(0, len(claims), AT_A_TIME))


def _count(claims: list[int], *, summing: bool = True) -> int:
    """Count these files; `summing` says whether the sums follow at once."""
    given = {"claims": claims, "returned": sorted(RETURNED), "summing": summing}
    _do(SEGMENTS, **given)
    return int(_asked(COUNT, **given)[0][0])


def _clocks(since: datetime | None) -> None:
    """The promises of the months in which something began or ended since; of all months where None is given."""
    months = [month for (month,) in _asked(CLOCKS_CHANGED, since=since or EVER)]
    _do(CLOCKS_EMPTIED, months=months)
    _do(CLOCKS, months=months)


def _do(sql: str, **given: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"agency": current_agency_id(), "zone": settings.TIME_ZONE, **given})


def _asked(sql: str, **given: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"agency": current_agency_id(), "zone": settings.TIME_ZONE, **given})
        return list(cursor.fetchall())

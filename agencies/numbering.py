"""Numbers per agency and series, taken under the row's lock."""

from django.db import connection

from agencies.scope import current_agency_id

TAKE = """
INSERT INTO agencies_counter (agency_id, series, last) VALUES (%(agency)s, %(series)s, %(after)s + %(count)s)
ON CONFLICT (agency_id, series)
DO UPDATE SET last = greatest(agencies_counter.last, %(after)s) + %(count)s RETURNING last
"""


def take(series: str, count: int = 1, *, after: int = 0) -> range:
    """The next `count` numbers of `series`, first to last; all above `after`.

    Gap-free when it is the last statement of a short transaction (invoices). A bulk takes its block in a transaction
    of its own before the work: gaps are then possible, reuse never.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"agency": current_agency_id(), "series": series, "count": count, "after": after})
        last: int = cursor.fetchone()[0]
    return range(last - count + 1, last + 1)

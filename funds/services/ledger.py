"""Writing in the books: the one way in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from agencies.scope import current_scope
from funds.models import Entry, Line
from funds.queries.closing import first_open_day, open_day
from funds.rules.ledger import Kind, Posting

ENTRIES = """
CREATE TEMPORARY TABLE fresh_entry (id bigint, receipt_id bigint) ON COMMIT DROP;
WITH made AS (
    INSERT INTO funds_entry (agency_id, entity_id, ledger, "on", meant_on, kind, source, member_id, note, recorded_at)
    SELECT %(agency_id)s, %(entity_id)s, %(ledger)s, greatest(r.booked_on, %(open_from)s::date),
           CASE WHEN r.booked_on < %(open_from)s::date THEN r.booked_on END, %(kind)s, 'receipt:' || r.id,
           %(member_id)s, '', statement_timestamp()
      FROM fresh_receipt r ORDER BY r.id
    RETURNING id, source
)
INSERT INTO fresh_entry SELECT id, substr(source, 9)::bigint FROM made
"""
LINES = """
INSERT INTO funds_line (agency_id, entry_id, account, receipt_id, amount)
SELECT %(agency_id)s, e.id, one.account, r.id, one.share * r.amount
  FROM fresh_entry e JOIN fresh_receipt r ON r.id = e.receipt_id,
       unnest(%(accounts)s::text[], %(shares)s::numeric[]) WITH ORDINALITY AS one (account, share, place)
 ORDER BY e.id, one.place;
DROP TABLE fresh_entry
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """One fact to be booked, known by its `source`."""

    entity_id: int
    on: date
    kind: Kind
    source: str
    lines: Sequence[Posting]
    note: str = ""


def post_all(*, entries: Sequence[NewEntry]) -> None:
    """Book many facts that were not booked before, in two statements. IntegrityError when one of them was."""
    made = Entry.objects.bulk_create(_entry(one) for one in entries)
    Line.objects.bulk_create(_line(entry, line) for entry, one in zip(made, entries, strict=True) for line in one.lines)


def post(
    *, entity_id: int, on: date, kind: Kind, source: str, lines: Sequence[Posting], note: str = ""
) -> tuple[Entry, bool]:
    """Book lines that balance, on the day of the bank; the entry, and whether it is new: a `source` is booked once.

    Where the month of that day is closed, it is booked on the first open day (`Entry.meant_on` keeps the other).
    The database refuses what does not balance, reaches into the other ledger, or takes out what is not there
    (IntegrityError). ValueError without lines.
    """
    if not lines:
        raise ValueError(f"{source}: an entry has lines")
    known = Entry.objects.filter(source=source).first()
    if known:
        return known, False
    one = NewEntry(entity_id=entity_id, on=on, kind=kind, source=source, lines=lines, note=note)
    entry = _entry(one)
    entry.save(force_insert=True)
    Line.objects.bulk_create(_line(entry, line) for line in lines)
    return entry, True


def post_loaded(*, entity_id: int, kind: Kind, of_one: Sequence[Posting]) -> None:
    """Book an entry `receipt:<id>` for each row of the temporary table `fresh_receipt`, none of them booked before.

    `of_one` are the lines that one euro of any receipt would make. Closed months and IntegrityError: as for `post`.
    """
    scope = current_scope()
    values = {
        "agency_id": scope.agency_id,
        "member_id": scope.member_id,
        "entity_id": entity_id,
        "ledger": of_one[0].account.ledger.value,
        "kind": kind.value,
        "open_from": first_open_day(entity_id),
        "accounts": [line.account.value for line in of_one],
        "shares": [line.amount for line in of_one],
    }
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, values)
        cursor.execute(LINES, values)


def _entry(one: NewEntry) -> Entry:
    on = open_day(one.entity_id, one.on)
    return Entry(
        entity_id=one.entity_id,
        ledger=one.lines[0].account.ledger.value,
        on=on,
        meant_on=None if on == one.on else one.on,
        kind=one.kind.value,
        source=one.source,
        note=one.note,
        member_id=current_scope().member_id,
    )


def _line(entry: Entry, line: Posting) -> Line:
    return Line(
        entry=entry,
        account=line.account.value,
        amount=line.amount,
        receipt_id=line.receipt_id,
        part_id=line.part_id,
        party_id=line.party_id,
    )

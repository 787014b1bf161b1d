"""Loading judged rows by COPY and INSERT … SELECT: as many statements for two rows as for a hundred thousand.

Nothing here decides; the rows were judged before (judge.py). All of it runs in the caller's transaction.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from claims.chain import sealed
from claims.events import FirstAct, FirstActs
from claims.intake.judge import Judged, Ready
from core.copying import copy_rows
from core.events import ask
from core.ids import secret_code, uuid7
from core.money import ZERO
from law.identifiers import structured_reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What all claims of one file share. `numbers` holds at least one number per claim."""

    agency_id: int
    party_id: int
    creditor_id: int
    contract_id: int
    entity_id: int
    terms_id: int | None
    import_id: int
    with_charges: bool
    on: date
    at: datetime
    actor: str
    numbers: Sequence[int]


Group = tuple[str, str, str]


def grouped(rows: Iterable[Ready]) -> dict[Group, list[Ready]]:
    """The rows by debtor, country and kind: each group becomes one claim."""
    groups: dict[Group, list[Ready]] = {}
    for ready in rows:
        groups.setdefault((ready.identity, ready.country, ready.kind), []).append(ready)
    return groups


CLAIM_COLUMNS = (
    "place int, debtor_uid uuid, claim_uid uuid, number bigint, reference text, code text, identity text, kind text,"
    " name text, customer_number text, language text, country text, street text, postcode text, city text, email text,"
    " phone text, enterprise_number text, vat_number text, principal numeric, oldest_due_on date,"
    " reminder_on text, reminder_channel text, next_act text, next_on text, salt text, detail text, detail_hash text"
)
ITEM_COLUMNS = (
    "place int, number text, number_key text, issued_on date, due_on date, total numeric, balance numeric,"
    " description text"
)

REMARK_COLUMNS = "row int, verdict text, findings jsonb, cells jsonb"
REMARKS = """
INSERT INTO claims_importrow (agency_id, party_id, source_id, row, verdict, findings, values)
SELECT %(agency_id)s, %(party_id)s, %(import_id)s, row, verdict, findings, cells FROM incoming_remark
"""

DEBTORS = """
INSERT INTO claims_debtor AS known (agency_id, uid, party_id, identity, name, customer_number, language, country,
       street, postcode, city, email, phone, enterprise_number, vat_number)
SELECT DISTINCT ON (identity) %(agency_id)s, debtor_uid, %(party_id)s, identity, name, customer_number, language,
       country, street, postcode, city, email, phone, enterprise_number, vat_number
  FROM incoming_claim ORDER BY identity, place
    ON CONFLICT (agency_id, party_id, identity) DO UPDATE
   SET email = CASE WHEN known.email = '' THEN excluded.email ELSE known.email END,
       phone = CASE WHEN known.phone = '' THEN excluded.phone ELSE known.phone END,
       street = CASE WHEN known.street = '' THEN excluded.street ELSE known.street END,
       postcode = CASE WHEN known.street = '' THEN excluded.postcode ELSE known.postcode END,
       city = CASE WHEN known.street = '' THEN excluded.city ELSE known.city END
"""
CLAIMS = """
INSERT INTO claims_claim (agency_id, uid, number, party_id, creditor_id, contract_id, entity_id, terms_id, debtor_id,
       source_id, reference, code, debtor_kind, country, currency, with_charges, stage, opened_on, principal,
       oldest_due_on, first_reminder_on, first_reminder_channel, first_reminder_by, notified_by, next_act, next_on,
       closed_as)
SELECT %(agency_id)s, i.claim_uid, i.number, %(party_id)s, %(creditor_id)s, %(contract_id)s, %(entity_id)s,
       %(terms_id)s, d.id, %(import_id)s, i.reference, i.code, i.kind, i.country, 'EUR', %(with_charges)s, 'paynow',
       %(on)s, i.principal, i.oldest_due_on, nullif(i.reminder_on, '')::date, i.reminder_channel,
       CASE WHEN i.reminder_on = '' THEN '' ELSE 'creditor' END, '', i.next_act, nullif(i.next_on, '')::date, ''
  FROM incoming_claim i
  JOIN claims_debtor d ON d.agency_id = %(agency_id)s AND d.party_id = %(party_id)s AND d.identity = i.identity
 ORDER BY i.place
"""
OF_IMPORT = """
  FROM incoming_claim i
  JOIN claims_claim c ON c.agency_id = %(agency_id)s AND c.source_id = %(import_id)s AND c.number = i.number
"""
LIABLE = f"""
INSERT INTO claims_liable (agency_id, party_id, claim_id, debtor_id, role)
SELECT %(agency_id)s, %(party_id)s, c.id, c.debtor_id, 'debtor' {OF_IMPORT}
"""
ITEMS = """
INSERT INTO claims_claimitem (agency_id, party_id, claim_id, kind, number, number_key, issued_on, due_on, total,
       balance, description)
SELECT %(agency_id)s, %(party_id)s, c.id, 'invoice', t.number, t.number_key, t.issued_on, t.due_on, t.total,
       t.balance, t.description
  FROM incoming_item t
  JOIN incoming_claim i USING (place)
  JOIN claims_claim c ON c.agency_id = %(agency_id)s AND c.source_id = %(import_id)s AND c.number = i.number
"""
OPENED = f"""
WITH opened AS (
    INSERT INTO claims_event (agency_id, party_id, claim_id, seq, kind, at, actor, detail_hash, prev_hash, hash)
    SELECT %(agency_id)s, %(party_id)s, c.id, 0, 'opened', %(at)s, %(actor)s, i.detail_hash, '', '' {OF_IMPORT}
    RETURNING id, claim_id
)
INSERT INTO claims_eventdetail (agency_id, party_id, claim_id, event_id, salt, detail)
SELECT %(agency_id)s, %(party_id)s, c.id, opened.id, i.salt, i.detail {OF_IMPORT}
  JOIN opened ON opened.claim_id = c.id
"""
# The rows just written are not in the statistics yet: taken for one, they were looped over again for each other one.
BY_HASH = "SET LOCAL enable_nestloop = off"
AS_BEFORE = "SET LOCAL enable_nestloop = on"
STATEMENTS = (DEBTORS, CLAIMS, BY_HASH, LIABLE, ITEMS, OPENED, AS_BEFORE)


def load(groups: dict[Group, list[Ready]], batch: Batch) -> None:
    """Make the claims of a file. Raises IntegrityError when an invoice was handed over meanwhile: nothing is kept."""
    values = {name: getattr(batch, name) for name in Batch.__slots__ if name != "numbers"}
    first_act: FirstAct = ask(FirstActs(batch.on))
    with connection.cursor() as cursor:
        copy_rows(cursor, "incoming_claim", CLAIM_COLUMNS, _claim_rows(groups, batch, first_act))
        copy_rows(cursor, "incoming_item", ITEM_COLUMNS, _item_rows(groups))
        for statement in STATEMENTS:
            cursor.execute(statement, values)
        cursor.execute("DROP TABLE incoming_claim, incoming_item")


def remark(rows: Iterable[Judged], batch: Mapping[str, int | None]) -> None:
    """Keep what was said of rows, with their cells. `batch` names agency_id, party_id and import_id."""
    with connection.cursor() as cursor:
        copy_rows(cursor, "incoming_remark", REMARK_COLUMNS, map(_remark_row, rows))
        cursor.execute(REMARKS, batch)
        cursor.execute("DROP TABLE incoming_remark")


def _remark_row(judged: Judged) -> Sequence[Any]:
    said = json.dumps([finding.as_dict() for finding in judged.findings], ensure_ascii=False)
    return judged.number, judged.verdict, said, judged.written


def _claim_rows(groups: dict[Group, list[Ready]], batch: Batch, first_act: FirstAct) -> Iterator[Sequence[Any]]:
    for place, (rows, number) in enumerate(zip(groups.values(), batch.numbers, strict=False)):
        first, person = rows[0], rows[0].person
        reminded_on, channel = _reminder(rows)
        act, act_on = first_act(first.kind, first.country, reminded_on, channel)
        principal = sum((row.balance for row in rows), ZERO)
        salt, detail, digest = sealed(_opened(rows, principal))
        yield (
            place,
            uuid7(),
            uuid7(),
            number,
            "".join(filter(str.isdigit, structured_reference(number))),
            secret_code(),
            first.identity,
            first.kind,
            person.name,
            person.customer_number,
            first.language,
            first.country,
            person.street,
            person.postcode,
            person.city,
            person.email,
            person.phone,
            _number(person.enterprise_number, 14),
            _number(person.vat_number, 16),
            principal,
            min(row.due_on for row in rows),
            reminded_on or "",
            channel,
            act,
            act_on or "",
            salt,
            detail,
            digest,
        )


def _number(number: str, longest: int) -> str:
    """A number too long to be one was remarked as bad; it is not kept."""
    return number if len(number) <= longest else ""


def _reminder(rows: Sequence[Ready]) -> tuple[date | None, str]:
    """The last first reminder, if every invoice has one: the wait of the whole claim counts from it.

    One sent before the due date had passed is none; without a channel it counts as posted, which waits longer.
    """
    sent = [(row.reminded_on, row.reminder_channel or "post", row.due_on) for row in rows]
    known = [(on, channel) for on, channel, due_on in sent if on is not None and on > due_on]
    return max(known) if len(known) == len(rows) else (None, "")


def _opened(rows: Sequence[Ready], principal: Decimal) -> dict[str, Any]:
    return {"invoices": [row.number for row in rows], "principal": str(principal)}


def _item_rows(groups: dict[Group, list[Ready]]) -> Iterator[Sequence[Any]]:
    for place, rows in enumerate(groups.values()):
        for row in rows:
            yield (
                place,
                row.number,
                row.number_key,
                row.issued_on,
                row.due_on,
                row.total,
                row.balance,
                row.description,
            )

"""Writing in the books: the one way in."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from agencies.scope import current_scope
from funds.models import Entry, Line
from funds.rules.ledger import Kind, Posting


def post(
    *, entity_id: int, on: date, kind: Kind, source: str, lines: Sequence[Posting], note: str = ""
) -> tuple[Entry, bool]:
    """Book lines that balance, on the day of the bank; the entry, and whether it is new: a `source` is booked once.

    The database refuses what does not balance, reaches into the other ledger, or takes out what is not there
    (IntegrityError). ValueError without lines.
    """
    if not lines:
        raise ValueError(f"{source}: an entry has lines")
    given: dict[str, Any] = {"entity_id": entity_id, "ledger": lines[0].account.ledger.value, "on": on, "note": note}
    given |= {"kind": kind.value, "member_id": current_scope().member_id}
    entry, new = Entry.objects.get_or_create(source=source, defaults=given)
    if new:
        Line.objects.bulk_create(
            Line(
                entry=entry,
                account=line.account.value,
                amount=line.amount,
                receipt_id=line.receipt_id,
                part_id=line.part_id,
                party_id=line.party_id,
            )
            for line in lines
        )
    return entry, new

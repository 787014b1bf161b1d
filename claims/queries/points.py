"""How a debtor is reached, and what is known of each way: good, bad, or nothing yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from claims.models import ContactMark, Debtor
from messaging.queries import bad_addresses

Way, Mark = ContactMark.Way, ContactMark.Mark
OF_THE_ACT = {  # the way that each act of the law uses
    "call": Way.PHONE,
    "sms": Way.PHONE,
    "email": Way.EMAIL,
    **dict.fromkeys(("letter", "notice", "first-reminder", "visit", "partner-letter"), Way.ADDRESS),
}


@dataclass(frozen=True, slots=True)
class Point:
    """One way to reach a debtor; `source` says what the mark rests on: "hand", "call", "bounce", "" for none."""

    way: str
    value: str
    mark: str
    source: str = ""
    at: datetime | None = None
    who: str = ""


def value_of(debtor: Debtor, way: str) -> str:
    """The number or address as it is now; "" without."""
    place = f"{debtor.postcode} {debtor.city}".strip()
    values = {Way.PHONE: debtor.phone, Way.EMAIL: debtor.email.lower()}
    return values.get(Way(way), f"{debtor.street}, {place}" if debtor.street else "")


def points_of(debtors: Iterable[Debtor]) -> dict[int, list[Point]]:
    """What each debtor has of telephone, e-mail and address, with its mark; two queries."""
    people = list(debtors)
    rows = ContactMark.objects.filter(debtor_id__in=[one.pk for one in people]).select_related("set_by__user")
    marks = {(row.debtor_id, row.way, row.value): row for row in rows}
    bounced = {email.lower(): row.since for email, row in bad_addresses(one.email for one in people).items()}
    found: dict[int, list[Point]] = {}
    for one in people:
        held = [(way, value) for way in Way.values if (value := value_of(one, way))]
        found[one.pk] = [_point(way, value, marks.get((one.pk, way, value)), bounced) for way, value in held]
    return found


def _point(way: str, value: str, row: ContactMark | None, bounced: dict[str, datetime]) -> Point:
    if way == Way.EMAIL and value in bounced:
        return Point(way, value, Mark.BAD, "bounce", bounced[value])
    if row is None:
        return Point(way, value, Mark.UNKNOWN)
    return Point(way, value, row.mark, row.source, row.at, str(row.set_by.user) if row.set_by else "")


def marked_bad(debtor: Debtor, act: str) -> bool:
    """Whether what this act would use of the debtor is marked as bad; one query, none for other acts."""
    way = OF_THE_ACT.get(act)
    if way is None:
        return False
    bad = ContactMark.objects.filter(debtor=debtor, way=way, value=value_of(debtor, way), mark=Mark.BAD)
    return bool(bad.exists())

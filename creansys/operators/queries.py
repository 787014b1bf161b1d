"""Reads across agencies for operators: the agencies' own rows, counts of theirs, the operators' log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.cache import cache
from django.db import connection
from django.db.models import Q, QuerySet

from agencies.models import Agency, User
from agencies.scope import as_operator

BEAT_SEEN = "creansys:beat"  # cache key: when beat last asked for what is due


@dataclass(frozen=True, slots=True)
class Usage:
    """How much an agency holds; `stored` in bytes, `active_at` the last sign-in, event or setting."""

    active_at: datetime | None
    members: int
    creditors: int
    claims: int
    queued: int
    sending: int
    printed: int
    sent: int
    failed: int
    parked: int
    cancelled: int
    stored: int


@dataclass(frozen=True, slots=True)
class Health:
    """What does not run by itself in an agency; `oldest` is the age of the oldest message waiting, in seconds."""

    agency_id: int
    waiting: int
    oldest: int
    sending: int
    parked: int
    failed: int
    missed: int


def agencies(text: str = "") -> QuerySet[Agency]:
    """Every agency whose slug or name begins with `text`; to be read inside `as_operator`."""
    found = Agency.objects.all()
    return found.filter(Q(slug__startswith=text.lower()) | Q(name__istartswith=text)) if text else found


def agency_named(user_id: int, slug: str) -> Agency | None:
    """The agency with this slug, suspended or not, for an operator; one query."""
    with as_operator(user_id):
        return Agency.objects.filter(slug=slug).first()


def usage(user_id: int, agency_id: int) -> Usage | None:
    """Counts of what one agency holds; None for who is no operator. One query."""
    with as_operator(user_id), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM agency_usage(%s)", [agency_id])
        row = cursor.fetchone()
    if row is None:
        return None
    active, *counts = row
    return Usage(None if active is None else datetime.fromtimestamp(active, UTC), *counts)


def health(user_id: int, at: datetime) -> list[Health]:
    """The agencies where something waits, is parked, failed or was missed, by slug; one query."""
    with as_operator(user_id), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM agencies_health(%s)", [at])
        return [Health(*row) for row in cursor.fetchall()]


def mailboxes_failing(user_id: int) -> list[int]:
    """The agencies whose mail cannot be fetched now; none for who is no operator. One query."""
    with as_operator(user_id), connection.cursor() as cursor:
        cursor.execute("SELECT agencies_mailboxes_failing()")
        return [row[0] for row in cursor.fetchall()]


def names_of(user_id: int, agency_ids: Iterable[int]) -> dict[int, Agency]:
    """The agencies by id; one query."""
    with as_operator(user_id):
        return Agency.objects.in_bulk(list(agency_ids))


def people(user_ids: Iterable[int | None]) -> dict[int, str]:
    """Who the operators are, by id; one query."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=wanted)}


def beat_seen() -> datetime | None:
    """When beat last asked for what is due; None when the cache does not know."""
    seen: datetime | None = cache.get(BEAT_SEEN)
    return seen

"""Doors: how a request becomes a seat or a key, and how a shut door is told apart from a missing page."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from agencies.crossing import agency_by_slug
from agencies.models import ApiKey, Member
from agencies.queries import Seat, seats_of
from agencies.scope import acting_for
from agencies.services import hashed


class DoorClosed(Http404):
    """The row may exist but is not this caller's: shown as 404, recorded in the audit."""


def seat_in(user_id: int, slug: str, face: str) -> Seat | None:
    """The user's seat in this agency, if its role works in this face."""
    return next((seat for seat in seats_of(user_id) if seat.slug == slug and seat.face == face), None)


def require(member: Member, permission: str) -> None:
    """Raise PermissionDenied unless the member's role carries `permission`."""
    if not member.may(permission):
        raise PermissionDenied(permission)


@dataclass(frozen=True, slots=True)
class Key:
    """An API key that was presented and is good."""

    key_id: int
    agency_id: int
    party_id: int | None
    scopes: frozenset[str]


def key_in(presented: str, at: datetime) -> Key | None:
    """The key `ck_<agency>_<secret>` if it is known, in time and not revoked."""
    prefix, _, rest = presented.partition("_")
    slug, _, secret = rest.rpartition("_")
    agency_id = agency_by_slug(slug) if prefix == "ck" and secret else None
    if agency_id is None:
        return None
    with acting_for(agency_id):
        row = ApiKey.objects.filter(key_hash=hashed(secret), expires_at__gt=at, revoked_at=None).first()
    return None if row is None else Key(row.pk, agency_id, row.party_id, frozenset(row.scopes))

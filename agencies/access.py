"""Doors: how a request becomes a seat or a key, and how a shut door is told apart from a missing page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from agencies.crossing import agency_by_slug
from agencies.models import Agency, ApiKey, Invitation, Member, SavedView, User
from agencies.options import option
from agencies.queries import Seat
from agencies.rules import GUARDED_ROLES
from agencies.scope import acting_for
from agencies.services import hashed


class DoorClosed(Http404):
    """The row may exist but is not this caller's: shown as 404, recorded in the audit."""


def seat_in(seats: Sequence[Seat], slug: str, face: str) -> Seat | None:
    """The seat in this agency among a user's, if its role works in this face."""
    return next((seat for seat in seats if seat.slug == slug and seat.face == face), None)


def lacks_second_step(request: HttpRequest, seat: Seat, on: date) -> bool:
    """Whether the agency asks this role for a second step when signing in, and the user has not set one up.

    Whoever passed it in this session costs no query.
    """
    user = request.user
    if seat.role not in GUARDED_ROLES or not user.is_authenticated:
        return False
    if any(record.get("method") == "mfa" for record in get_authentication_records(request, user)):
        return False
    return option("security.require_totp", on) and not is_mfa_enabled(user, [Authenticator.Type.TOTP])


def require(member: Member, permission: str) -> None:
    """Raise PermissionDenied unless the member's role carries `permission`."""
    if not member.may(permission):
        raise PermissionDenied(permission)


def view_for(member: Member, page: str, pk: int) -> SavedView:
    """The member's own view of a list; DoorClosed (404) for anybody else's."""
    found = SavedView.objects.filter(pk=pk, member=member, page=page).first()
    if found is None:
        raise DoorClosed
    return found


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


@dataclass(frozen=True, slots=True)
class Offer:
    """An invitation whose link was opened in time: what it offers, to whom."""

    agency_id: int
    agency: str
    party: str
    role: str
    email: str
    has_account: bool


def offer_in(slug: str, token: str, at: datetime) -> Offer | None:
    """The invitation behind `/accounts/invitation/<agency>/<token>/`, if it is known, open and not too old."""
    agency_id = agency_by_slug(slug)
    if agency_id is None:
        return None
    with acting_for(agency_id):
        rows = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)
        row = rows.select_related("party").filter(token_hash=hashed(token)).first()
        name = Agency.objects.values_list("name", flat=True).get(pk=agency_id)
    if row is None:
        return None
    party = row.party.name if row.party else ""
    return Offer(agency_id, name, party, row.role, row.email, User.objects.filter(email=row.email).exists())

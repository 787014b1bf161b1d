"""The doors to claims and imports."""

from typing import Literal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from agencies.access import DoorClosed, require
from agencies.models import Member
from agencies.scope import current_scope
from claims.models import Claim, Grant, Import

PERMISSION = {"see": "claims.see", "work": "claims.work", "decide": "claims.decide"}


def visible_claims() -> QuerySet[Claim]:
    """The claims of the scope in force. The filter uses the index; row security is the net beneath it."""
    scope = current_scope()
    claims = Claim.objects.all()
    if scope.claim_id is not None:
        return claims.filter(pk=scope.claim_id)
    if scope.party_id is None:
        return claims
    granted = Grant.objects.filter(party_id=scope.party_id, until__gte=timezone.localdate()).values("claim_id")
    return claims.filter(Q(party_id=scope.party_id) | Q(pk__in=granted))


def claim_for(member: Member, number: int, *, to: Literal["see", "work", "decide"] = "see") -> Claim:
    """The claim of this number: DoorClosed (404) unless visible, PermissionDenied unless the role may do `to`."""
    require(member, PERMISSION[to])
    claim = visible_claims().filter(number=number).select_related("debtor", "creditor", "entity", "terms").first()
    if claim is None:
        raise DoorClosed
    return claim


def visible_imports() -> QuerySet[Import]:
    """The imports of the scope in force."""
    scope = current_scope()
    imports = Import.objects.all()
    return imports if scope.party_id is None else imports.filter(party_id=scope.party_id)


def import_for(member: Member, uid: UUID) -> Import:
    """The import: DoorClosed (404) unless visible, PermissionDenied unless the role may import."""
    require(member, "claims.import")
    found = visible_imports().filter(uid=uid).select_related("creditor", "contract", "file", "bordereau").first()
    if found is None:
        raise DoorClosed
    return found


def claim_of(uid: UUID) -> Claim:
    """The claim for the holder of an API key, whose scopes were checked: DoorClosed (404) unless visible."""
    found = visible_claims().filter(uid=uid).select_related("debtor", "creditor", "entity", "terms").first()
    if found is None:
        raise DoorClosed
    return found


def import_of(uid: UUID) -> Import:
    """The import for the holder of an API key: DoorClosed (404) unless visible."""
    found = visible_imports().filter(uid=uid).first()
    if found is None:
        raise DoorClosed
    return found

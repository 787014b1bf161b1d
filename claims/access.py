"""The doors to claims and imports."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils import timezone

from agencies.access import DoorClosed, require
from agencies.models import Member
from agencies.scope import current_scope
from claims.models import Claim, Debtor, Decision, Grant, Import
from claims.rules import Stage

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


def reach(claim: str) -> Q:
    """The scope in force as a filter on rows with a `party`, whose claim has its key in `claim` ("pk", "claim_id").

    For lists: a party to which nothing was granted keeps its own indexes. One query in a party's scope.
    """
    scope = current_scope()
    if scope.claim_id is not None:
        return Q(**{claim: scope.claim_id})
    if scope.party_id is None:
        return Q()
    granted = Grant.objects.filter(party_id=scope.party_id, until__gte=timezone.localdate()).values("claim_id")
    own = Q(party_id=scope.party_id)
    return own | Q(**{f"{claim}__in": granted}) if granted.exists() else own


def listed_claims() -> QuerySet[Claim]:
    """The claims of the scope in force, to be listed in the order of an index."""
    return Claim.objects.filter(reach("pk"))


def claim_for(member: Member, number: int, *, to: Literal["see", "work", "decide"] = "see") -> Claim:
    """The claim of this number: DoorClosed (404) unless visible, PermissionDenied unless the role may do `to`."""
    require(member, PERMISSION[to])
    claim = visible_claims().filter(number=number).select_related("debtor", "creditor", "entity", "terms").first()
    if claim is None:
        raise DoorClosed
    return claim


def debtor_for(member: Member, uid: UUID) -> Debtor:
    """A debtor, for whoever works on claims: PermissionDenied for another role, DoorClosed (404) unless visible."""
    require(member, "claims.work")
    found = Debtor.objects.filter(uid=uid).first()
    if found is None:
        raise DoorClosed
    return found


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


def claim_of(uid: UUID, *, to: Literal["see", "work", "decide"] = "see") -> Claim:
    """The claim for the holder of an API key, whose scopes were checked: DoorClosed (404) unless visible.

    PermissionDenied to a partner, who only sees; and to the agency where the creditor alone decides.
    """
    found = visible_claims().filter(uid=uid).select_related("debtor", "creditor", "entity", "terms").first()
    if found is None:
        raise DoorClosed
    party_id = current_scope().party_id
    allowed = {"see": True, "work": party_id in (None, found.party_id), "decide": party_id == found.party_id}
    if not allowed[to]:
        raise PermissionDenied(to)
    return found


def visible_decisions() -> QuerySet[Decision]:
    """The questions to creditors in the scope in force."""
    party_id, decisions = current_scope().party_id, Decision.objects.all()
    return decisions if party_id is None else decisions.filter(party_id=party_id)


def import_of(uid: UUID, *, to: Literal["see", "decide"] = "see") -> Import:
    """The import for the holder of an API key: DoorClosed (404) unless visible.

    PermissionDenied to the agency where the creditor alone decides.
    """
    found = visible_imports().filter(uid=uid).select_related("creditor", "bordereau").first()
    if found is None:
        raise DoorClosed
    if to == "decide" and current_scope().party_id is None:
        raise PermissionDenied(to)
    return found


def debtor_link(agency: str, code: str, until: datetime) -> str:
    """The part of an address that leads a debtor to the second check on its claim, until a moment and for that alone.

    `code` is the claim's code of authenticity: the link opens nothing without the second check.
    """
    return signing.Signer(sep=".", salt=f"claims.debtor:{agency}").sign(f"{code}.{int(until.timestamp())}")


def code_behind(agency: str, link: str, at: datetime) -> str:
    """The code in a link that `debtor_link` made for this agency; empty when it was changed or its time is over."""
    try:
        code, _, until = signing.Signer(sep=".", salt=f"claims.debtor:{agency}").unsign(link).partition(".")
    except signing.BadSignature:
        return ""
    return code if at.timestamp() < int(until) else ""


def file_for(uid: UUID, *, closed: bool = False) -> Claim | None:
    """The claim that a debtor passed the second check for, in a scope narrowed to it; None once it is closed, unless
    `closed` lets that one be seen too: what closed it may be what the debtor just did."""
    rows = visible_claims().filter(uid=uid)
    rows = rows if closed else rows.exclude(stage=Stage.CLOSED)
    return rows.select_related("agency", "debtor", "creditor", "entity", "terms", "contract").first()

"""A debtor's visit: a signed cookie for one claim, short, and sent to that claim's addresses alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from agencies.callers import client_address

COOKIE = "debtor"
IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=2)
SALT = "portal.debtor"


@dataclass(frozen=True, slots=True)
class Visit:
    """Who passed the second check: for which claim, since when."""

    agency_id: int
    party_id: int
    claim_id: int
    uid: UUID
    since: int


def visit_in(request: HttpRequest, uid: UUID, at: datetime) -> Visit | None:
    """The visit that this request goes on with, if it is for the claim `uid` and its time is not over."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=IDLE)
    except signing.BadSignature:
        return None
    visit = Visit(**kept | {"uid": UUID(kept["uid"])})
    lasts = visit.since <= at.timestamp() < visit.since + LONGEST.total_seconds()
    return visit if visit.uid == uid and lasts else None


def keep(response: HttpResponse, visit: Visit, path: str) -> HttpResponse:
    """Let the visit last a while from now."""
    said = {"agency_id": visit.agency_id, "party_id": visit.party_id, "claim_id": visit.claim_id}
    value = signing.dumps(said | {"uid": str(visit.uid), "since": visit.since}, salt=SALT)
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(COOKIE, value, max_age=IDLE, path=path, secure=secure, httponly=True, samesite="Lax")
    return response


def counted(what: str, who: str, window: timedelta, at: datetime) -> int:
    """How often this happened in the running window, this time included."""
    key = _key(what, who, window, at)
    cache.add(key, 0, window.total_seconds())
    return int(cache.incr(key))


def forgive(what: str, who: str, window: timedelta, at: datetime) -> None:
    """Count from nothing again."""
    cache.delete(_key(what, who, window, at))


def _key(what: str, who: str, window: timedelta, at: datetime) -> str:
    return f"debtor:{what}:{who}:{int(at.timestamp()) // int(window.total_seconds())}"


def caller(request: HttpRequest) -> str:
    """The address that a request comes from."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return str(client_address(request.META.get("REMOTE_ADDR", ""), forwarded, settings.TRUSTED_PROXIES))

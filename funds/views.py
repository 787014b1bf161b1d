"""Where the payment provider calls. What it says is not believed: it makes us look. Unsealed, nothing."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from agencies.callers import client_address
from agencies.crossing import any_agency_by_slug
from agencies.scope import acting_for
from funds.provider import is_sealed
from funds.services.provider import told

LONGEST = 10_000  # bytes
A_MINUTE, MOST = 60, 600  # calls of one address


@csrf_exempt  # the seal covers time, path and body: better than a token
@require_POST
def payment_told(request: HttpRequest, agency: str) -> HttpResponse:
    """Something became of a payment: 204 when it is ours, and looked up in the background; 404 otherwise.

    Suspended or not: money that came is recorded.
    """
    body, now = request.read(LONGEST + 1), timezone.now()
    if _too_often(request, now.timestamp()):
        return HttpResponse(status=429)
    if len(body) > LONGEST:
        return HttpResponse(status=413)
    if not is_sealed(request.path, body, request.headers.get("Payment-Signature", ""), now):
        return HttpResponseForbidden()
    uid, agency_id = _named(body), any_agency_by_slug(agency)
    if uid is None:
        return HttpResponse(status=422)
    if agency_id is None:
        return HttpResponse(status=404)
    with acting_for(agency_id):
        return HttpResponse(status=204 if told(uid=uid, at=now) else 404)


def _named(body: bytes) -> UUID | None:
    try:
        said: Any = json.loads(body)
        return UUID(said["reference"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _too_often(request: HttpRequest, seconds: float) -> bool:
    forwarded = request.headers.get("X-Forwarded-For", "")
    caller = client_address(request.META.get("REMOTE_ADDR", ""), forwarded, settings.TRUSTED_PROXIES)
    counted = f"payments:{caller}:{int(seconds // A_MINUTE)}"
    cache.add(counted, 0, 2 * A_MINUTE)
    return bool(cache.incr(counted) > MOST)

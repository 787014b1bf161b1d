"""The public page printed on every letter: is it really from the agency, and how to object."""

from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from agencies.callers import client_address
from agencies.crossing import agency_by_slug
from agencies.models import Agency
from agencies.scope import acting_for
from claims.access import debtor_link
from claims.queries.authenticity import Letter, letter_behind
from core.ids import ALPHABET
from paynow.queries import notices_of
from portal.views.debtor.page import framed, spoken

LINK_LASTS = timedelta(hours=1)
TRIES, WINDOW = 30, 300  # looks per address and five minutes: a code has 80 bits, people mistype


@require_GET
@never_cache
@transaction.non_atomic_requests
@spoken
def letter(request: HttpRequest, agency: str, code: str) -> HttpResponse:
    """What may be told to whoever holds a letter: whose it is, from when, how to object. No creditor, no amount."""
    if _too_often(request):
        return render(request, "429.html", status=429)
    agency_id = agency_by_slug(agency)
    found = _found(agency_id, code.lower()) if agency_id and set(code.lower()) <= set(ALPHABET) else None
    if found is None:
        return render(request, "portal/authenticity_unknown.html", status=404)
    tenant, said, sent_on = found
    link = debtor_link(agency, code.lower(), timezone.now() + LINK_LASTS)
    check = reverse("debtor:check", kwargs={"agency": agency, "link": link})
    context = {"agency": tenant, "letter": said, "sent_on": sent_on, "code": code.lower(), "check_url": check}
    context |= framed(tenant.name, request.path)
    return render(request, "portal/authenticity.html", context)


def _found(agency_id: int, code: str) -> tuple[Agency, Letter, object] | None:
    with acting_for(agency_id):
        said = letter_behind(code)
        notices = [one for one in notices_of(said.claim_id) if not one.withdrawn_on] if said else []
        if said is None or not notices:
            return None
        return Agency.objects.get(pk=agency_id), said, notices[0].sent_on or notices[0].posting_on


def _too_often(request: HttpRequest) -> bool:
    forwarded = request.headers.get("X-Forwarded-For", "")
    caller = client_address(request.META.get("REMOTE_ADDR", ""), forwarded, settings.TRUSTED_PROXIES)
    key = f"authenticity:{caller}:{int(timezone.now().timestamp()) // WINDOW}"
    cache.add(key, 0, WINDOW)
    return int(cache.incr(key)) > TRIES

"""The second check: a number from the invoice, or a code sent to where the debtor is known already."""

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agencies.crossing import agency_by_slug
from agencies.scope import acting_for, current_agency_id
from claims.access import code_behind
from claims.models import Claim
from claims.queries.authenticity import knows, open_claim
from claims.services.codes import send_code
from core.ids import ALPHABET
from portal.views.debtor.forms import CodeForm, NumberForm
from portal.views.debtor.page import LANGUAGES, framed, home_of, spoken
from portal.views.debtor.visits import Visit, caller, counted, forgive, keep

DAY, QUARTER, HOUR = timedelta(days=1), timedelta(minutes=15), timedelta(hours=1)
TRIES_A_DAY = 10  # of one claim, whoever tries: only holders of the letter get here
TRIES_A_QUARTER = 20  # of one address
CODES_AN_HOUR, CODES_A_QUARTER = 3, 6
CODE_SECONDS = 600


def entrance(view: Any) -> Any:
    """A page before the second check: the link is good and its claim runs, or the page says that it is over."""

    @never_cache
    @require_http_methods(["GET", "POST"])
    @transaction.non_atomic_requests
    @spoken
    def enter(request: HttpRequest, agency: str, link: str) -> HttpResponse:
        code, agency_id = code_behind(agency, link, timezone.now()), agency_by_slug(agency)
        if not code or agency_id is None or not set(code) <= set(ALPHABET):
            return _over(request)
        with acting_for(agency_id):
            claim = open_claim(code)
            return _over(request) if claim is None else view(request, claim, link)

    return enter


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "debtor/link_over.html", framed("CREANSYS", request.path), status=403)


@entrance
def check(request: HttpRequest, claim: Claim, link: str) -> HttpResponse:
    """An invoice or customer number opens the file; nothing about it is shown before."""
    form = NumberForm(request.POST or None)
    if request.method == "POST":
        if _too_often(request, claim):
            return _wait(request, claim)
        if form.is_valid() and knows(claim, form.cleaned_data["number"]):
            return _open(claim)
        if form.is_valid():
            form.add_error("number", _("This number is not in the file. Look for it on the invoice itself."))
    return _shown(request, claim, link, "check", form=form)


@entrance
def code(request: HttpRequest, claim: Claim, link: str) -> HttpResponse:
    """Ask for a code, then give it. What the page says never tells whether an address is known."""
    channel = request.POST.get("channel", "")
    if request.method == "POST" and channel in ("email", "sms"):
        return _send(request, claim, link, channel)
    form = CodeForm(request.POST or None)
    if request.method == "POST":
        if _too_often(request, claim):
            return _wait(request, claim)
        if form.is_valid() and _is_the_code(claim, form.cleaned_data["code"]):
            cache.delete(_key(claim))
            return _open(claim)
        if form.is_valid():
            form.add_error("code", _("This code is not right, or its ten minutes are over."))
    return _shown(request, claim, link, "code", form=form)


def _send(request: HttpRequest, claim: Claim, link: str, channel: str) -> HttpResponse:
    now = timezone.now()
    of_claim = counted("codes", str(claim.uid), HOUR, now) > CODES_AN_HOUR
    if counted("asking", caller(request), QUARTER, now) > CODES_A_QUARTER or of_claim:
        return _wait(request, claim)
    language = get_language() if get_language() in LANGUAGES else "fr"
    sent = send_code(claim_id=claim.pk, channel=channel, language=str(language), at=now)
    if sent:
        cache.set(_key(claim), _sealed(claim, sent), CODE_SECONDS)
    return redirect(reverse("debtor:code", kwargs={"agency": claim.agency.slug, "link": link}))


def _too_often(request: HttpRequest, claim: Claim) -> bool:
    """Count this try for its address and for the claim; whether one of them had too many."""
    now = timezone.now()
    by_address = counted("tries", caller(request), QUARTER, now) > TRIES_A_QUARTER
    return by_address or counted("tries", str(claim.uid), DAY, now) > TRIES_A_DAY


def _wait(request: HttpRequest, claim: Claim) -> HttpResponse:
    return render(request, "debtor/wait.html", framed(claim.entity.name, request.path), status=429)


def _key(claim: Claim) -> str:
    return f"debtor:code:{claim.uid}"


def _sealed(claim: Claim, said: str) -> str:
    return salted_hmac("portal.debtor.code", f"{claim.uid}:{said}", algorithm="sha256").hexdigest()


def _is_the_code(claim: Claim, said: str) -> bool:
    kept = cache.get(_key(claim))
    return bool(kept) and constant_time_compare(kept, _sealed(claim, said))


def _open(claim: Claim) -> HttpResponse:
    """Start a visit of this claim and no other; whoever knows the number may come as often as it likes."""
    now = timezone.now()
    forgive("tries", str(claim.uid), DAY, now)
    visit = Visit(current_agency_id(), claim.party_id, claim.pk, claim.uid, int(now.timestamp()))
    home = home_of(claim.agency.slug, claim.uid)
    return keep(redirect(home), visit, home)


def _shown(request: HttpRequest, claim: Claim, link: str, page: str, **more: Any) -> HttpResponse:
    parts = {"agency": claim.agency.slug, "link": link}
    places = {"check_url": reverse("debtor:check", kwargs=parts), "code_url": reverse("debtor:code", kwargs=parts)}
    context = framed(claim.entity.name, places["check_url"]) | places | {"entity": claim.entity, **more}
    return render(request, f"debtor/{page}.html", context)

"""What every page of the debtor needs: its door, its language, the frame around it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agencies.crossing import agency_by_slug
from agencies.scope import acting_for
from claims.access import file_for
from claims.models import Claim
from portal.views.debtor.visits import COOKIE, Visit, counted, keep, visit_in
from web.parts import Shell

View = Callable[..., HttpResponse]
DAY, ACTS_A_DAY = timedelta(days=1), 40  # of one claim: people correct themselves, machines do not stop
OVER = 403  # the status of a page that is nobody's here
LANGUAGES = {"fr": "Français", "nl": "Nederlands", "de": "Deutsch", "en": "English"}


def spoken(view: View) -> View:
    """In the language that the reader chose (`?language=nl`, remembered), else in the browser's."""

    @wraps(view)
    def enter(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponse:
        wished = request.GET.get("language", "")
        if wished not in LANGUAGES:
            return view(request, *args, **parts)
        response = redirect(request.path)
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, wished, secure=secure, httponly=True, samesite="Lax")
        return response

    return enter


def visited(*methods: str) -> Callable[[View], View]:
    """A page for whoever passed the second check; no scope is in force yet. Without a visit, nothing is said.

    The view gets the request and the visit.
    """

    def decorate(view: View) -> View:
        @never_cache
        @require_http_methods([*methods] if methods else ["GET"])
        @transaction.non_atomic_requests
        @spoken
        @wraps(view)
        def enter(request: HttpRequest, agency: str, uid: UUID, **parts: Any) -> HttpResponse:
            visit = visit_in(request, uid, timezone.now())
            if visit is None or agency_by_slug(agency) != visit.agency_id:
                return over(request)
            if request.method == "POST" and counted("acts", str(uid), DAY, timezone.now()) > ACTS_A_DAY:
                return render(request, "debtor/wait.html", framed("CREANSYS", request.path), status=429)
            response = view(request, visit, **parts)
            ended = response.status_code == OVER or COOKIE in response.cookies
            return response if ended else keep(response, visit, home_of(agency, uid))

        return enter

    return decorate


def file_page(*methods: str) -> Callable[[View], View]:
    """A page about the claim of a visit, in a scope narrowed to that claim.

    The view gets the request and the claim.
    """

    def decorate(view: View) -> View:
        @visited(*methods)
        @wraps(view)
        def enter(request: HttpRequest, visit: Visit, **parts: Any) -> HttpResponse:
            with the_file(visit) as claim:
                return over(request) if claim is None else view(request, claim, **parts)

        return enter

    return decorate


@contextmanager
def the_file(visit: Visit, *, closed: bool = False) -> Iterator[Claim | None]:
    """The claim of a visit, inside its scope; None once it is closed, unless `closed` ones are wanted too."""
    with acting_for(visit.agency_id, party_id=visit.party_id, claim_id=visit.claim_id):
        yield file_for(visit.uid, closed=closed)


def over(request: HttpRequest, status: int = OVER) -> HttpResponse:
    """There is no visit here, or no longer: how to come back."""
    return render(request, "debtor/over.html", framed("CREANSYS", request.path), status=status)


def home_of(agency: str, uid: UUID) -> str:
    """The address under which all the pages of a claim are."""
    return reverse("debtor:file", kwargs={"agency": agency, "uid": uid})


def here(claim: Claim, page: str, **parts: Any) -> str:
    """The address of a page about this claim."""
    return reverse(f"debtor:{page}", kwargs={"agency": claim.agency.slug, "uid": claim.uid, **parts})


def framed(name: str, home: str) -> dict[str, Any]:
    """The frame of a page that knows no claim."""
    return {"shell": Shell(agency=name, home_url=home), "languages": LANGUAGES, "spoken": translation.get_language()}


def shown(request: HttpRequest, claim: Claim, page: str, **more: Any) -> HttpResponse:
    """A page about a claim, with the way back to its first page."""
    home = here(claim, "file")
    context = framed(claim.entity.name, home) | {"claim": claim, "home": home, **more}
    return render(request, f"debtor/{page}.html", context)

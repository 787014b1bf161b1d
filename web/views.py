"""The style guide: every component in every state, on one page, where a demo or a developer may see it."""

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from web import samples

PAGES = {"": "index", "portail": "portal", "public": "public"}
ERRORS = {"400", "403", "404", "429", "500"}


def _shown() -> None:
    if not (settings.DEBUG or getattr(settings, "DEMO", False)):
        raise Http404


@transaction.non_atomic_requests  # nothing here asks the database
def styleguide(request: HttpRequest, page: str = "") -> HttpResponse:
    """One page of the guide; 404 in production and for a page that is not there."""
    _shown()
    if page not in PAGES:
        raise Http404
    shell = samples.SHELL if page == "" else samples.PORTAL
    context = {
        "s": samples,
        "shell": shell,
        "form": samples.form(),
        "today": samples.TODAY,
        "themes": ["light", "dark"],
        "icons": samples.ICONS,
    }
    return render(request, f"styleguide/{PAGES[page]}.html", context)


@transaction.non_atomic_requests
def error(request: HttpRequest, code: str) -> HttpResponse:
    """An error page as readers would see it, answered with 200 since nothing is wrong here."""
    _shown()
    if code not in ERRORS:
        raise Http404
    return render(request, f"errors/{code}.html")

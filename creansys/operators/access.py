"""The operators' door: an operator, with a second step, who wrote password and code again within the hour.

Having entered is a cookie of its own, for these pages alone, signed for one user and one session: signing out, a new
password or the hour's end shuts the door again.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.messages import WARNING
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agencies.models import User
from core.errors import Stale
from creansys.operators.services import note
from web.toasts import toast

View = Callable[..., HttpResponse]
COOKIE = "operator"
SECONDS = 3600


def staff_only(*methods: str) -> Callable[[View], View]:
    """A page for operators; anybody else who is signed in finds nothing, which is remembered."""

    def decorate(view: View) -> View:
        allowed = require_http_methods([*methods] if methods else ["GET"])(view)

        @login_required
        @never_cache
        @wraps(view)
        def enter(request: HttpRequest, **parts: Any) -> HttpResponse:
            user = request.user
            if not isinstance(user, User) or not user.is_staff:
                note("door.closed", at=timezone.now(), user_id=user.pk, path=request.path)
                return render(request, "404.html", status=404)  # returned, not raised: the note is kept
            return allowed(request, user, **parts)

        return enter

    return decorate


def operator(*methods: str) -> Callable[[View], View]:
    """A page for operators who have entered; the others are asked for password and code first."""

    def decorate(view: View) -> View:
        @staff_only(*methods)
        @wraps(view)
        def enter(request: HttpRequest, user: User, **parts: Any) -> HttpResponse:
            if not has_entered(request, user):
                return redirect(f"{reverse('operators:enter')}?{urlencode({'next': request.path})}")
            return view(request, user, **parts) if request.method == "GET" else _done(request, user, view, parts)

        return enter

    return decorate


def _done(request: HttpRequest, user: User, view: View, parts: dict[str, Any]) -> HttpResponse:
    try:
        with transaction.atomic():
            return view(request, user, **parts)
    except Stale:
        toast(request, _("Something changed meanwhile: nothing was done. Look again."), level=WARNING)
        return redirect("operators:agencies")


def has_entered(request: HttpRequest, user: User) -> bool:
    """Whether this session wrote password and code for these pages within the hour."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=_salt(request), max_age=SECONDS)
    return bool(kept == str(user.pk))


def let_in(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """Remember with the browser that this session has entered."""
    response.set_signed_cookie(
        COOKIE,
        str(user.pk),
        salt=_salt(request),
        max_age=SECONDS,
        path=reverse("operators:agencies"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _salt(request: HttpRequest) -> str:
    return f"operators:{request.session.session_key}"

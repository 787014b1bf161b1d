"""One entry point to the walls: the path names the agency, the seat or the key opens it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agencies import audit
from agencies.access import DoorClosed, key_in, lacks_second_step, seat_in
from agencies.models import Member
from agencies.queries import seats_of
from agencies.scope import acting_for

FACES = ("office", "portal")
Handler = Callable[[HttpRequest], HttpResponseBase]


class AgencyMiddleware:
    """Wraps the request in `acting_for` for `/<agency>/office|portal/…` (seat) and `/api/…` (key)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        first, second = [*request.path_info.split("/")[1:3], "", ""][:2]
        if second in FACES:
            return self._face(request, first, second)
        if first == "api":
            return self._api(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Remember a shut door until the view's work has been rolled back."""
        if isinstance(error, DoorClosed | PermissionDenied):
            request.door_closed = type(error).__name__  # type: ignore[attr-defined]

    def _face(self, request: HttpRequest, slug: str, face: str) -> HttpResponseBase:
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)  # the view's own login_required sends them to sign in
        request.seats = seats_of(user.pk)  # type: ignore[attr-defined]
        seat = seat_in(request.seats, slug, face)  # type: ignore[attr-defined]
        if seat is None:
            return render(request, "404.html", status=404)
        with acting_for(seat.agency_id, party_id=seat.party_id, member_id=seat.member_id):
            request.member = Member.objects.select_related("user", "agency").get(pk=seat.member_id)  # type: ignore[attr-defined]
            request.seat = seat  # type: ignore[attr-defined]
            if lacks_second_step(request, seat, timezone.localdate()):
                messages.info(request, _("Your agency asks for a second step when you sign in. Set it up to go on."))
                return redirect("mfa_activate_totp")
            with translation.override(request.member.user.language):  # type: ignore[attr-defined]
                response = self.get_response(request)
        self._remember(request, seat.agency_id, user.pk)
        return response

    def _api(self, request: HttpRequest) -> HttpResponseBase:
        scheme, _, presented = request.headers.get("Authorization", "").partition(" ")
        key = key_in(presented.strip(), timezone.now()) if scheme == "Bearer" else None
        request.api_key = key  # type: ignore[attr-defined]
        if key is None:
            return self.get_response(request)
        with acting_for(key.agency_id, party_id=key.party_id, key_id=key.key_id):
            response = self.get_response(request)
        self._remember(request, key.agency_id, None)
        return response

    def _remember(self, request: HttpRequest, agency_id: int, user_id: int | None) -> None:
        if kind := getattr(request, "door_closed", None):
            now = timezone.now()
            audit.record_apart(agency_id, "door.closed", at=now, user_id=user_id, path=request.path, why=kind)


def member_of(request: HttpRequest) -> Member:
    """The seat of the caller; 404 for whoever reached a face without one."""
    member = getattr(request, "member", None)
    if member is None:
        raise Http404
    return member

"""Pages of a made-up face, for what the middleware does around any page."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from agencies import services
from agencies.access import DoorClosed
from agencies.scope import active_scope
from tests import world


def scope(request: HttpRequest, slug: str = "") -> JsonResponse:
    """Who the page is served to."""
    found = active_scope()
    return JsonResponse(
        {} if found is None else {"agency": found.agency_id, "party": found.party_id, "member": found.member_id}
    )


def shut(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Work that comes to a shut door half-way."""
    services.set_option(key="silent_creditor.close_on_day", value=90, since=world.DAY, at=world.NOW)
    raise DoorClosed


urlpatterns = [
    path("<slug:slug>/office/", scope),
    path("<slug:slug>/portal/", scope),
    path("<slug:slug>/office/shut/", shut),
    path("api/v1/scope/", scope),
    path("api/v1/shut/", shut),
]

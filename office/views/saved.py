"""The views that a member of the agency keeps of a list."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from agencies import saved
from agencies.models import Member
from agencies.saved import Shelf
from office.views import claims, queue
from office.views.page import show, staff

SHELVES: dict[str, Callable[[Member], Shelf]] = {"claims": claims.shelf, "queue": queue.shelf}


@staff("claims.see", "POST")
def view_save(request: HttpRequest, member: Member, of: str) -> Any:
    """Keep the list as it is narrowed now."""
    return _page(request, member, of, saved.save(request, _shelf(member, of)))


@staff("claims.see", "GET", "POST")
def view(request: HttpRequest, member: Member, of: str, view: int) -> Any:
    """Rename one's view, or have the list open with it."""
    return _page(request, member, of, saved.change(request, _shelf(member, of), view))


@staff("claims.see", "POST")
def view_drop(request: HttpRequest, member: Member, of: str, view: int) -> HttpResponse:
    """Delete one's view."""
    return saved.drop(request, _shelf(member, of), view)


def _shelf(member: Member, of: str) -> Shelf:
    if of not in SHELVES:
        raise Http404
    return SHELVES[of](member)


def _page(request: HttpRequest, member: Member, of: str, found: HttpResponse | dict[str, Any]) -> Any:
    if isinstance(found, HttpResponse):
        return found
    return show(request, member, "saved_view", of, 422 if found["form"].errors else 200, **found)

"""Saved views of lists: what office and portal share of opening, keeping, changing and dropping one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.messages import WARNING
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.access import view_for
from agencies.forms import ViewForm
from agencies.models import Member, SavedView
from agencies.queries import saved_views
from agencies.services import MOST_VIEWS, ViewRefused, change_view, drop_view, save_view
from web.parts import Keep, Option
from web.tables import Listing, Wish
from web.toasts import toast

WHY = {
    ViewRefused.NAME_TAKEN: gettext_lazy("You have a view of this name already. Choose another name."),
    ViewRefused.TOO_MANY: gettext_lazy("You have %(most)d views of this list already. Delete one first."),
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """A list page on which a member keeps views, and where it is: `at(page, **parts)` is an address of its face."""

    member: Member
    key: str  # the list in the addresses
    listing: Listing
    list_url: str
    at: Callable[..., str]

    def views(self) -> list[SavedView]:
        """The member's own, in their order; one query."""
        return saved_views(self.member.pk, self.listing.name)

    def query(self, view: SavedView) -> str:
        """What the view asks for, without what the list no longer offers."""
        return self.listing.url(self.listing.read(QueryDict(view.query)))

    def save_url(self, query: str) -> str:
        """Where a list narrowed by `query` ("?…") is kept."""
        return self.at("view_save", of=self.key) + query


def first_view(request: HttpRequest, shelf: Shelf, views: Sequence[SavedView]) -> HttpResponse | None:
    """The way to the view that a member wants the list to open with, for who asked for the list and nothing else."""
    chosen = None if request.GET else next((view for view in views if view.opens), None)
    return None if chosen is None else redirect(shelf.list_url + shelf.query(chosen))


def tabs(shelf: Shelf, views: Sequence[SavedView], wish: Wish) -> list[Option]:
    """The views over the list, the whole list first; none while nothing is kept."""
    now = shelf.listing.url(wish)
    own = [Option(view.name, shelf.query(view), shelf.query(view) == now) for view in views]
    return [Option(_("All"), _whole(shelf), _whole(shelf) == now), *own] if own else []


def keep(shelf: Shelf, views: Sequence[SavedView], wish: Wish) -> Keep | None:
    """What may be done with the list as it is narrowed now: change the view that it is, or keep it as a new one."""
    now = shelf.listing.url(wish)
    shown = next((view for view in views if shelf.query(view) == now), None)
    if shown is not None:
        return Keep(change_url=shelf.at("view", of=shelf.key, view=shown.pk))
    return None if now == _whole(shelf) else Keep(save_url=shelf.save_url(now))


def _whole(shelf: Shelf) -> str:
    return shelf.listing.url(shelf.listing.read({}))


def save(request: HttpRequest, shelf: Shelf) -> HttpResponse | dict[str, Any]:
    """Keep the list as the address narrows it; the parts of the page that asks again, where the name will not do."""
    query = shelf.listing.url(shelf.listing.read(request.GET))
    form = ViewForm(
        request.POST if "name" in request.POST else request.GET
    )  # undoing a deletion names it in the address
    if form.is_valid():
        made = save_view(
            member=shelf.member, page=shelf.listing.name, query=query.removeprefix("?"), **form.cleaned_data
        )
        if isinstance(made, SavedView):
            toast(request, _("The view “%(name)s” is kept.") % {"name": made.name})
            return redirect(shelf.list_url + query)
        _refuse(form, made)
    return {"form": form, "title": _("Save this view"), "back_url": shelf.list_url + query}


def change(request: HttpRequest, shelf: Shelf, pk: int) -> HttpResponse | dict[str, Any]:
    """Rename a view, or have the list open with it; the parts of the page that asks."""
    view = view_for(shelf.member, shelf.listing.name, pk)
    form = ViewForm(request.POST or None, initial={"name": view.name, "opens": view.opens})
    back = shelf.list_url + shelf.query(view)
    if request.method == "POST" and form.is_valid():
        refused = change_view(view=view, **form.cleaned_data)
        if refused is None:
            toast(request, _("The view “%(name)s” is changed.") % {"name": form.cleaned_data["name"]})
            return redirect(back)
        _refuse(form, refused)
    drop_url = shelf.at("view_drop", of=shelf.key, view=view.pk)
    return {"form": form, "title": _("Change this view"), "lead": view.name, "back_url": back, "drop_url": drop_url}


def drop(request: HttpRequest, shelf: Shelf, pk: int) -> HttpResponse:
    """Delete a view; the list stays as it showed it, and a button brings the view back."""
    view = view_for(shelf.member, shelf.listing.name, pk)
    query = shelf.query(view)
    named = urlencode({"name": view.name, **({"opens": "on"} if view.opens else {})})
    drop_view(view=view)
    said = _("The view “%(name)s” is deleted.") % {"name": view.name}
    toast(request, said, level=WARNING, undo_url=f"{shelf.save_url(query)}&{named}")
    return redirect(shelf.list_url + query)


def _refuse(form: ViewForm, why: ViewRefused) -> None:
    form.add_error("name", str(WHY[why]) % {"most": MOST_VIEWS})

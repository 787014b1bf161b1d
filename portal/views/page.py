"""What every page of the portal needs: the door by permission, the creditor, the shell around it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agencies.access import require
from agencies.middleware import member_of
from agencies.models import Member
from clients.models import Creditor
from web.parts import NavItem, Place, Shell

View = Callable[..., HttpResponse]
NAV = (  # key, words, page, icon, letter after g
    ("home", _("Home"), "home", "home", "a"),
    ("claims", _("My files"), "claims", "claims", "d"),
    ("lists", _("My lists"), "imports", "upload", "l"),
    ("reports", _("My reports"), "reports", "chart", "t"),
    ("contract", _("My contract"), "contract", "file", "c"),
    ("remittances", _("Remittances"), "remittances", "bank", "r"),
    ("invoices", _("My invoices"), "invoices", "euro", "f"),
    ("people", _("People and keys"), "people", "people", "p"),
)


def creditors(permission: str, *methods: str) -> Callable[[View], View]:
    """A page for seats of creditors whose role carries `permission`; GET alone unless methods are named.

    The view gets the request, the member, and the parts of the address without the agency's name.
    """

    def decorate(view: View) -> View:
        @login_required
        @never_cache
        @require_http_methods([*methods] if methods else ["GET"])
        @wraps(view)
        def enter(request: HttpRequest, agency: str, **parts: Any) -> HttpResponse:
            member = member_of(request)
            require(member, permission)
            return view(request, member, **parts)

        return enter

    return decorate


def creditor_of(member: Member) -> Creditor:
    """The creditor whose seat this is; 404 where the party is none."""
    found = Creditor.objects.filter(party=member.party).first() if member.party else None
    if found is None:
        raise Http404
    return found


def here(member: Member, page: str, **parts: Any) -> str:
    """The address of a portal page in the member's agency."""
    return reverse(f"portal:{page}", kwargs={"agency": member.agency.slug, **parts})


def show(
    request: HttpRequest, member: Member, section: str, template: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of the portal inside its shell; `section` is the entry of the navigation it belongs to."""
    context["shell"] = _shell(request, member, section)
    return render(request, f"portal/{template}.html", context, status=status)


def _shell(request: HttpRequest, member: Member, section: str) -> Shell:
    nav = [
        NavItem(str(words), here(member, page), icon, key == section, key=letter)
        for key, words, page, icon, letter in NAV
    ]
    seats = [seat for seat in getattr(request, "seats", ()) if seat.face]
    return Shell(
        agency=member.agency.name,
        home_url=here(member, "home"),
        nav=nav,
        places=[Place(seat.agency, seat.home, seat.member_id == member.pk) for seat in seats],
        member=member.user.name or member.user.email,
        role=member.party.name if member.party else "",
        account_url=reverse("account_change_password"),
        logout_url=reverse("account_logout"),
    )

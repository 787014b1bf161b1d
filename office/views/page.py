"""What every page of the office needs: the door by permission, the shell around it, the way to its neighbours."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from io import BytesIO
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.messages import WARNING
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from agencies.access import require
from agencies.middleware import member_of
from agencies.models import ROLE_NAMES, Member
from core.errors import Stale
from formats.errors import Cell
from formats.writers import write_csv
from web.parts import Action, NavItem, Place, Shell
from web.toasts import toast

View = Callable[..., HttpResponseBase]
NAV = (  # key, words, page, icon, permission, letter after g
    ("today", gettext_lazy("Today"), "today", "home", "office.see", "a"),
    ("queue", gettext_lazy("Queue"), "queue", "phone", "claims.work", "q"),
    ("visits", gettext_lazy("Visits"), "visits", "home", "claims.work", "v"),
    ("claims", gettext_lazy("Files"), "claims", "claims", "claims.see", "d"),
    ("letters", gettext_lazy("Letters to post"), "print_runs", "letter", "letters.hand_over", "l"),
    ("outbox", gettext_lazy("Messages"), "outbox", "mail", "claims.work", "m"),
    ("imports", gettext_lazy("Imports"), "imports", "upload", "claims.import", "i"),
    ("money", gettext_lazy("Receipts"), "receipts", "euro", "money.see", "e"),
    ("invoices", gettext_lazy("Invoices"), "invoices", "file", "money.see", "f"),
    ("reports", gettext_lazy("Reports"), "reports", "chart", "creditors.see", "b"),
    ("months", gettext_lazy("Months"), "months", "calendar", "money.book", "t"),
    ("creditors", gettext_lazy("Creditors"), "creditors", "people", "creditors.see", "c"),
    ("complaints", gettext_lazy("Complaints"), "complaints", "shield", "claims.work", "r"),
    ("members", gettext_lazy("Members"), "members", "person", "members.edit", "u"),
    ("keys", gettext_lazy("API keys"), "keys", "lock", "keys.edit", "k"),
    ("figures", gettext_lazy("Figures"), "figures", "up-trend", "figures.see", "p"),
    ("settings", gettext_lazy("Settings"), "options", "settings", "settings.edit", "s"),
    ("audit", gettext_lazy("Audit"), "audit", "shield", "audit.see", "j"),
)
KEYS = {  # page of an act on a claim → the letter that leads there
    "claim_promise": "p",
    "claim_plan": "e",
    "claim_dispute": "l",
    "claim_hold": "h",
    "claim_papers_ask": "j",
    "claim_payment": "v",
    "claim_address": "b",
    "claim_visit_plan": "w",
    "claim_escalate": "x",
    "claim_give_back": "x",
}


def staff(permission: str, *methods: str) -> Callable[[View], View]:
    """A page for the seats whose role carries `permission`; GET alone unless methods are named.

    The view gets the request, the member, and the parts of the address without the agency's name.
    """

    def decorate(view: View) -> View:
        @login_required
        @never_cache
        @require_http_methods([*methods] if methods else ["GET"])
        @wraps(view)
        def enter(request: HttpRequest, agency: str, **parts: Any) -> HttpResponseBase:
            member = member_of(request)
            require(member, permission)
            if request.method == "GET":
                return view(request, member, **parts)
            return _done(request, member, view, parts)

        return enter

    return decorate


def _done(request: HttpRequest, member: Member, view: View, parts: dict[str, Any]) -> HttpResponseBase:
    """An act; one that somebody else was quicker with is undone whole, and said."""
    try:
        with transaction.atomic():
            return view(request, member, **parts)
    except Stale:
        toast(request, _("Something changed meanwhile: nothing was done. Look again."), level=WARNING)
        return to(member, "today")


def here(member: Member, page: str, **parts: Any) -> str:
    """The address of an office page in the member's agency."""
    return reverse(f"office:{page}", kwargs={"agency": member.agency.slug, **parts})


def to(member: Member, page: str, **parts: Any) -> HttpResponse:
    """Go to a page of the office."""
    return redirect(here(member, page, **parts))


def show(request: HttpRequest, member: Member, template: str, current: str, status: int = 200, **context: Any) -> Any:
    """A page inside the office's shell; `current` is the entry of the navigation that it stands under."""
    shell = _shell(request, member, current)
    return render(request, f"office/{template}.html", {"shell": shell, **context}, status=status)


def ask(
    request: HttpRequest,
    member: Member,
    current: str,
    *,
    title: str,
    back: tuple[str, str],
    submit: str,
    form: Any = None,
    **more: Any,
) -> Any:
    """A page that asks before it does: what will happen (`consequences`, `lead`), a form if there is one, one button.

    `back` is (words, address); `tone` "danger" marks what cannot be undone; `refusal` shows why it was not done.
    """
    refused = more.get("refusal") and request.method == "POST"
    status = 422 if form is not None and form.errors else 409 if refused else 200
    context = {"title": title, "back_label": back[0], "back_url": back[1], "submit": submit, "form": form, **more}
    return show(request, member, "ask", current, status, **context)


def _shell(request: HttpRequest, member: Member, current: str) -> Shell:
    agency = member.agency
    return Shell(
        agency=agency.name,
        home_url=here(member, "today"),
        nav=list(_nav(member, current)),
        places=_places(request, agency.slug),
        member=str(member.user),
        role=str(ROLE_NAMES[member.role]),
        search_url=here(member, "claims"),
        account_url=reverse("mfa_index"),
        logout_url=reverse("account_logout"),
    )


def _nav(member: Member, current: str) -> Iterator[NavItem]:
    for key, words, page, icon, permission, letter in NAV:
        if member.may(permission):
            yield NavItem(str(words), here(member, page), icon, current=key == current, key=letter)


def _places(request: HttpRequest, slug: str) -> list[Place]:
    seats = getattr(request, "seats", ())
    return [Place(seat.agency, seat.home, seat.slug == slug) for seat in seats if seat.face]


def action(member: Member, label: str, page: str, icon: str = "", /, **parts: Any) -> Action:
    """A button that leads to a page of the office."""
    return Action(label, here(member, page, **parts), icon=icon, key=KEYS.get(page, ""))


def sheet(name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """The rows as a CSV file to keep, under this name."""
    target = BytesIO()
    write_csv(target, headings, rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(target.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)

"""What every operators' page needs: the shell around it, and the page that asks before it does."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from agencies.models import Agency, User
from web import marks
from web.formatting import long_day
from web.parts import NavItem, Shell

NAV = (  # page, words, icon, letter after g
    ("agencies", gettext_lazy("Agencies"), "agency", "a"),
    ("health", gettext_lazy("Health"), "clock", "h"),
    ("log", gettext_lazy("Log"), "shield", "l"),
    ("leave", pgettext_lazy("go away", "Leave"), "leave", "q"),
)


def show(request: HttpRequest, user: User, template: str, current: str, status: int = 200, **context: Any) -> Any:
    """A page inside the operators' shell; `current` is the entry of the navigation that it stands under."""
    nav = [
        NavItem(str(words), reverse(f"operators:{page}"), icon, current=page == current, key=letter)
        for page, words, icon, letter in NAV
    ]
    shell = Shell(
        agency=_("Platform"),
        home_url=reverse("operators:agencies"),
        nav=nav,
        member=str(user),
        role=_("platform operator"),
        account_url=reverse("mfa_index"),
        logout_url=reverse("account_logout"),
    )
    return render(request, f"{template}.html", {"shell": shell, **context}, status=status)


def ask(request: HttpRequest, user: User, *, title: str, back: tuple[str, str], form: Any, **more: Any) -> HttpResponse:
    """A page that says what will happen and asks; `back` is (words, address)."""
    status = 422 if form.errors else 200
    context = {"title": title, "back_label": back[0], "back_url": back[1], "form": form, **more}
    page: HttpResponse = show(request, user, "office/ask", "agencies", status, **context)
    return page


def state(agency: Agency) -> str:
    """Whether the agency works, as a sign."""
    if agency.suspended_on is None:
        return marks.badge(_("working"), "ok")
    return marks.badge(_("suspended since %(day)s") % {"day": long_day(agency.suspended_on)}, "attention")

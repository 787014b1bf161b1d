"""Coming in: the page after signing in, and the link of an invitation."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from agencies.access import Offer, offer_in
from agencies.forms import NewUserForm
from agencies.models import ROLE_NAMES, User
from agencies.queries import seats_of
from agencies.scope import acting_for
from agencies.services import accept_as_new_user, accept_invitation


@require_GET
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Straight to one's only place, or the choice between several, or a word that there is none."""
    if not isinstance(request.user, User):
        return redirect("account_login")
    seats = [seat for seat in seats_of(request.user.pk) if seat.face]
    if len(seats) == 1:
        return redirect(seats[0].home)
    if not seats and request.user.is_staff:
        return redirect("operators:agencies")
    places = [{"name": seat.agency, "role": ROLE_NAMES[seat.role], "url": seat.home} for seat in seats]
    return render(request, "agencies/places.html", {"places": places})


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("password", "again")
def invitation(request: HttpRequest, agency: str, token: str) -> HttpResponse:
    """Open an invitation: a new person sets name and password, a known one signs in and accepts."""
    offer = offer_in(agency, token, timezone.now())
    if offer is None:
        return _over(request)
    if isinstance(request.user, User):
        return _as_known(request, request.user, offer, token)
    if offer.has_account:
        return redirect_to_login(request.path)
    return _as_new(request, offer, token)


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "agencies/invitation_over.html", status=410)


def _page(request: HttpRequest, offer: Offer, **more: object) -> HttpResponse:
    context = {"offer": offer, "role": ROLE_NAMES[offer.role], **more}
    return render(request, "agencies/invitation.html", context)


def _as_known(request: HttpRequest, user: User, offer: Offer, token: str) -> HttpResponse:
    if user.email != offer.email or request.method == "GET":
        return _page(request, offer, stranger=user.email != offer.email)
    with acting_for(offer.agency_id):
        member = accept_invitation(token=token, user=user, at=timezone.now())
    return _over(request) if member is None else redirect("home")


def _as_new(request: HttpRequest, offer: Offer, token: str) -> HttpResponse:
    form = NewUserForm(request.POST or None, email=offer.email)
    if not form.is_valid():
        return _page(request, offer, form=form)
    given = form.cleaned_data
    with acting_for(offer.agency_id):
        member = accept_as_new_user(token=token, name=given["name"], password=given["password"], at=timezone.now())
    if member is None:
        return _over(request)
    return perform_password_login(request, {"email": offer.email}, Login(user=member.user, email=offer.email))

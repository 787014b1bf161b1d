"""What operators do: enter, leave, create an agency, suspend one, resume it."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from agencies.models import Agency, User
from creansys.operators import queries, services
from creansys.operators.access import COOKIE, let_in, operator, staff_only
from creansys.operators.forms import EnterForm, FoundForm, ReasonForm
from creansys.operators.views.page import ask
from creansys.presets import SlugTaken
from web.parts import Consequence
from web.toasts import toast


@sensitive_post_parameters("password", "code")
@staff_only("GET", "POST")
def enter(request: HttpRequest, user: User) -> HttpResponse:
    """Ask for password and code, whatever this session did before; without a second step, it is set up first."""
    if not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
        messages.info(request, _("Operators sign in with a second step. Set it up to go on."))
        return redirect("mfa_activate_totp")
    form = EnterForm(request.POST or None, user=user)
    if request.method == "POST":
        good = form.is_valid()
        services.note("operator.entered" if good else "operator.refused", at=timezone.now(), user_id=user.pk)
        if good:
            form.save()
            response = redirect(_next(request))
            let_in(request, response, user)
            return response
    return render(request, "operators/enter.html", {"form": form}, status=422 if form.errors else 200)


def _next(request: HttpRequest) -> str:
    home, asked = reverse("operators:agencies"), request.GET.get("next", "")
    ours = asked.startswith(home) and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours else home


@staff_only("GET", "POST")
def leave(request: HttpRequest, user: User) -> HttpResponse:
    """Shut the door behind oneself; the session goes on elsewhere."""
    response = redirect("mfa_index")  # not home: an operator without a seat would be led back to the door
    response.delete_cookie(COOKIE, path=reverse("operators:agencies"))
    return response


@operator("GET", "POST")
def found_agency(request: HttpRequest, user: User) -> HttpResponse:
    """Create an agency from a preset, and invite its first manager."""
    form = FoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.found(**form.cleaned_data, user_id=user.pk, at=timezone.now())
        if not isinstance(made, SlugTaken):
            toast(request, _("%(agency)s is created, its manager invited.") % {"agency": made.name})
            return redirect("operators:agency", made.slug)
        form.add_error("slug", _("Another agency has this address."))
    back = (_("Agencies"), reverse("operators:agencies"))
    return ask(request, user, title=_("Create an agency"), back=back, submit=_("Create it"), form=form)


@operator("GET", "POST")
def suspend_agency(request: HttpRequest, user: User, slug: str) -> HttpResponse:
    """Suspend an agency, with a reason, after seeing what that stops."""
    agency = _known(user, slug)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        given = {"agency_id": agency.pk, "user_id": user.pk, **form.cleaned_data}
        services.suspend(**given, on=timezone.localdate(now), at=now)
        toast(request, _("%(agency)s is suspended.") % {"agency": agency.name})
        return redirect("operators:agency", slug)
    return ask(
        request,
        user,
        title=_("Suspend %(agency)s") % {"agency": agency.name},
        back=(agency.name, reverse("operators:agency", args=[slug])),
        submit=_("Suspend it"),
        tone="danger",
        form=form,
        consequences=_stopped(queries.usage(user.pk, agency.pk)),
    )


def _stopped(used: queries.Usage | None) -> list[Consequence]:
    if used is None:
        raise Http404
    return [
        Consequence(
            used.members,
            ngettext("member finds a closed door", "members find a closed door", used.members),
            _("From the next page on; keys of the API are refused as well."),
            "danger",
        ),
        Consequence(
            used.queued,
            ngettext("message goes on waiting", "messages go on waiting", used.queued),
            _("Nothing is lost: it leaves once the agency is resumed, if it still may."),
            "attention",
        ),
        Consequence(
            used.claims,
            ngettext("file rests", "files rest", used.claims),
            _("No letter is written meanwhile."),
            "quiet",
        ),
    ]


@operator("GET", "POST")
def resume_agency(request: HttpRequest, user: User, slug: str) -> HttpResponse:
    """Resume an agency, with a reason."""
    agency = _known(user, slug)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.resume(agency_id=agency.pk, user_id=user.pk, at=timezone.now(), **form.cleaned_data)
        toast(request, _("%(agency)s works again.") % {"agency": agency.name})
        return redirect("operators:agency", slug)
    return ask(
        request,
        user,
        title=_("Resume %(agency)s") % {"agency": agency.name},
        back=(agency.name, reverse("operators:agency", args=[slug])),
        submit=_("Resume it"),
        lead=_("What became due meanwhile is done from the next minute on."),
        form=form,
    )


def _known(user: User, slug: str) -> Agency:
    agency = queries.agency_named(user.pk, slug)
    if agency is None:
        raise Http404
    return agency

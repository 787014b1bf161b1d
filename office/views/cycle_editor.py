"""Writing a cycle: its steps in a form, what is wrong with them, what they would do to a claim, before it counts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Member
from amicable.models import PolicyVersion
from amicable.queries.cycles import steps_of
from amicable.rules.steps import Step
from amicable.services.policies import faults_of, write
from office.forms.cycles import StepForms, VersionForm, filled
from office.views.cycle_parts import previewed, said, state_badge
from office.views.cycles import draft_of, policy_at
from office.views.page import here, show, staff, to
from web.toasts import toast

ASKED = ("starts", "claims", "customers", "debtors", "country")


@staff("settings.edit", "GET", "POST")
def cycle_edit(request: HttpRequest, member: Member, policy: int) -> HttpResponse:
    """The draft of a cycle. Kept at each press, right or wrong; only publishing asks that nothing be wrong."""
    found = policy_at(policy)
    version = _draft(request, policy)
    if request.method == "POST":
        version = draft_of(found)
    about, steps = _forms(request, version)
    if request.method == "POST" and about.is_valid() and steps.is_valid():
        write(version, columns=about.cleaned_data, steps=_steps(steps))
        if "publish" in request.POST:
            return to(member, "cycle_publish", policy=policy)
        toast(request, _("The draft is kept."))
        version = PolicyVersion.objects.select_related("policy").get(pk=version.pk)
        about, steps = _unbound(version)
    wrong = about.errors or (steps.is_bound and not steps.is_valid())
    context: dict[str, Any] = {
        "title": found.name,
        "back_url": here(member, "cycle", policy=policy),
        "badge": state_badge(version),
        "form": about,
        "steps": steps,
        "faults": [said(fault) for fault in faults_of(version, at=timezone.now())],
        **previewed(version, request.POST.get("claim", ""), timezone.localdate()),
    }
    return show(request, member, "cycle_edit", "settings", 422 if wrong else 200, **context)


def _draft(request: HttpRequest, policy: int) -> PolicyVersion:
    """What is shown: the draft, or the version in force as long as nothing was changed."""
    versions = PolicyVersion.objects.filter(policy_id=policy).select_related("policy")
    draft = versions.filter(state=PolicyVersion.State.DRAFT).first()
    return draft or versions.order_by("-number")[0]


def _forms(request: HttpRequest, version: PolicyVersion) -> tuple[VersionForm, Any]:
    if request.method == "POST":
        return VersionForm(request.POST), StepForms(request.POST, prefix="steps")
    return _unbound(version)


def _unbound(version: PolicyVersion) -> tuple[VersionForm, Any]:
    about = VersionForm(initial={name: getattr(version, name) for name in ASKED})
    return about, StepForms(initial=[filled(step) for step in steps_of(version.pk)], prefix="steps")


def _steps(forms: Any) -> list[Step]:
    made = (form.step(key) for key, form in enumerate(forms))
    return [step for step in made if step]

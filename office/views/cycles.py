"""The cycles of reminders: which hold for whom, their steps on a line of time, trials, and what they do to a claim."""

from collections.abc import Sequence
from typing import Any

from django.contrib.messages import WARNING
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Member
from amicable.models import Policy, PolicyVersion
from amicable.queries.editing import PolicyRow, following, policies, trial_of, versions_of
from amicable.services.policies import archive, copy, draft, faults_of, publish, rename, settle, start
from office.forms.cycles import NameForm, PolicyForm, PublishForm
from office.views.cycle_parts import badges, for_whom, line_of, previewed, state_badge, trial_shown
from office.views.page import action, ask, here, show, staff, to
from office.views.settings import tabs
from web.formatting import day
from web.parts import Action, Cell, Consequence, Heading, Row, TableView
from web.toasts import toast

State = PolicyVersion.State


def policy_at(pk: int) -> Policy:
    """The policy of the agency in force; 404 when there is none."""
    found = Policy.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


# The list ------------------------------------------------------------------------------------------------------------


@staff("settings.edit")
def cycles(request: HttpRequest, member: Member) -> HttpResponse:
    """Every cycle in the order in which they are tried."""
    headings = [Heading(_("Cycle")), Heading(_("For")), Heading(_("Versions"), "badge"), Heading(_("On their way"))]
    rows = [_row(member, row) for row in policies()]
    empty = _("No cycle yet: claims of the amicable stage wait.")
    shown: dict[str, Any] = {
        "title": _("Settings"),
        "lead": _("A claim of the amicable stage takes the first cycle that fits it; running claims keep theirs."),
        "tables": [TableView(_("Cycles of reminders"), headings, rows, empty=empty)],
        "tabs": tabs(member, "cycles"),
        "main": action(member, _("New cycle"), "cycle_new"),
    }
    return show(request, member, "list", "settings", **shown)


def _row(member: Member, row: PolicyRow) -> Row:
    versions = [one for one in (row.champion, row.challenger, row.draft) if one]
    described = row.champion or row.draft
    cells = [
        Cell(row.policy.name, note=_("archived") if row.policy.archived_on else ""),
        Cell(for_whom(described) if described else "–"),
        Cell(badges(versions), "badge"),
        Cell(ngettext("%(n)d claim", "%(n)d claims", row.running) % {"n": row.running}),
    ]
    return Row(row.policy.code, here(member, "cycle", policy=row.policy.pk), cells)


# One cycle -----------------------------------------------------------------------------------------------------------


@staff("settings.edit")
def cycle(request: HttpRequest, member: Member, policy: int) -> HttpResponse:
    """A cycle: the steps of its versions in force, a trial, the versions, and a preview on a claim."""
    found = policy_at(policy)
    versions = list(versions_of(found))
    by_state = {version.state: version for version in reversed(versions)}
    shown = by_state.get(State.CHAMPION) or by_state.get(State.DRAFT)
    challenger = by_state.get(State.CHALLENGER)
    context: dict[str, Any] = {
        "title": found.name,
        "back_url": here(member, "cycles"),
        "lead": for_whom(shown) if shown else "",
        "main": action(member, _("Change"), "cycle_edit", policy=policy),
        "others": _others(member, found, by_state),
        "lines": [line_of(version) for version in (shown, challenger) if version],
        "trial": trial_shown(trial_of(shown, challenger)) if shown and challenger else None,
        "versions": _versions(versions, following(found)),
        **previewed(shown, request.GET.get("claim", ""), timezone.localdate()),
    }
    return show(request, member, "cycle", "settings", **context)


def _others(member: Member, policy: Policy, by_state: dict[str, PolicyVersion]) -> list[Action]:
    found = []
    if State.DRAFT in by_state:
        found.append(action(member, _("Publish the draft"), "cycle_publish", policy=policy.pk))
    if State.CHALLENGER in by_state:
        found.append(action(member, _("End the trial"), "cycle_settle", policy=policy.pk))
    found.append(action(member, _("Copy"), "cycle_copy", "plus", policy=policy.pk))
    if policy.archived_on is None:
        found.append(action(member, _("Name and place"), "cycle_name", policy=policy.pk))
        found.append(action(member, _("Archive"), "cycle_archive", policy=policy.pk))
    return found


def _versions(versions: Sequence[PolicyVersion], running: dict[int, int]) -> TableView:
    headings = [
        Heading(_("Version"), "badge"),
        Heading(_("Why")),
        Heading(_("Who")),
        Heading(_("Published"), "day"),
        Heading(_("On their way")),
    ]
    rows = [
        Row(
            str(one.number),
            "",
            [
                Cell(state_badge(one), "badge"),
                Cell(one.reason or "–"),
                Cell(str(one.made_by.user) if one.made_by else "–"),
                Cell(day(timezone.localdate(one.published_at)) if one.published_at else "–", "day"),
                Cell(str(running.get(one.pk, 0))),
            ],
        )
        for one in versions
    ]
    return TableView(_("Versions"), headings, rows)


# Acts ----------------------------------------------------------------------------------------------------------------


@staff("settings.edit", "GET", "POST")
def cycle_new(request: HttpRequest, member: Member) -> HttpResponse:
    """Start a cycle, with an empty draft."""
    form = PolicyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if Policy.objects.filter(code=given["code"]).exists():
            form.add_error("code", _("Another cycle has this short name."))
        else:
            rank = Policy.objects.count() + 1
            made = start(code=given["code"], name=given["name"], rank=rank, at=timezone.now())
            return to(member, "cycle_edit", policy=made.policy_id)
    back = (_("Cycles"), here(member, "cycles"))
    return ask(request, member, "settings", title=_("New cycle"), back=back, submit=_("Write its steps"), form=form)


@staff("settings.edit", "GET", "POST")
def cycle_publish(request: HttpRequest, member: Member, policy: int) -> HttpResponse:
    """Put the draft in force, or on trial."""
    found = policy_at(policy)
    version = PolicyVersion.objects.filter(policy=found, state=State.DRAFT).select_related("policy").first()
    if version is None:
        return to(member, "cycle", policy=policy)
    form = PublishForm(request.POST or None)
    if faults_of(version, at=timezone.now()):
        toast(request, _("The draft cannot be published yet: see what is wrong."), level=WARNING)
        return to(member, "cycle_edit", policy=policy)
    if request.method == "POST" and form.is_valid():
        publish(version, at=timezone.now(), share=form.cleaned_data["share"])
        toast(request, _("Version %(n)d holds for new claims.") % {"n": version.number})
        return to(member, "cycle", policy=policy)
    running = sum(following(found).values())
    keep = ngettext("claim on its way keeps its version", "claims on their way keep their version", running)
    return ask(
        request,
        member,
        "settings",
        title=_("Publish version %(n)d") % {"n": version.number},
        lead=found.name,
        back=(found.name, here(member, "cycle", policy=policy)),
        submit=_("Publish"),
        form=form,
        consequences=[Consequence(running, keep, "", "quiet")],
    )


@staff("settings.edit", "GET", "POST")
def cycle_settle(request: HttpRequest, member: Member, policy: int) -> HttpResponse:
    """End a trial: one of the two takes every new claim."""
    found = policy_at(policy)
    if request.method == "POST" and request.POST.get("winner") in (State.CHAMPION, State.CHALLENGER):
        settle(found, winner=request.POST["winner"], at=timezone.now())
        toast(request, _("The trial has ended."))
        return to(member, "cycle", policy=policy)
    if not PolicyVersion.objects.filter(policy=found, state=State.CHALLENGER).exists():
        return to(member, "cycle", policy=policy)
    shown: dict[str, Any] = {
        "title": _("End the trial"),
        "policy": found,
        "back_url": here(member, "cycle", policy=policy),
    }
    return show(request, member, "cycle_settle", "settings", **shown)


@staff("settings.edit", "GET", "POST")
def cycle_name(request: HttpRequest, member: Member, policy: int) -> HttpResponse:
    """Call a cycle otherwise, or have it tried sooner or later."""
    found = policy_at(policy)
    places = list(Policy.objects.filter(archived_on=None).order_by("rank", "pk").values_list("pk", flat=True))
    place = places.index(found.pk) + 1 if found.pk in places else len(places) + 1
    form = NameForm(request.POST or None, initial={"name": found.name, "place": place})
    if request.method == "POST" and form.is_valid():
        rename(found, **form.cleaned_data, at=timezone.now())
        toast(request, _("The cycle is called and tried so from now on."))
        return to(member, "cycle", policy=policy)
    return ask(
        request,
        member,
        "settings",
        title=_("Name and place"),
        lead=found.name,
        back=(found.name, here(member, "cycle", policy=policy)),
        submit=_("Keep it"),
        form=form,
        consequences=[_stay(found, _("A claim that begins later takes the first cycle that fits it."))],
    )


def _stay(policy: Policy, why: str) -> Consequence:
    """What happens to claims on their way through a cycle: nothing."""
    running = sum(following(policy).values())
    keep = ngettext("claim on its way goes on as before", "claims on their way go on as before", running)
    return Consequence(running, keep, why)


@staff("settings.edit", "GET", "POST")
def cycle_copy(request: HttpRequest, member: Member, policy: int) -> HttpResponse:
    """Begin another cycle with the steps of this one."""
    found = policy_at(policy)
    form = PolicyForm(request.POST or None, initial={"name": _("%(name)s (copy)") % {"name": found.name[:70]}})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if Policy.objects.filter(code=given["code"]).exists():
            form.add_error("code", _("Another cycle has this short name."))
        else:
            made = copy(found, code=given["code"], name=given["name"], at=timezone.now())
            return to(member, "cycle_edit", policy=made.policy_id)
    back = (found.name, here(member, "cycle", policy=policy))
    title, why = _("Copy this cycle"), _("The copy is a draft, tried last: nothing takes it before it is published.")
    told: dict[str, Any] = {
        "title": title,
        "lead": found.name,
        "submit": _("Copy"),
        "consequences": [_stay(found, why)],
    }
    return ask(request, member, "settings", back=back, form=form, **told)


@staff("settings.edit", "GET", "POST")
def cycle_archive(request: HttpRequest, member: Member, policy: int) -> HttpResponse:
    """Take no new claim into a cycle any more."""
    found = policy_at(policy)
    if request.method == "POST":
        archive(found, at=timezone.now())
        toast(request, _("The cycle takes no new claim."))
        return to(member, "cycles")
    running = sum(following(found).values())
    keep = ngettext("claim on its way goes on to the end", "claims on their way go on to the end", running)
    return ask(
        request,
        member,
        "settings",
        title=_("Archive this cycle"),
        lead=found.name,
        back=(found.name, here(member, "cycle", policy=policy)),
        submit=_("Archive"),
        tone="danger",
        consequences=[Consequence(running, keep, _("New claims take another cycle, or wait."), "attention")],
    )


def draft_of(policy: Policy) -> PolicyVersion:
    """The draft to edit; made from the version in force when there is none."""
    return draft(policy, at=timezone.now())

"""Put a file before a manager, give it back, plan a visit: from the page of its claim."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.access import DoorClosed
from agencies.models import Member
from agencies.queries import members
from amicable.models import Action as Task
from amicable.queries.ranking import escalated
from amicable.services.errands import plan_visit
from amicable.services.escalating import escalate as put_before
from amicable.services.escalating import give_back as put_back
from claims.access import claim_for
from claims.models import Claim
from office.forms.escalating import AnswerForm, EscalateForm, VisitDayForm
from office.views.acts import ask_about
from office.views.page import action, staff, to
from office.views.refusing import forbidden
from web.formatting import day
from web.parts import Action, Consequence
from web.toasts import toast


@staff("claims.work", "GET", "POST")
def escalate(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Put the file before a manager, with the reason: it comes first in that manager's queue."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    if found.closed_on or escalated([found.pk]):
        return to(member, "claim", number=number)
    managers = [(str(one.pk), str(one.user)) for one in members() if one.role == "manager"]
    form = EscalateForm(request.POST or None, managers=managers)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        put_before(claim_id=found.pk, manager_id=int(given["manager"]), reason=given["reason"], at=now)
        toast(request, _("%(name)s finds the file first in the queue.") % {"name": dict(managers)[given["manager"]]})
        return to(member, "claim", number=number)
    first = Consequence(1, _("file comes first in the manager's queue, and to nobody else"), "", "attention")
    title = _("Put before a manager")
    return ask_about(request, member, found, title=title, submit=title, form=form, consequences=[first])


@staff("claims.work", "GET", "POST")
def give_back(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """The manager answers; the file goes back to the agent."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    if not escalated([found.pk]):
        raise DoorClosed
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        put_back(claim_id=found.pk, answer=form.cleaned_data["answer"], at=now)
        toast(request, _("The file is given back."))
        return to(member, "claim", number=number)
    back = Consequence(1, _("file goes back to the agent who put it before you"), "", "attention")
    title = _("Give the file back")
    return ask_about(request, member, found, title=title, submit=title, form=form, consequences=[back])


@staff("claims.work", "GET", "POST")
def visit_plan(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Have the debtor visited on a day; what the law says of that day stands above."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    form, refused = VisitDayForm(request.POST or None, today=timezone.localdate(now)), None
    if request.method == "POST" and form.is_valid():
        made = plan_visit(claim_id=found.pk, on=form.cleaned_data["on"], at=now)
        if isinstance(made, Task):
            toast(request, _("The visit is planned for %(day)s.") % {"day": day(made.on)})
            return to(member, "claim", number=number)
        refused = forbidden("visit", made[0])
    why = _("It stands among the visits of its postcode; the law is asked again at the door.")
    planned = Consequence(1, _("visit is planned, or moved to this day"), why, "attention")
    title = _("Plan a visit")
    return ask_about(
        request, member, found, title=title, submit=title, form=form, consequences=[planned], refusal=refused
    )


def errands(member: Member, found: Claim) -> list[Action]:
    """The buttons on the page of a claim; one query."""
    if found.closed_on or not member.may("claims.work"):
        return []
    part: dict[str, Any] = {"number": found.number}
    up = action(member, _("Put before a manager"), "claim_escalate", "right", **part)
    if escalated([found.pk]):
        up = action(member, _("Give the file back"), "claim_give_back", "undo", **part)
    return [action(member, _("Plan a visit"), "claim_visit_plan", "calendar", **part), up]

"""Promises, plans, disputes and papers on the page of a claim: asked on a page of its own, done by a service."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.access import DoorClosed
from agencies.models import Member
from amicable.models import Dispute, Plan, Promise, Way
from amicable.queries.plans import limits_of
from amicable.rules.plans import Part
from amicable.services import disputing, planning, promising, supporting
from claims.access import claim_for
from claims.models import Claim, Document
from claims.queries.statement import statement_of
from claims.services.papers import add_paper
from claims.wording import translated
from core.money import ZERO
from law.refusals import Refusal
from office.forms.arranging import DecisionForm, DisputeForm, PapersForm, PlanForm, PromiseForm, ReasonForm
from office.views.acts import ask_about
from office.views.page import staff, to
from web import parts
from web.formatting import day, money
from web.parts import Consequence
from web.toasts import toast


@staff("claims.work", "GET", "POST")
def promise(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Take the debtor's word: the claim rests until the grace after its day is over."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    on, refused = timezone.localdate(now), None
    owed = statement_of(found, on).total
    form = PromiseForm(request.POST or None, initial={"amount": number_format(owed, 2)})
    if request.method == "POST" and form.is_valid():
        made = promising.promise(claim_id=found.pk, on=on, at=now, **form.cleaned_data)
        if isinstance(made, Promise):
            said = _("Promise recorded: %(amount)s by %(day)s.")
            toast(request, said % {"amount": money(made.amount), "day": day(made.due_on)})
            return to(member, "claim", number=number)
        refused = made
    why = _("Nothing goes out meanwhile; unpaid, the promise counts as broken and the cycle goes on.")
    rests = Consequence(1, _("file rests until the day promised and the grace after it"), why, "attention")
    title, submit = _("Promise to pay"), _("Record the promise")
    return _ask(request, member, found, form, title, submit, [rests], refused=[refused] if refused else [])


@staff("claims.work", "GET", "POST")
def promise_cancel(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Take an open promise out of the way."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    row = Promise.objects.filter(claim=found, state=Promise.State.OPEN).first()
    if row is None:
        raise DoorClosed
    if request.method == "POST":
        promising.cancel(promise_id=row.pk, on=timezone.localdate(now), at=now)
        toast(request, _("The promise is cancelled."))
        return to(member, "claim", number=number)
    goes_on = Consequence(1, _("file goes on: its stage plans the next act, from today"), "", "attention")
    return _ask(request, member, found, None, _("Cancel the promise"), _("Cancel the promise"), [goes_on])


@staff("claims.work", "GET", "POST")
def plan(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Agree to a payment plan: shown instalment by instalment first, then agreed by the same button."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    on = timezone.localdate(now)
    if Plan.objects.filter(claim=found, state__in=("approval", "agreed")).exists():
        return to(member, "claim", number=number)
    form = PlanForm(request.POST or None, initial=_wished(found))
    shown: tuple[Part, ...] | tuple[Refusal, ...] = ()
    if request.method == "POST" and form.is_valid():
        shown = planning.propose(found, form.wish(), form.discount_given(), on)
        proposed = [part for part in shown if isinstance(part, Part)]
        if proposed and form.cleaned_data["seen"] == _as_seen(proposed):
            return _agreed(request, member, found, form)
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["seen"] = _as_seen(proposed)  # type: ignore[index]
    proposed = [part for part in shown if isinstance(part, Part)]
    refused = [one for one in shown if isinstance(one, Refusal)]
    submit = _("Agree to this plan") if proposed else _("Show the instalments")
    said, lead = _instalments(proposed), _limits(found, on)
    return _ask(request, member, found, form, _("Payment plan"), submit, said, refused=refused, lead=lead)


def _wished(found: Claim) -> dict[str, Any]:
    """What the debtor asked for, where it asked; the agent may change it before agreeing."""
    asked = Plan.objects.filter(claim=found, state=Plan.State.ASKED).first()
    wish = asked.wish if asked else {}
    first_on = date.fromisoformat(wish["first_on"]) if wish.get("first_on") else None
    known = {"number": wish.get("number"), "amount": wish.get("amount"), "first_on": first_on}
    known |= {"every": wish.get("every", "month"), "way": asked.way if asked and asked.way != Way.PORTAL else None}
    return {name: value for name, value in known.items() if value}


def _agreed(request: HttpRequest, member: Member, found: Claim, form: PlanForm) -> HttpResponse:
    now = timezone.now()
    on, way = timezone.localdate(now), form.cleaned_data["way"]
    given: dict[str, Any] = {"wish": form.wish(), "discount": form.discount_given(), "on": on, "at": now}
    made = planning.arrange(claim_id=found.pk, by="debtor", way=way, **given)
    if isinstance(made, Plan):
        waits = made.state == Plan.State.APPROVAL
        toast(
            request, _("The creditor is asked to approve.") if waits else _("The plan runs; the debtor is written to.")
        )
        return to(member, "claim", number=found.number)
    return _ask(request, member, found, form, _("Payment plan"), _("Show the instalments"), [], refused=list(made))


def _as_seen(proposed: Sequence[Part]) -> str:
    return ";".join(f"{part.due_on}={part.amount}" for part in proposed)


def _limits(found: Claim, on: date) -> str:
    owed, limits = statement_of(found, on).total, limits_of(found.party_id, on)
    said = _("%(owed)s owed today; instalments of %(least)s at least, over %(months)s months at most.")
    return said % {"owed": money(owed), "least": money(limits.minimum), "months": limits.longest_months}


def _instalments(proposed: Sequence[Part]) -> list[Consequence]:
    if not proposed:
        return []
    count = len(proposed)
    listed = [_("%(amount)s by %(day)s") % {"amount": money(p.amount), "day": day(p.due_on)} for p in proposed]
    said = ngettext("instalment", "instalments", count)
    free = _("No interest runs while the plan is kept; the debtor gets it in writing today.")
    return [Consequence(count, said, " · ".join(listed), "ok"), Consequence(0, _("euros of cost for the debtor"), free)]


@staff("claims.work", "GET", "POST")
def plan_end(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Refuse a plan that is asked for, or end one that runs; the debtor reads why."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    row = Plan.objects.filter(claim=found, state__in=("asked", "agreed")).first()
    if row is None:
        raise DoorClosed
    form, asked = ReasonForm(request.POST or None), row.state == Plan.State.ASKED
    if request.method == "POST" and form.is_valid():
        do = planning.refuse if asked else planning.end
        do(plan_id=row.pk, reason=form.cleaned_data["reason"], on=timezone.localdate(now), at=now)
        toast(request, _("The request is refused.") if asked else _("The plan is ended."))
        return to(member, "claim", number=number)
    title = _("Refuse the payment plan") if asked else _("End the payment plan")
    goes_on = Consequence(1, _("file goes on: its stage plans the next act, from today"), "", "attention")
    return _ask(request, member, found, form, title, title, [goes_on], tone="danger")


@staff("claims.work", "GET", "POST")
def dispute(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Write down an objection: everything stops, and the creditor is asked."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    form, refused = DisputeForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        paper = given.pop("paper")
        made = disputing.raise_dispute(claim_id=found.pk, on=timezone.localdate(now), at=now, **given)
        if isinstance(made, Dispute):
            if paper:
                add_paper(claim_id=found.pk, name=paper[0], data=paper[1], kind=Document.Kind.OTHER, at=now)
            said = _("Everything stops. The creditor has until %(day)s to answer.")
            toast(request, said % {"day": day(made.answer_by)})
            return to(member, "claim", number=number)
        refused = made
    stops = Consequence(
        0,
        _("letters, calls or messages until it is decided"),
        _("The creditor is asked by e-mail and in the portal."),
        "attention",
    )
    title = _("Record a dispute")
    return _ask(request, member, found, form, title, title, [stops], refused=[refused] if refused else [])


@staff("claims.work", "GET", "POST")
def dispute_decide(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Decide on the running dispute, with reasons that the debtor is told."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    row = Dispute.objects.filter(claim=found, state__in=Dispute.RUNNING).first()
    if row is None:
        raise DoorClosed
    form, refused = DecisionForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "reduced_by": form.cleaned_data["reduced_by"] or ZERO}
        made = disputing.decide(dispute_id=row.pk, on=timezone.localdate(now), at=now, **given)
        if isinstance(made, Dispute):
            toast(request, _("Decided: %(outcome)s.") % {"outcome": made.get_state_display()})
            return to(member, "claim", number=number)
        refused = made
    said = [Consequence(1, str(row.get_ground_display()), row.said, "attention")]
    if row.answer:
        said.append(
            Consequence(1, _("answer of the creditor: %(answer)s") % {"answer": row.get_position_display()}, row.answer)
        )
    title = _("Decide on the dispute")
    return _ask(request, member, found, form, title, _("Decide"), said, refused=[refused] if refused else [])


@staff("claims.work", "GET", "POST")
def dispute_withdraw(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Whoever objected takes it back."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    row = Dispute.objects.filter(claim=found, state__in=Dispute.RUNNING).first()
    if row is None:
        raise DoorClosed
    if request.method == "POST":
        disputing.withdraw(dispute_id=row.pk, on=timezone.localdate(now), at=now)
        toast(request, _("The dispute is withdrawn."))
        return to(member, "claim", number=number)
    goes_on = Consequence(1, _("file goes on: its stage plans the next act, from today"), row.said, "attention")
    title = _("The dispute is taken back")
    return _ask(request, member, found, None, title, _("Withdraw the dispute"), [goes_on])


@staff("claims.work", "GET", "POST")
def papers(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Ask the creditor for papers; those that the debtor wants are passed on as soon as they are there."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    form, refused = PapersForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        made = supporting.ask_papers(claim_id=found.pk, on=timezone.localdate(now), at=now, **form.cleaned_data)
        if not isinstance(made, Refusal):
            toast(request, _("The creditor has until %(day)s to give them.") % {"day": day(made.answer_by)})
            return to(member, "claim", number=number)
        refused = made
    why = _("Asked for by the debtor, the file rests until they are there.")
    said = [Consequence(1, _("question to the creditor, by e-mail and in the portal"), why)]
    title = _("Ask for papers")
    return _ask(request, member, found, form, title, title, said, refused=[refused] if refused else [])


def _ask(
    request: HttpRequest,
    member: Member,
    found: Claim,
    form: Any,
    title: str,
    submit: str,
    said: list[Consequence],
    *,
    refused: Sequence[Refusal] = (),
    **more: Any,
) -> HttpResponse:
    """The page of an act, with what refused it above."""
    shown = [parts.Refusal(title, translated(one.reason), translated(one.source), None) for one in refused]
    return ask_about(
        request,
        member,
        found,
        title=title,
        submit=submit,
        form=form,
        consequences=said,
        refusal=shown[0] if shown else None,
        **more,
    )

"""What a debtor does: each act stops the clocks it should at once, and says what happens next."""

from datetime import date, timedelta
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amicable.rules.plans import Part
from amicable.services import saying
from amicable.services.supporting import ask_papers
from claims.models import Claim
from law.refusals import Refusal
from portal.views.debtor.forms import AskPapersForm, FirstDayForm, ObjectForm, PaidForm, PartsForm
from portal.views.debtor.page import file_page, here, shown
from web.formatting import day, money

USUAL_FIRST = timedelta(days=14)
NEXT = {  # what was done: title, what happens next
    "object": (
        gettext_lazy("We have your objection"),
        (
            gettext_lazy("Nothing goes further from now on: no letter, no call, no costs."),
            gettext_lazy("The company that sent the invoice must answer. Then we decide and write to you why."),
            gettext_lazy("You get a confirmation in writing."),
        ),
    ),
    "paid": (
        gettext_lazy("Thank you: we look into your payment"),
        (
            gettext_lazy("Nothing goes further from now on: no letter, no call, no costs."),
            gettext_lazy("The company that sent the invoice looks for your payment and must answer."),
            gettext_lazy("If it is there, the file is closed and you are told. If not, we write to you why."),
        ),
    ),
    "plan": (
        gettext_lazy("We have your request to pay in parts"),
        (
            gettext_lazy("Nothing goes further until you have our answer."),
            gettext_lazy("We answer in writing, with the days and the amounts, and how to pay each part."),
            gettext_lazy("You may begin to pay now: whatever you pay counts."),
        ),
    ),
    "papers": (
        gettext_lazy("We ask for the papers"),
        (
            gettext_lazy("Nothing goes further until they are there. They are free of charge."),
            gettext_lazy("We send them to you as soon as the company has given them."),
        ),
    ),
    "call": (
        gettext_lazy("We call you"),
        (
            gettext_lazy("An agent calls you on the day and at the time that you chose."),
            gettext_lazy("We never ask for a bank card, a PIN code or a password."),
        ),
    ),
    "details": (
        gettext_lazy("We have your details"),
        (gettext_lazy("From now on we use what you gave us, for this file and your others with the same company."),),
    ),
    "ways": (
        gettext_lazy("We keep to your wish"),
        (
            gettext_lazy("It holds from now on. You may change it here at any time."),
            gettext_lazy("Letters that the law asks for still come by post, and we answer when you write."),
        ),
    ),
}


@file_page("GET", "POST")
def object_(request: HttpRequest, claim: Claim) -> HttpResponse:
    """A reasoned objection, with files."""
    form, now = ObjectForm(request.POST or None, request.FILES or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        said = saying.object_to(claim_id=claim.pk, on=timezone.localdate(now), at=now, **form.cleaned_data)
        if not isinstance(said, Refusal):
            return received(claim, "object")
        _refuse(form, said)
    lead = _("Say what is wrong. From then on everything rests until you have an answer in writing.")
    return asked_for(request, claim, form, _("I do not agree"), lead, _("Send my objection"))


@file_page("GET", "POST")
def paid(request: HttpRequest, claim: Claim) -> HttpResponse:
    """The debtor paid before: when, how much, how, with proof."""
    now = timezone.now()
    on = timezone.localdate(now)
    form = PaidForm(request.POST or None, request.FILES or None, on=on)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        text = f"{money(given['amount'])}, {day(given['paid_on'])}: {given['how']}"
        said = saying.object_to(claim_id=claim.pk, ground="paid", said=text, papers=given["papers"], on=on, at=now)
        if not isinstance(said, Refusal):
            return received(claim, "paid")
        _refuse(form, said)
    lead = _("Tell us about your payment. From then on everything rests until it is found.")
    return asked_for(request, claim, form, _("I have paid already"), lead, _("Send it"))


@file_page("GET", "POST")
def plan(request: HttpRequest, claim: Claim) -> HttpResponse:
    """First the day, then one of the plans that the creditor's limits allow from that day on."""
    now = timezone.now()
    on = timezone.localdate(now)
    choosing = FirstDayForm(request.POST or request.GET or None)
    first_on = choosing.cleaned_data["first_on"] if choosing.is_valid() else None
    if first_on is None:
        return _first_day(request, claim, choosing if choosing.is_bound else None, on)
    offered = {len(parts): parts for parts in saying.offers(claim_id=claim.pk, first_on=first_on, on=on)}
    if not offered:
        choosing.add_error("first_on", _("From this day on no plan fits. Try an earlier day, or call us."))
        return _first_day(request, claim, choosing, on)
    shown_offers = [(number, _offer(parts)) for number, parts in offered.items()]
    form = PartsForm(request.POST or None, offered=shown_offers, initial={"first_on": first_on})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said = _wished(claim, offered[given["number"]], given["said"])
        wish = {"number": given["number"], "first_on": given["first_on"], "said": said}
        asked = saying.ask_in_parts(claim_id=claim.pk, on=on, at=now, **wish)
        if not isinstance(asked, tuple):
            return received(claim, "plan")
        _refuse(form, *asked)
    lead = _("A plan is free of charge. By asking you say that you owe the sum; if you do not agree, object instead.")
    return asked_for(request, claim, form, _("I want to pay in parts"), lead, _("Ask for this plan"))


def _first_day(request: HttpRequest, claim: Claim, form: Form | None, on: date) -> HttpResponse:
    form = form or FirstDayForm(initial={"first_on": on + USUAL_FIRST})
    lead = _("Choose a day within a month. Then you see what you would pay each month.")
    return asked_for(request, claim, form, _("I want to pay in parts"), lead, _("Go on"), method="get")


def _offer(parts: tuple[Part, ...]) -> str:
    said = _("%(amount)s a month, %(n)d times, until %(day)s")
    return said % {"amount": money(parts[0].amount), "n": len(parts), "day": day(parts[-1].due_on)}


def _wished(claim: Claim, parts: tuple[Part, ...], said: str) -> str:
    """What is asked for in the words of those who decide, then the debtor's own."""
    with translation.override(claim.agency.language):
        return "\n".join(filter(None, [_offer(parts), said]))


@file_page("GET", "POST")
def papers(request: HttpRequest, claim: Claim) -> HttpResponse:
    """Papers that prove the debt: the creditor is asked, the file rests meanwhile."""
    form, now = AskPapersForm(request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        what = _which(claim, form)
        asked = ask_papers(claim_id=claim.pk, by="debtor", what=what, on=timezone.localdate(now), at=now)
        if not isinstance(asked, Refusal):
            return received(claim, "papers")
        _refuse(form, asked)
    lead = _("You have a right to see what proves the debt, free of charge.")
    return asked_for(request, claim, form, _("I want to see papers"), lead, _("Ask for them"))


def _which(claim: Claim, form: AskPapersForm) -> str:
    """The papers in the words of those who must find them."""
    with translation.override(claim.agency.language):
        words = [str(dict(form.fields["which"].choices)[one]) for one in form.cleaned_data["which"]]  # type: ignore[attr-defined]
    return ", ".join([*words, *filter(None, [form.cleaned_data["other"]])])[:250]


@file_page()
def done(request: HttpRequest, claim: Claim, what: str) -> HttpResponse:
    """It is received: what happens next."""
    if what not in NEXT:
        raise Http404
    title, steps = NEXT[what]
    return shown(request, claim, "done", title=title, steps=steps)


def received(claim: Claim, what: str) -> HttpResponse:
    return redirect(here(claim, "done", what=what))


def _refuse(form: Form, *refusals: Refusal) -> None:
    for refusal in refusals:
        cure = f" {_(refusal.cure)}" if refusal.cure else ""
        form.add_error(None, f"{_(refusal.reason)}{cure}")


def asked_for(
    request: HttpRequest, claim: Claim, form: Form, title: str, lead: str, act: str, method: str = "post"
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "title": title, "lead": lead, "act": act, "method": method}
    return shown(request, claim, "ask", **context)

"""What a creditor does with a file: each act has a page that says its consequence, and works without scripts."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Member
from agencies.options import option
from claims.access import claim_for
from claims.advising import advised
from claims.models import Claim, Credit, Decision, Hold
from claims.queries.ending import advice_of
from claims.queries.statement import statement_of
from claims.rules import HoldKind
from claims.services import lifecycle
from claims.services.papers import add_paper
from claims.wording import STAGES
from core.errors import Stale
from files.services import Rejected
from portal.forms import CONSENT, DecideForm, KindForm, PaperForm, PaymentForm, WithdrawForm
from portal.views.page import creditors, here, show
from web.formatting import money
from web.parts import Consequence
from web.toasts import toast


@creditors("claims.decide", "GET", "POST")
def decide(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """The answer to the question asked when a stage has ended."""
    claim, on = claim_for(member, number, to="decide"), timezone.localdate()
    asked = Decision.objects.filter(claim=claim, decided_at=None).first()
    if asked is None:
        return nothing(request, member, claim, _("No decision is waited for on this file."))
    form = DecideForm(request.POST or None, stages=option("stages", on), stage=asked.stage_ended)
    if request.method == "GET" or not form.is_valid():
        stage = str(STAGES[asked.stage_ended])
        stage = stage if stage.isupper() else stage.lower()
        lead = _("The stage %(stage)s has ended without full payment. Nothing happens before your choice.")
        advice = advice_of(claim, on)
        said = " ".join(filter(None, (lead % {"stage": stage}, advised(advice) if advice else "")))
        return ask_about(request, member, claim, form, _("What comes next?"), said, _("Confirm my choice"))
    choice = form.cleaned_data["choice"]
    consent = str(CONSENT) if choice == Decision.Choice.JUDICIAL else ""
    try:
        lifecycle.decide(
            decision_id=asked.pk, choice=choice, channel="portal", on=on, at=timezone.now(), consent=consent
        )
    except Stale:
        return nothing(request, member, claim, _("This file has been decided on meanwhile."))
    return done(request, member, claim, _("Your decision is recorded."))


@creditors("claims.decide", "GET", "POST")
def payment(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """A payment that the debtor made to the creditor; the form's token counts it once."""
    claim, on = claim_for(member, number, to="decide"), timezone.localdate()
    if claim.closed_on:
        return nothing(request, member, claim, _("This file is closed."))
    form = PaymentForm(request.POST or None, on=on)
    if request.method == "GET" or not form.is_valid():
        total = statement_of(claim, on).total
        lead = _("%(amount)s is owed today. Once all of it is paid, the file is closed.") % {"amount": money(total)}
        return ask_about(request, member, claim, form, _("Declare a payment"), lead, _("Declare this payment"))
    given = form.cleaned_data
    lifecycle.credit(
        claim_id=claim.pk,
        kind=Credit.Kind.PAYMENT,
        value_on=given["value_on"],
        amount=given["amount"],
        source=f"declared:{given['token']}",
        at=timezone.now(),
    )
    return done(request, member, claim, _("Payment recorded: %(amount)s.") % {"amount": money(given["amount"])})


@creditors("claims.decide", "GET", "POST")
def withdraw(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """The creditor takes its file back: every outward act stops at once; the agency closes the file."""
    claim, on = claim_for(member, number, to="decide"), timezone.localdate()
    asked = Hold.objects.filter(claim=claim, kind=HoldKind.WITHDRAWAL, ended_on=None).exists()
    if claim.closed_on or asked:
        return nothing(request, member, claim, _("This file is already closed or withdrawn."))
    if request.method == "POST":
        reason = _("Asked on the portal by %(name)s.") % {"name": member.user.name or member.user.email}
        lifecycle.hold(claim_id=claim.pk, kind=HoldKind.WITHDRAWAL, since=on, reason=reason, at=timezone.now())
        return done(request, member, claim, _("The file is withdrawn: nothing more goes out."))
    lead = _("The debtor keeps owing you the amount; you follow it up yourself from now on.")
    title, said = _("Withdraw this file?"), _withdrawing(claim, on)
    return ask_about(
        request, member, claim, WithdrawForm(), title, lead, _("Withdraw this file"), said=said, tone="danger"
    )


def _withdrawing(claim: Claim, on: date) -> list[Consequence]:
    owed = money(statement_of(claim, on).total)
    return [
        Consequence(0, _("letters, calls or messages from now on"), _("Every planned act stops at once."), "danger"),
        Consequence(1, _("file given back to you"), _("%(amount)s still owed.") % {"amount": owed}),
    ]


@creditors("claims.decide", "GET", "POST")
def kind(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Consumer or business: the law to apply hangs on it."""
    claim = claim_for(member, number, to="decide")
    if claim.debtor_kind != "unknown" or claim.closed_on:
        return nothing(request, member, claim, _("It is already known how this debtor owes."))
    form = KindForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        lead = _("The law protects consumers: waits, costs and interest differ. It cannot be changed afterwards.")
        return ask_about(request, member, claim, form, _("Consumer or business?"), lead, _("Record it"))
    try:
        on, at = timezone.localdate(), timezone.now()
        lifecycle.say_kind(claim_id=claim.pk, kind=form.cleaned_data["kind"], on=on, at=at)
    except Stale:
        return nothing(request, member, claim, _("It is already known how this debtor owes."))
    return done(request, member, claim, _("Recorded: the first letter is planned."))


@creditors("claims.decide", "GET", "POST")
def paper(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """A document for the file: the invoice as PDF, the proof of a first reminder."""
    claim, error = claim_for(member, number, to="decide"), ""
    form, given = PaperForm(request.POST or None), request.FILES.get("file")
    if request.method == "POST" and form.is_valid():
        data, name = (given.read(), str(given.name)) if given else (b"", "")
        added = add_paper(claim_id=claim.pk, data=data, name=name, kind=form.cleaned_data["kind"], at=timezone.now())
        if not isinstance(added, Rejected):
            return done(request, member, claim, _("The document is added to the file."))
        error = added.detail
    lead = _("PDF, PNG or JPEG, 25 MB at most.")
    return ask_about(
        request, member, claim, form, _("Add a document"), lead, _("Add it"), file_error=error, has_file=True
    )


def ask_about(
    request: HttpRequest, member: Member, claim: Claim, form: forms.Form, title: str, lead: str, act: str, **more: Any
) -> HttpResponse:
    """The page of an act, before it or with what is wrong."""
    back = here(member, "claim", number=claim.number)
    context = {"claim": claim, "form": form, "title": title, "lead": lead, "act": act, "back": back, **more}
    status = 422 if request.method == "POST" else 200
    return show(request, member, "claims", "act", status=status, **context)


def done(request: HttpRequest, member: Member, claim: Claim, said: str) -> HttpResponse:
    """Say what was done, back on the page of the file."""
    toast(request, said)
    return redirect(here(member, "claim", number=claim.number))


def nothing(request: HttpRequest, member: Member, claim: Claim, said: str) -> HttpResponse:
    """Say why nothing was done, back on the page of the file."""
    toast(request, said, level=messages.WARNING)
    return redirect(here(member, "claim", number=claim.number))

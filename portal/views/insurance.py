"""Credit insurance on the portal: deadlines and policies, one claim with its insurer."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Member
from amicable import insured
from amicable.models import InsurancePolicy, InsuredClaim
from amicable.queries.insurance import insured as insured_claims
from amicable.queries.insurance import near, policies_of
from amicable.services.insuring import ask_insurers_file
from claims.access import claim_for
from core.errors import Stale
from portal.views.acts import nothing
from portal.views.page import creditor_of, creditors, here, show
from web.parts import Action, Heading, Row, TableView
from web.toasts import toast


@creditors("claims.see")
def insurance(request: HttpRequest, member: Member) -> HttpResponse:
    """The creditor's policies, and the files whose deadline runs, the most urgent first."""
    party, on = creditor_of(member).party_id, timezone.localdate()
    wish = insured.INSURED.read(request.GET)
    page = insured.INSURED.fetch(insured_claims(party, wish.chosen.get("state", ""), wish.text), wish)
    rows = policies_of(party)
    table = insured.INSURED.view(
        _("Insured files"), page, wish, lambda one: _row(member, one, on), empty=_("No deadline of an insurer runs.")
    )
    context: dict[str, Any] = {
        "table": table,
        "policies": insured.policies_table(rows, {row.pk: here(member, "policy", policy=row.pk) for row in rows}),
        "action": Action(_("Record a policy"), here(member, "policy_new"), icon="plus"),
        "back": here(member, "contract"),
    }
    return show(request, member, "contract", "insurance", **context)


def _row(member: Member, one: InsuredClaim, on: date) -> Row:
    return Row(str(one.pk), here(member, "claim_insurance", number=one.claim.number), insured.cells(one, on))


def deadlines_table(member: Member, on: date) -> TableView:
    """What is to be declared or handed over within thirty days, for the home."""
    headings = [Heading(_("File"), "key"), Heading(_("Debtor")), Heading(_("Policy"))]
    headings += [Heading(_("State"), "badge"), Heading(_("Deadline"), "day")]
    rows = [_row(member, one, on) for one in near(member.party_id or 0, on)]
    return TableView(_("Deadlines of your credit insurer"), headings, rows)


@creditors("claims.decide", "GET", "POST")
def policy_new(request: HttpRequest, member: Member) -> HttpResponse:
    """Record a policy; open files that it covers come under it."""
    return _policy(request, member, None)


@creditors("claims.decide", "GET", "POST")
def policy(request: HttpRequest, member: Member, policy: int) -> HttpResponse:
    """Change a policy; files already under it keep their deadlines."""
    found = InsurancePolicy.objects.filter(pk=policy, party_id=creditor_of(member).party_id).first()
    if found is None:
        raise Http404
    return _policy(request, member, found)


def _policy(request: HttpRequest, member: Member, row: InsurancePolicy | None) -> HttpResponse:
    party, now = creditor_of(member).party_id, timezone.now()
    form = insured.policy_form(row, request.POST or None, party, on=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        count = insured.save_policy(form, row, party, at=now)
        toast(
            request,
            ngettext("Kept. %(n)d file came under it.", "Kept. %(n)d files came under it.", count) % {"n": count},
        )
        return redirect(here(member, "insurance"))
    context = {
        "form": form,
        "title": _("Change the policy") if row else _("Record a policy"),
        "act": _("Keep the policy"),
        "back": here(member, "insurance"),
        "back_label": _("Credit insurance"),
    }
    return show(request, member, "contract", "ask", status=422 if form.errors else 200, **context)


@creditors("claims.decide", "GET", "POST")
def claim_insurance(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """How far a file is with its insurer, and its next step."""
    found, now = claim_for(member, number, to="decide"), timezone.now()
    asked = (request.POST or None, request.FILES or None)
    cover, step, shown = insured.page(found, *asked, on=timezone.localdate(now))
    if request.method == "POST" and step.form is not None and step.form.is_valid():
        try:
            rejected = insured.do(found, cover, step.form, at=now)
        except Stale:
            return nothing(request, member, found, _("Something changed meanwhile: nothing was done. Look again."))
        if rejected is None:
            toast(request, _("Recorded."))
            return redirect(here(member, "claim_insurance", number=number))
        step.form.add_error("proof", rejected.detail)
    context: dict[str, Any] = {
        **shown,
        "lead": found.debtor.name,
        "back_url": here(member, "claim", number=number),
        "back_label": _("File %(number)s") % {"number": number},
        "bundle": Action(_("Insurer's file (ZIP)"), here(member, "claim_bundle", number=number), "post", "download"),
    }
    status = 422 if step.form is not None and step.form.errors else 200
    return show(request, member, "claims", "insured", status=status, **context)


@creditors("claims.decide", "POST")
def claim_bundle(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Have the insurer's file put together."""
    found = claim_for(member, number, to="decide")
    job = ask_insurers_file(claim=found, party_id=member.party_id, at=timezone.now())
    return redirect(here(member, "exported", job=job.uid))

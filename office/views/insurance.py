"""Credit insurance in the office: deadlines, a creditor's policies, one claim with its insurer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.access import DoorClosed
from agencies.models import Member
from amicable import insured
from amicable.models import InsurancePolicy, InsuredClaim
from amicable.queries.insurance import insured as insured_claims
from amicable.queries.insurance import policies_of
from amicable.services.insuring import ask_insurers_file
from claims.access import claim_for
from office.views.creditors import creditor_row
from office.views.page import action, ask, here, show, staff, to
from web.parts import Action, Row
from web.toasts import toast


@staff("claims.work")
def insurance(request: HttpRequest, member: Member) -> HttpResponse:
    """The insured claims whose deadline runs, the most urgent first; others by state."""
    wish, on = insured.INSURED.read(request.GET), timezone.localdate()
    page = insured.INSURED.fetch(insured_claims(None, wish.chosen.get("state", ""), wish.text), wish)

    def row(one: InsuredClaim) -> Row:
        return Row(str(one.pk), here(member, "claim_insurance", number=one.claim.number), insured.cells(one, on))

    table = insured.INSURED.view(_("Insured files"), page, wish, row, empty=_("No deadline of an insurer runs."))
    lead = _("What is to be declared, and whose papers are to be handed over, the most urgent first.")
    title = _("Credit insurance")
    return show(request, member, "list", "creditors", title=title, lead=lead, table=table, name="insured")


@staff("creditors.see")
def creditor_insurance(request: HttpRequest, member: Member, creditor: str) -> HttpResponse:
    """The policies of a creditor."""
    found = creditor_row(creditor)
    rows, may = policies_of(found.party_id), member.may("creditors.edit")
    part = {"creditor": found.number}
    urls = {row.pk: here(member, "policy", policy=row.pk, **part) for row in rows} if may else {}
    new = action(member, _("Record a policy"), "policy_new", "plus", creditor=found.number) if may else None
    table = insured.policies_table(rows, urls)
    title = _("Credit insurance")
    return show(request, member, "list", "creditors", title=title, lead=found.name, table=table, main=new)


@staff("creditors.edit", "GET", "POST")
def policy_new(request: HttpRequest, member: Member, creditor: str) -> HttpResponse:
    """Record a policy; open claims that it covers come under it."""
    return _policy(request, member, creditor, None)


@staff("creditors.edit", "GET", "POST")
def policy(request: HttpRequest, member: Member, creditor: str, policy: int) -> HttpResponse:
    """Change a policy; claims already under it keep their deadlines."""
    return _policy(request, member, creditor, policy)


def _policy(request: HttpRequest, member: Member, creditor: str, policy: int | None) -> HttpResponse:
    found, now = creditor_row(creditor), timezone.now()
    row = InsurancePolicy.objects.filter(pk=policy, party_id=found.party_id).first() if policy else None
    if policy and row is None:
        raise DoorClosed
    form = insured.policy_form(row, request.POST or None, found.party_id, on=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        count = insured.save_policy(form, row, found.party_id, at=now)
        toast(
            request,
            ngettext("Kept. %(n)d file came under it.", "Kept. %(n)d files came under it.", count) % {"n": count},
        )
        return to(member, "creditor_insurance", creditor=creditor)
    back = (found.name, here(member, "creditor_insurance", creditor=creditor))
    title = _("Change the policy") if row else _("Record a policy")
    return ask(request, member, "creditors", title=title, back=back, submit=_("Keep the policy"), form=form)


@staff("claims.work", "GET", "POST")
def claim_insurance(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """How far a claim is with its insurer, and its next step."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    asked = (request.POST or None, request.FILES or None)
    cover, step, shown = insured.page(found, *asked, on=timezone.localdate(now))
    if request.method == "POST" and step.form is not None and step.form.is_valid():
        rejected = insured.do(found, cover, step.form, at=now)
        if rejected is None:
            toast(request, _("Recorded."))
            return to(member, "claim_insurance", number=number)
        step.form.add_error("proof", rejected.detail)
    context: dict[str, Any] = {
        **shown,
        "lead": f"{found.debtor.name} · {found.creditor.name}",
        "back_url": here(member, "claim", number=number),
        "back_label": _("File %(number)s") % {"number": number},
        "bundle": Action(_("Insurer's file (ZIP)"), here(member, "claim_bundle", number=number), "post", "download"),
    }
    status = 422 if step.form is not None and step.form.errors else 200
    return show(request, member, "insured", "claims", status, **context)


@staff("claims.work", "POST")
def claim_bundle(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Have the insurer's file of a claim put together."""
    found = claim_for(member, number, to="work")
    job = ask_insurers_file(claim=found, party_id=None, at=timezone.now())
    return to(member, "exported", job_uid=job.uid)

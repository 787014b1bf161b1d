"""What a creditor takes home of a file: the certificate of non-recovery, the complete file of its debtor."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Member
from claims.access import claim_for
from claims.services.ending import ask_certificate, ask_file, may_certify
from law.refusals import Refusal
from portal.views.acts import ask_about, done, nothing
from portal.views.page import creditors, here


@creditors("claims.decide", "GET", "POST")
def certificate(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """A paper that says that the amicable stage failed, with every step taken."""
    claim = claim_for(member, number, to="decide")
    if refusal := may_certify(claim):
        return nothing(request, member, claim, _(refusal.reason))
    if request.method == "POST":
        asked = ask_certificate(claim_id=claim.pk, at=timezone.now())
        if isinstance(asked, Refusal) or not asked:
            return nothing(request, member, claim, _("The certificate was asked for before: see the documents."))
        return done(request, member, claim, _("The certificate is being written: you find it among the documents."))
    lead = _(
        "It lists every step taken and what is still owed, for your accounts and your tax office. It is charged at the"
        " price of your contract."
    )
    title, act = _("Ask for a certificate of non-recovery?"), _("Ask for the certificate")
    return ask_about(request, member, claim, forms.Form(), title, lead, act)


@creditors("claims.see", "POST")
def complete_file(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Everything that was sent, received and done about the file's debtor, as one PDF with an index."""
    claim = claim_for(member, number)
    job = ask_file(claim=claim, party_id=member.party_id, at=timezone.now())
    return redirect(here(member, "exported", job=job.uid))

"""What ends a stage, or leaves the house: the partner's letter reported, the certificate, a debtor's complete file."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from agencies.models import Member
from amicable.queries.desk import task_of
from amicable.services.working import PARTNER_LETTER, report_partner_letter
from claims.access import claim_for
from claims.models import Claim
from claims.services.ending import ask_certificate, ask_file, may_certify
from claims.wording import translated
from files.rules import DOCUMENTS
from files.services import Rejected, keep
from law.refusals import Refusal
from office.forms.ending import PartnerLetterForm
from office.views.acts import ask_about
from office.views.page import action, staff, to
from web import parts
from web.parts import Action, Consequence
from web.toasts import toast


def taken_home(member: Member, found: Claim) -> list[Action]:
    """The buttons that lead here from the page of a claim; two queries at most."""
    part = {"number": found.number}
    acts = [Action(_("Complete file (PDF)"), action(member, "", "complete_file", **part).url, "post", "download")]
    if may_certify(found) is None:
        acts.append(action(member, _("Certificate of non-recovery"), "certificate", "file", **part))
    acts.append(action(member, _("Personal data of the debtor"), "person", "person", person=found.debtor.uid))
    if not found.closed_on and task_of(found.pk, PARTNER_LETTER):
        acts.insert(0, action(member, _("Report the partner's letter"), "partner_letter", "letter", **part))
    return acts


@staff("claims.work", "POST")
def complete_file(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """Everything that was sent, received and done about the file's debtor, as one PDF with an index."""
    found = claim_for(member, number, to="work")
    return to(member, "exported", job_uid=ask_file(claim=found, party_id=None, at=timezone.now()).uid)


@staff("claims.work", "GET", "POST")
def certificate(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """The certificate of non-recovery, asked for by the creditor by telephone or letter."""
    found = claim_for(member, number, to="work")
    refused = may_certify(found)
    if request.method == "POST":
        asked = ask_certificate(claim_id=found.pk, at=timezone.now())
        if asked is True:
            toast(request, _("The certificate is being written: you find it among the papers."))
            return to(member, "claim", number=number)
        if asked is False:
            toast(request, _("The certificate was asked for before: see the papers."))
            return to(member, "claim", number=number)
        refused = asked
    title = _("Certificate of non-recovery")
    why = _(
        "In the creditor's language; it lists every step taken and what is still owed. Its contract sets the price."
    )
    made = Consequence(1, _("certificate is written for the creditor, who sees it among the papers"), why, "attention")
    return ask_about(
        request,
        member,
        found,
        title=title,
        submit="" if refused else _("Write it"),
        consequences=[] if refused else [made],
        refusal=_shown(title, refused),
    )


def _shown(title: str, refused: Refusal | None) -> parts.Refusal | None:
    return parts.Refusal(title, translated(refused.reason), translated(refused.source), None) if refused else None


@staff("claims.work", "GET", "POST")
def partner_letter(request: HttpRequest, member: Member, number: int) -> HttpResponse:
    """The day on which the judicial partner's own letter left, with its proof."""
    found, now = claim_for(member, number, to="work"), timezone.now()
    task = task_of(found.pk, PARTNER_LETTER)
    if task is None:
        toast(request, _("No letter of a partner is asked for."))
        return to(member, "claim", number=number)
    form = PartnerLetterForm(request.POST or None, request.FILES or None, on=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["proof"]
        kept = keep(data=sent.read(), name=sent.name, party_id=found.party_id, allowed=DOCUMENTS)
        if not isinstance(kept, Rejected):
            report_partner_letter(action_id=task.pk, sent_on=form.cleaned_data["sent_on"], file_id=kept.pk, at=now)
            toast(request, _("The partner's letter is recorded."))
            return to(member, "claim", number=number)
        form.add_error("proof", kept.detail)
    title, submit = _("Report the partner's letter"), _("Record the letter")
    return ask_about(request, member, found, title=title, submit=submit, form=form, consequences=_waits(found))


def _waits(found: Claim) -> list[Consequence]:
    if (found.country, found.debtor_kind) != ("BE", "consumer"):
        return []
    why = _("Fourteen days from the third working day after posting (CDE art. XIX.9 § 1).")
    said = _("new wait opens for the consumer: nothing goes out before its end, and the steps left move behind it")
    return [Consequence(1, said, why, "attention")]

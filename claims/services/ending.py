"""What a creditor asks for when a stage has ended: a certificate of non-recovery, the complete file of a debtor."""

from datetime import datetime

from agencies.scope import widened
from agencies.work import later
from claims.models import Claim, Decision
from claims.queries.ending import certificate_of
from claims.rules import Stage
from claims.services.exporting import KIND
from claims.services.lifecycle import locked
from claims.services.timeline import tell
from jobs import services as jobs
from jobs.models import Job
from law.refusals import Refusal
from law.refusals import gettext_noop as _

CERTIFICATE, FILE = "claims.certificate", "claims.file"
TOO_EARLY = Refusal(
    "certificate-early",
    _("Brochure CREANSYS, p. 9"),
    _("The amicable stage of this claim has not ended without success."),
)


def may_certify(claim: Claim) -> Refusal | None:
    """Why no certificate of non-recovery is due: the claim was paid, or its amicable stage has not ended."""
    ended = Decision.objects.filter(claim=claim).exclude(stage_ended=Stage.PAYNOW).exists()
    return None if ended and claim.closed_as != "paid" else TOO_EARLY


def ask_certificate(*, claim_id: int, at: datetime) -> bool | Refusal:
    """The creditor asks for the certificate, which a worker writes; False when it was asked for before."""
    with widened("ask_certificate"):
        claim = locked(claim_id)
        if refusal := may_certify(claim):
            return refusal
        if certificate_of(claim.pk) is not None or claim.events.filter(kind="certificate_asked").exists():
            later(CERTIFICATE, queue="letters", swept=True, claim_id=claim.pk)  # should the first task be lost
            return False
        tell(claim, "certificate_asked", at=at)
        later(CERTIFICATE, queue="letters", swept=True, claim_id=claim.pk)
    return True


def ask_file(*, claim: Claim, party_id: int | None, at: datetime) -> Job:
    """Have the complete file of a claim's debtor bound as one PDF, for a party or, with None, for the agency."""
    return jobs.ask(kind=KIND, task=FILE, at=at, party_id=party_id, queue="letters", claim_id=claim.pk)

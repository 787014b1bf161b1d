"""The certificate of non-recovery. Imports the layout engine (a second): only workers and commands import this."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import localdate

from agencies.scope import widened
from claims.events import ClaimCertified
from claims.letters.attesting import attesting
from claims.letters.telling import said_of
from claims.models import Claim, Document
from claims.queries.ending import certificate_of, steps_taken
from claims.queries.statement import statement_of
from claims.services.ending import may_certify
from claims.services.lifecycle import add_document, locked
from claims.services.timeline import tell
from core.events import publish
from files.rules import PDF
from files.services import Rejected, keep
from law.refusals import Refusal
from messaging.letters.pdf import set_page
from messaging.letters.words import spoken
from web.formatting import long_day


def certify(*, claim_id: int, at: datetime) -> Document | Refusal | None:
    """Write the certificate that the creditor asked for, with every step taken; None when it was written before.

    Refused as long as the amicable stage has not ended without success.
    """
    with widened("certify"):
        claim = locked(claim_id)
        if refusal := may_certify(claim):
            return refusal
        if certificate_of(claim.pk) is not None:
            return None
        name = f"attestation-{claim.number}.pdf"
        kept = keep(data=set_page(page(claim, at=at)), name=name, party_id=claim.party_id, allowed=[PDF])
        if isinstance(kept, Rejected):
            raise RuntimeError(f"our own certificate was rejected: {kept.code}")
        made = add_document(claim, file_id=kept.pk, kind=Document.Kind.OTHER, at=at)
        tell(claim, "certified", at=at, file=str(kept.uid), sha256=kept.sha256)
        publish(ClaimCertified(claim.pk, localdate(at), at))
    return made


def page(claim: Claim, *, at: datetime) -> str:
    """The page of the certificate, in the creditor's language: a paper for its accounts and its tax office."""
    on, language = localdate(at), spoken(claim.creditor.language)
    said = attesting(language)
    named = {"agency": claim.entity.name, "creditor": claim.creditor.name, "city": claim.entity.city}
    with translation.override(language):
        context = {
            "w": said,
            "language": language,
            "file_within": said.file_within.format(number=claim.number),
            "attests": said.attests.format(**named, day=long_day(on)),
            "done_at": said.done_at.format(**named, day=long_day(on)),
            "claim": claim,
            "creditor": claim.creditor,
            "debtor": claim.debtor,
            "entity": claim.entity,
            "items": list(claim.items.filter(withdrawn_on=None).order_by("due_on", "pk")),
            "steps": [(step.on, said_of(step.told, said)[0]) for step in steps_taken(claim.pk)],
            "owed": statement_of(claim, on),
        }
        return render_to_string("letters/certificate.html", context)

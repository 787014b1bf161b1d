"""Erasing a person: what they and others wrote about them goes, what was decided and when stays."""

from amicable.models import Action, Complaint, Dispute, Enquiry, Look, PaperRequest, Plan, Tracing
from claims.events import PersonErased
from files.services import erase as erase_files

ERASED = "—"


def person_erased(event: PersonErased) -> None:
    """Take the words out of plans, disputes, requests and complaints about these claims, and the proofs of acts."""
    about = {"claim__in": event.claim_ids}
    Plan.objects.filter(**about).update(said="", reason="")
    Dispute.objects.filter(**about).update(said=ERASED, answer="", reasons="")
    PaperRequest.objects.filter(**about).update(what=ERASED, answer="")
    Tracing.objects.filter(**about).update(address=ERASED)
    Look.objects.filter(tracing__claim__in=event.claim_ids).update(note="")
    about_them = Enquiry.objects.filter(tracing__claim__in=event.claim_ids)
    about_them.update(street="", postcode="", city="", source="", detail="")
    Complaint.objects.filter(**about).update(name=ERASED, contact="", said=ERASED, answer="", measures="")
    proofs = Action.objects.filter(**about, proof__isnull=False).values_list("proof_id", flat=True)
    erase_files(file_ids=list(proofs), on=event.on)

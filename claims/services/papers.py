"""Papers that people add to a claim."""

from datetime import datetime

from agencies.scope import widened
from claims.models import Document
from claims.services.lifecycle import add_document, locked
from claims.services.timeline import tell
from files.rules import DOCUMENTS
from files.services import Rejected, keep


def add_paper(*, claim_id: int, data: bytes, name: str, kind: str, at: datetime) -> Document | Rejected:
    """Keep a PDF or an image among the papers of a claim; Rejected when its content is something else."""
    with widened("add_paper"):
        claim = locked(claim_id)
        kept = keep(data=data, name=name, party_id=claim.party_id, allowed=DOCUMENTS)
        if isinstance(kept, Rejected):
            return kept
        document = add_document(claim, file_id=kept.pk, kind=kind, at=at)
        tell(claim, "document_added", at=at, kind=kind, name=name)
    return document

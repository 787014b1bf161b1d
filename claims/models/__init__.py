"""Who owes what: debtors, claims and all that hangs on them."""

from claims.models.claim import Allocation, Claim, ClaimItem, ContactMark, Credit, Debtor, Grant, Liable, Representative
from claims.models.file import ClaimMessage, ClaimReply, Decision, Document, Hold, Refused
from claims.models.halt import Halt
from claims.models.intake import Import, ImportRow
from claims.models.note import ClaimNote
from claims.models.person import PersonRequest
from claims.models.timeline import Anchor, Event, EventDetail

__all__ = [
    "Allocation",
    "Anchor",
    "Claim",
    "ClaimItem",
    "ClaimMessage",
    "ClaimNote",
    "ClaimReply",
    "ContactMark",
    "Credit",
    "Debtor",
    "Decision",
    "Document",
    "Event",
    "EventDetail",
    "Grant",
    "Halt",
    "Hold",
    "Import",
    "ImportRow",
    "Liable",
    "PersonRequest",
    "Refused",
    "Representative",
]

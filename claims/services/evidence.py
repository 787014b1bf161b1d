"""What is known of a debtor's dealings with us: contacts tried, and writings that are evidence."""

from datetime import datetime
from typing import Any, Literal

from agencies.scope import widened
from claims.models import Event
from claims.queries.contact import ACKNOWLEDGED, CALLED, VISITED
from claims.services.lifecycle import locked
from claims.services.timeline import tell

WRITTEN = ("email", "sms", "letter", "portal")  # ways in which a debtor's word is a writing
Tried = Literal["call", "visit"]


def note_contact(*, claim_id: int, act: Tried, recipient: str, outcome: str, at: datetime, note: str = "") -> Event:
    """A call or visit was tried towards `recipient` ("debtor:31"), whatever came of it: the guard counts it.

    `outcome` is a stable word ("reached", "no_answer", "wrong_number", "refuses"…).
    """
    with widened("note_contact"):
        kind = CALLED if act == "call" else VISITED
        return tell(locked(claim_id), kind, at=at, to=recipient, outcome=outcome, note=note)


def note_writing(*, claim_id: int, what: str, way: str, at: datetime, **detail: Any) -> bool:
    """The debtor owned up to the debt (asked for a plan, promised, admitted); True where it is a writing.

    A writing is evidence (C. jud. art. 1338) and interrupts the limitation (Anc. C. civ. art. 2248, C. civ. art. 2240);
    words spoken are told and move nothing, for nobody could prove them.
    """
    written = way in WRITTEN
    with widened("note_writing"):
        tell(locked(claim_id), ACKNOWLEDGED if written else "admitted", at=at, what=what, way=way, **detail)
    return written

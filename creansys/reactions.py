"""What happens when something happens: the one table of who reacts to which fact, in the same transaction; and
who answers when a lower floor asks."""

from claims.events import ClaimClosed, ClaimCredited, ClaimHeld, ClaimResumed, FirstActs, ImportAccepted
from claims.services import messages as claim_messages
from messaging.events import (
    LettersHandedOver,
    LettersWithdrawn,
    MessageFailed,
    MessageReceived,
    MessageSent,
    MessageUndelivered,
)
from paynow.services import planning as paynow

REACTIONS = {
    ImportAccepted: (paynow.reserve,),
    ClaimHeld: (paynow.held,),
    ClaimResumed: (paynow.resume,),
    ClaimCredited: (paynow.credited,),
    ClaimClosed: (paynow.closed,),
    LettersHandedOver: (paynow.handed_over, claim_messages.posted),
    LettersWithdrawn: (paynow.withdrawn,),
    MessageSent: (claim_messages.sent,),
    MessageUndelivered: (claim_messages.undelivered,),
    MessageReceived: (claim_messages.received,),
    MessageFailed: (claim_messages.failed, paynow.failed),
}
ANSWERS = {FirstActs: paynow.first_acts}

"""What happens when something happens: the one table of who reacts to which fact, in the same transaction; and
who answers when a lower floor asks."""

from amicable.queries.cycles import without_paynow
from amicable.services import agreed, erasure, insuring, queueing, starting, tracing
from amicable.services import following as amicable
from billing.services import charging, networking, paying, setting_off
from claims.events import (
    ClaimCertified,
    ClaimClosed,
    ClaimCredited,
    ClaimHeld,
    ClaimResumed,
    ClaimsCredited,
    ClaimsImported,
    DebtorTraced,
    FirstAct,
    FirstActs,
    ImportAccepted,
    NoticeWanted,
    PersonErased,
    StageBegun,
    StageEnded,
)
from claims.services import accounts as claim_accounts
from claims.services import halting
from claims.services import messages as claim_messages
from clients.events import AccountChanged, ContractSigned, LettersBound
from funds.events import DeductionsOwed, OwnMoneyCame, ReceiptAllocated, ReceiptsAllocated, RemittanceApproved
from messaging.events import (
    LettersHandedOver,
    LettersWithdrawn,
    MessageFailed,
    MessageReceived,
    MessageSent,
    MessageUndelivered,
)
from paynow.services import planning as paynow


def first_acts(question: FirstActs) -> FirstAct:
    """The stage that comes first in the agency says what new claims wait for."""
    return (starting if without_paynow(question.on) else paynow).first_acts(question)


REACTIONS = {
    AccountChanged: (paynow.account_changed, claim_accounts.changed),
    ContractSigned: (charging.signed,),
    ClaimsImported: (halting.taken_in,),
    ImportAccepted: (paynow.reserve, insuring.cover_import, charging.opened),
    StageBegun: (starting.stage_begun, amicable.stage_left, charging.stage_begun),
    NoticeWanted: (paynow.notice_wanted,),
    StageEnded: (paynow.stage_ended,),
    ClaimHeld: (paynow.held, amicable.held, queueing.happened, charging.held),
    ClaimResumed: (paynow.resume, amicable.resumed, queueing.happened),
    ClaimCredited: (paynow.credited, amicable.credited, agreed.credited, queueing.happened, charging.credited),
    ClaimsCredited: (
        paynow.credited_together,
        amicable.credited_together,
        agreed.credited_together,
        queueing.happened_together,
        charging.credited_together,
    ),
    ClaimClosed: (paynow.closed, amicable.ended, agreed.closed, tracing.closed, queueing.happened),
    ClaimCertified: (charging.certified,),
    DebtorTraced: (paynow.traced,),
    ReceiptAllocated: (agreed.received,),
    ReceiptsAllocated: (agreed.received_together,),
    OwnMoneyCame: (paying.came,),
    RemittanceApproved: (setting_off.approved,),
    PersonErased: (erasure.person_erased,),
    LettersHandedOver: (paynow.handed_over, amicable.handed_over, claim_messages.posted),
    LettersWithdrawn: (paynow.withdrawn, amicable.withdrawn),
    MessageSent: (claim_messages.sent, networking.taken),
    MessageUndelivered: (claim_messages.undelivered, tracing.undelivered),
    MessageReceived: (claim_messages.received, queueing.answered),
    MessageFailed: (claim_messages.failed, paynow.failed, amicable.failed),
}
ANSWERS = {FirstActs: first_acts, LettersBound: paynow.letters_bound, DeductionsOwed: setting_off.still_owed}

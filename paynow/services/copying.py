"""The e-mail copy of a letter: the same bytes, on the day the letter left."""

from datetime import datetime

from django.utils.timezone import localdate

from claims import guard
from claims.models import Claim, ClaimMessage
from claims.services import lifecycle
from law.clearance import Clearance
from messaging.letters.email import mail
from messaging.models import Message
from messaging.queries import bad_addresses
from messaging.services import enqueue
from paynow.composing import compose
from paynow.models import Notice
from paynow.services.writing import ACTS, recipient


def copy(*, notice_id: int, at: datetime) -> Message | None:
    """E-mail the debtor the letter that left today; None when no copy is owed, or it was made before.

    Only on the posting day itself: a later copy would open the wait anew (CDE art. XIX.9). Not when a payment came in
    between, since the letter then asks for too much, nor to an address that mail came back from.
    """
    notice = Notice.objects.select_related("file").get(pk=notice_id)
    claim = lifecycle.locked(notice.claim_id)
    if not Notice.objects.filter(pk=notice_id, copied_at=None).update(copied_at=at):
        return None
    email = claim.debtor.email
    if not email or bad_addresses([email]) or notice.sent_on != localdate(at) or claim.closed_on:
        return None
    leave = guard.ask(claim, ACTS[notice.kind], recipient=recipient(claim), at=at)
    return _send(claim, notice, leave, at) if isinstance(leave, Clearance) else None


def _send(claim: Claim, notice: Notice, leave: Clearance, at: datetime) -> Message | None:
    letter = compose(claim, notice.kind, notice.posting_on, notice.template_version).letter
    if letter.total != notice.amount:
        return None
    email = mail(letter)
    message = enqueue(
        dedupe_key=f"notice:{notice.pk}:email",
        kind=f"paynow.{notice.kind}",
        channel="email",
        recipient=recipient(claim),
        address=claim.debtor.email,
        subject=email.subject,
        text=email.text,
        html=email.html,
        files=[notice.file],
        language=letter.language,
        template_version=notice.template_version,
        clearance=leave,
        party_id=claim.party_id,
        at=at,
    )
    ClaimMessage.objects.create(claim=claim, message=message, party_id=claim.party_id)
    return message

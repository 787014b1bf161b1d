"""Asking a creditor something about a claim: an e-mail that says where to answer, and by when."""

from datetime import date, datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency
from agencies.scope import current_agency_id
from claims.models import Claim, ClaimMessage
from messaging.models import Message
from messaging.rules import NotToADebtor
from messaging.services import enqueue
from web.formatting import long_day

ASKED = {
    "dispute": gettext_lazy("The debtor disputes claim %(number)s. Nothing more goes out before you have answered."),
    "papers": gettext_lazy("Papers are asked for on claim %(number)s. The debtor has a right to them, free of charge."),
    "plan": gettext_lazy("A settlement is proposed on claim %(number)s. It needs your approval."),
}


def ask_creditor(
    claim: Claim, *, what: str, answer_by: date, key: str, at: datetime, again: bool = False
) -> Message | None:
    """Write to the creditor that something of `ASKED` waits for it; None without an address: the portal alone asks."""
    if not claim.creditor.email:
        return None
    agency = Agency.objects.get(pk=current_agency_id())
    with translation.override(claim.creditor.language):
        subject = _("Claim %(number)s: your answer is waited for") % {"number": claim.number}
        lines = [
            str(ASKED[what]) % {"number": claim.number},
            _("Please answer by %(day)s:") % {"day": long_day(answer_by, claim.creditor.language)},
            f"{settings.PUBLIC_URL}/{agency.slug}/portal/claims/{claim.number}/",
            agency.name,
        ]
        message = enqueue(
            dedupe_key=f"ask:{key}",
            kind=f"amicable.{what}",
            channel="email",
            recipient=f"creditor:{claim.creditor_id}",
            address=claim.creditor.email,
            subject=_("Reminder: %(subject)s") % {"subject": subject} if again else subject,
            text="\n\n".join(lines) + "\n",
            language=claim.creditor.language,
            template_version="asked-1",
            clearance=NotToADebtor("something is asked of the creditor"),
            party_id=claim.party_id,
            at=at,
        )
    ClaimMessage.objects.get_or_create(claim=claim, message=message, defaults={"party_id": claim.party_id})
    return message

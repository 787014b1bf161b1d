"""One-time codes: a debtor proves by the telephone or mailbox that we know already that the file is its own."""

import secrets
from datetime import datetime

from django.template.loader import render_to_string

from agencies.scope import widened
from claims import guard
from claims.models import Claim, ClaimMessage
from claims.services.lifecycle import locked
from law.clearance import Clearance
from messaging.queries import texting_number
from messaging.services import enqueue

DIGITS = 6
VERSION = "code-1"
SUBJECTS = {"fr": "Votre code", "nl": "Uw code", "de": "Ihr Code", "en": "Your code"}


def send_code(*, claim_id: int, channel: str, language: str, at: datetime) -> str:
    """Send a new code by "email" or "sms" to the debtor's address as it is known; "" when there is none.

    Nothing is taken from whoever asks: the code reaches the debtor or nobody.
    """
    with widened("send_code"):
        claim = locked(claim_id)
        address = _address(claim, channel)
        recipient = f"debtor:{claim.debtor_id}"
        leave = guard.ask(claim, "reply", recipient=recipient, at=at)
        if not address or not isinstance(leave, Clearance):
            return ""
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        text = render_to_string(f"claims/code.{language}.txt", {"code": code, "agency": claim.entity.name}).strip()
        message = enqueue(
            dedupe_key=f"code:{claim.pk}:{at.isoformat()}",
            kind="code",
            channel=channel,
            recipient=recipient,
            address=address,
            subject=SUBJECTS[language] if channel == "email" else "",
            text=text,
            language=language,
            template_version=VERSION,
            clearance=leave,
            party_id=claim.party_id,
            at=at,
        )
        ClaimMessage.objects.get_or_create(claim=claim, message=message, defaults={"party_id": claim.party_id})
    return code


def _address(claim: Claim, channel: str) -> str:
    debtor = claim.debtor
    return texting_number(debtor.phone, debtor.country) if channel == "sms" else debtor.email

"""What every letter about one claim has: whose it is, what is owed, how to pay, object and check it."""

from datetime import date

from claims.letters.parts import (
    address_of,
    audience_of,
    creditor_of,
    invoices_of,
    page_of,
    payment_of,
    privacy_note,
    sender_of,
)
from claims.letters.rows import rows
from claims.models import Claim
from claims.queries.law import law_options
from claims.rules import Payee
from claims.statement import Statement
from formats.qr import url_qr
from messaging.letters.letter import Authenticity, Letter, Notice, Recipient
from messaging.letters.words import spoken, words


def letter_about(
    claim: Claim,
    owed: Statement,
    payee: Payee,
    *,
    notice: Notice,
    posted_on: date,
    deadline: date,
    coded: bool = True,
) -> Letter:
    """The letter of this kind in the debtor's language, without words of its own: the caller adds those.

    `owed` is the statement of the day on which it is posted, `deadline` the last day to pay;
    `coded`: with the code that pays the whole, for letters that demand it.
    """
    language = spoken(claim.debtor.language, claim.agency.language)
    said, check = words(language), page_of(claim)
    return Letter(
        notice=notice,
        audience=audience_of(claim),
        language=language,
        sender=sender_of(claim, said),
        recipient=Recipient(address=address_of(claim)),
        creditor=creditor_of(claim),
        reference=str(claim.number),
        posted_on=posted_on,
        deadline=deadline,
        invoices=tuple(invoices_of(claim)),
        statement=rows(owed, language),
        total=owed.total,
        payment=payment_of(claim, payee, owed, coded=coded),
        objection_url=check,
        authenticity=Authenticity(url=check, code=claim.code, qr=url_qr(check)),
        notes=(privacy_note(claim, said),),
        options=law_options(posted_on),
    )

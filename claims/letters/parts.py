"""The parts of a letter, looked up from the rows of its claim; nothing is decided here."""

from datetime import date

from django.conf import settings

from agencies.options import option
from claims import rules as claim_rules
from claims.models import Claim
from claims.queries.law import country_of
from claims.rules import Payee
from claims.statement import Statement
from formats.qr import epc_qr
from messaging.letters.letter import Audience, CreditorBlock, InvoiceRow, Note, Payment, Sender
from messaging.letters.vocabulary import Words

# In French whatever the letter's language: it is for the post offices of Belgium and France.
COUNTRY_NAMES = {"BE": "BELGIQUE", "FR": "FRANCE", "LU": "LUXEMBOURG", "NL": "PAYS-BAS", "DE": "ALLEMAGNE"}


def payee_of(claim: Claim, on: date) -> Payee:
    """Whom the debtor pays on `on`."""
    creditor, entity = claim.creditor, claim.entity
    return claim_rules.payee(
        claim.stage,
        creditor=Payee(creditor.name, creditor.iban, creditor.bic),
        trust=Payee(entity.name, entity.trust_iban, entity.trust_bic),
        always_creditor=option("payee.always_creditor", on),
    )


def printed_reference(digits: str) -> str:
    """The structured communication as it is printed: +++ddd/dddd/ddddd+++."""
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"


def audience_of(claim: Claim) -> Audience:
    """For whom the letters of this claim are worded: the country's law and the kind of debtor."""
    country = country_of(claim)
    kind = "consumer" if claim.debtor_kind == "consumer" else "business"
    return f"{country}_{kind}"  # type: ignore[return-value]


def sender_of(claim: Claim, said: Words) -> Sender:
    """The entity that writes, with its standing."""
    agency, entity = claim.agency, claim.entity
    registered, insurer, policy = entity.fps_registration, entity.insurer, entity.insurance_policy
    return Sender(
        name=entity.name,
        activity=said.activity,
        address=(entity.street, f"{entity.postcode} {entity.city}"),
        enterprise_number=entity.enterprise_number,
        vat_number=entity.vat_number,
        phone=entity.phone or agency.phone,
        email=entity.email or agency.email,
        website=entity.website,
        legal_form=entity.legal_form,
        registration=said.registration.format(number=registered) if registered else "",
        insurance=said.insurance.format(insurer=insurer, policy=policy) if insurer else "",
        supervisor=said.supervisors.get(entity.country, ""),
    )


def address_of(claim: Claim) -> tuple[str, ...]:
    """The lines of the envelope: the debtor's, the country in French where it is abroad."""
    debtor = claim.debtor
    foreign = COUNTRY_NAMES.get(debtor.country, debtor.country) if debtor.country != claim.entity.country else ""
    lines = (debtor.name, debtor.street, f"{debtor.postcode} {debtor.city}".strip(), foreign)
    return tuple(line for line in lines if line)


def page_of(claim: Claim) -> str:
    """Where whoever holds the code sees that a message is ours, and the debtor goes on to its file."""
    return f"{settings.PUBLIC_URL}/v/{claim.agency.slug}/{claim.code}/"


def creditor_of(claim: Claim) -> CreditorBlock:
    """For whom we write."""
    creditor = claim.creditor
    return CreditorBlock(
        name=creditor.name,
        address=(creditor.street, f"{creditor.postcode} {creditor.city}"),
        enterprise_number=creditor.enterprise_number,
        capacity=creditor.capacity,
        phone=creditor.phone,
        email=creditor.email,
        customer_number=claim.debtor.customer_number,
    )


def invoices_of(claim: Claim) -> list[InvoiceRow]:
    """The unpaid invoices of a claim, the oldest first."""
    items = sorted(claim.items.all(), key=lambda item: (item.due_on, item.number))
    return [
        InvoiceRow(
            number=item.number,
            issued_on=item.issued_on,
            due_on=item.due_on,
            description=item.description or claim.creditor.product,
            balance=item.balance,
        )
        for item in items
        if item.withdrawn_on is None
    ]


def payment_of(claim: Claim, payee: Payee, owed: Statement, *, coded: bool = True) -> Payment:
    """How to pay what is owed, in full; `coded`: with the code that pays it whole."""
    reference, total = printed_reference(claim.reference), owed.total
    bic = payee.bic or None
    qr = epc_qr(name=payee.name, iban=payee.iban, amount=total, text=reference, bic=bic) if coded else ""
    return Payment(payee=payee.name, iban=payee.iban, bic=payee.bic, reference=reference, amount=total, qr=qr)


def privacy_note(claim: Claim, said: Words) -> Note:
    """What GDPR art. 14 asks to be told."""
    authority = said.authorities.get(claim.entity.country, said.authorities["BE"])
    email = claim.entity.email or claim.agency.email
    creditor = claim.creditor.name
    text = said.privacy.format(agency=claim.entity.name, creditor=creditor, email=email, authority=authority)
    return Note(key="privacy", text=text)

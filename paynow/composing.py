"""From a claim to the letter that demands it: every value looked up, nothing decided."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings

from agencies.models import Agency, Entity
from agencies.options import option
from claims import rules as claim_rules
from claims.models import Claim
from claims.queries.law import country_of, facts_of, kind_of, law_options
from claims.rules import Payee
from claims.statement import Statement, statement
from core.money import ZERO
from formats.qr import epc_qr, url_qr
from law.waits import deadline, wait
from messaging.letters.letter import (
    Audience,
    Authenticity,
    CreditorBlock,
    InvoiceRow,
    Letter,
    Note,
    Notice,
    Payment,
    Recipient,
    Sender,
    StatementRow,
)
from messaging.letters.vocabulary import Words
from messaging.letters.words import spoken, words
from messaging.queries import latest_text, text_version
from paynow import wording
from paynow.rules import FIRST_REMINDER, PAYNOW

TEMPLATE_VERSION = "paynow-2"


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter with the statement and the payee that it states."""

    letter: Letter
    statement: Statement
    payee: Payee
    version: str  # of the template, and of the agency's own words after a plus sign


def compose(claim: Claim, kind: str, posted_on: date, worded: str | None = None) -> Composed:
    """The letter of this kind, as it leaves on `posted_on`. Reads the claim's rows, the agency's options and words.

    `worded` is the version of an earlier letter, to be said again in its words; without one, the latest hold.
    """
    owed = statement(facts_of(claim, posted_on), posted_on)
    payee = payee_of(claim, posted_on)
    language = spoken(claim.debtor.language, claim.agency.language)
    said = words(language)
    check = f"{settings.PUBLIC_URL}/v/{claim.agency.slug}/{claim.code}/"
    notice: Notice = "first_reminder" if kind == FIRST_REMINDER else "paynow"
    version, texts = _worded(notice, audience_of(claim), language, worded)
    letter = Letter(
        notice=notice,
        audience=audience_of(claim),
        language=language,
        sender=_sender(claim.agency, claim.entity, said),
        recipient=Recipient(address=_address(claim)),
        creditor=_creditor(claim),
        reference=str(claim.number),
        posted_on=posted_on,
        deadline=last_day(claim, kind, posted_on),
        invoices=tuple(_invoices(claim)),
        statement=wording.rows(owed, language),
        total=owed.total,
        payment=_payment(claim, payee, owed),
        objection_url=check,
        authenticity=Authenticity(url=check, code=claim.code, qr=url_qr(check)),
        later_charges=_later(claim, posted_on, language) if kind == FIRST_REMINDER else (),
        notes=(_privacy(claim, said),),
        options=law_options(posted_on),
        texts=texts,
    )
    return Composed(letter, owed, payee, version)


def _worded(notice: str, audience: str, language: str, worded: str | None) -> tuple[str, Mapping[str, str]]:
    """The version of the words, and the agency's own ones if they are."""
    if worded is not None:
        return worded, text_version(notice, audience, language, int(worded.partition("+")[2] or 0))
    own = latest_text(notice, audience, language)
    return (f"{TEMPLATE_VERSION}+{own.version}", own.blocks) if own and own.blocks else (TEMPLATE_VERSION, {})


def example(notice: str, audience: str, language: str, on: date) -> Letter | None:
    """This letter to the debtor of the agency's latest such claim, as it would leave on `on`; None without one."""
    country, _sign, kind = audience.partition("_")
    claims = Claim.objects.filter(debtor_kind=kind)
    claims = claims.filter(country="FR") if country == "fr" else claims.exclude(country="FR")
    claim = claims.select_related("debtor", "creditor", "entity", "agency").order_by("-number").first()
    if claim is None:
        return None
    claim.debtor.language = language
    return compose(claim, FIRST_REMINDER if notice == "first_reminder" else PAYNOW, on).letter


def last_day(claim: Claim, kind: str, posted_on: date) -> date:
    """The last day to pay, inclusive: that of the first reminder's wait, or DOMAIN §4 *Deadline*."""
    options = law_options(posted_on)
    if kind == FIRST_REMINDER:
        return wait("be", "first-reminder", posted_on, "post", options).last_day or posted_on
    return deadline(country_of(claim), kind_of(claim.debtor_kind), posted_on, options)


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
    country = "fr" if claim.country == "FR" else "be"
    kind = "consumer" if claim.debtor_kind == "consumer" else "business"
    return f"{country}_{kind}"  # type: ignore[return-value]


def _sender(agency: Agency, entity: Entity, said: Words) -> Sender:
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


def _address(claim: Claim) -> tuple[str, ...]:
    debtor = claim.debtor
    foreign = COUNTRY_NAMES.get(debtor.country, debtor.country) if debtor.country != claim.entity.country else ""
    lines = (debtor.name, debtor.street, f"{debtor.postcode} {debtor.city}".strip(), foreign)
    return tuple(line for line in lines if line)


# In French whatever the letter's language: it is for the post offices of Belgium and France.
COUNTRY_NAMES = {"BE": "BELGIQUE", "FR": "FRANCE", "LU": "LUXEMBOURG", "NL": "PAYS-BAS", "DE": "ALLEMAGNE"}


def _creditor(claim: Claim) -> CreditorBlock:
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


def _invoices(claim: Claim) -> list[InvoiceRow]:
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


def _payment(claim: Claim, payee: Payee, owed: Statement) -> Payment:
    reference = printed_reference(claim.reference)
    total = owed.total
    qr = epc_qr(name=payee.name, iban=payee.iban, amount=total, text=reference, bic=payee.bic or None)
    return Payment(payee=payee.name, iban=payee.iban, bic=payee.bic, reference=reference, amount=total, qr=qr)


def _later(claim: Claim, posted_on: date, language: str) -> tuple[StatementRow, ...]:
    """What the terms add once the wait of a first reminder posted on `posted_on` is over (CDE art. XIX.2, 1°)."""
    facts = facts_of(claim, posted_on)
    opened = wait("be", "first-reminder", posted_on, "post", facts.options)
    later = statement(replace(facts, reminder=opened), opened.act_from)
    charges = tuple(line for line in later.lines if line.part == "penalty")
    return wording.rows(Statement(opened.act_from, charges, ()), language) if charges else ()


def _privacy(claim: Claim, said: Words) -> Note:
    authority = said.authorities.get(claim.entity.country, said.authorities["BE"])
    email = claim.entity.email or claim.agency.email
    creditor = claim.creditor.name
    text = said.privacy.format(agency=claim.entity.name, creditor=creditor, email=email, authority=authority)
    return Note(key="privacy", text=text)


def nothing_left(owed: Statement) -> bool:
    """Whether there is nothing to demand."""
    return owed.total <= ZERO

"""From the claims of a debtor to the letter, e-mail or SMS of a step: every value looked up, nothing decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from amicable.queries.words import LETTER, SMS, Worded, worded
from amicable.rules.timetable import pay_by
from amicable.speaking import SPEECH
from amicable.speaking.vocabulary import Speech, wording_of
from claims.letters.parts import (
    page_of,
    payee_of,
    printed_reference,
)
from claims.letters.whole import letter_about
from claims.models import Claim
from claims.queries.law import country_of, facts_of, kind_of, law_options
from claims.rules import Payee
from claims.statement import Statement, statement
from core.money import ZERO
from messaging.letters.letter import Letter, OtherFile, Prose
from messaging.letters.texts import plainly
from messaging.letters.words import spoken, words
from web.formatting import day as shown_day
from web.formatting import long_day, money

VERSION = "amicable-2"
TONES = ("friendly", "neutral", "firm")
PLAIN = str.maketrans("\u00a0\u202f’", "  '")  # signs that would make each part of an SMS less than half as long


@dataclass(frozen=True, slots=True)
class Told:
    """One claim that a message tells: what it owes on the day, and whom the debtor pays."""

    claim: Claim
    owed: Statement
    payee: Payee


def told(claim: Claim, on: date) -> Told:
    """What a message of a day says of a claim."""
    return Told(claim, statement(facts_of(claim, on), on), payee_of(claim, on))


def language_of(claim: Claim) -> str:
    """The language in which the debtor is written to."""
    return spoken(claim.debtor.language, claim.agency.language)


def visit_document(one: Told, *, on: date, deadline: date) -> Letter:
    """What a Belgian consumer is handed at a visit on `on`: the items of the notice, with that day's statement."""
    return letter_about(one.claim, one.owed, one.payee, notice="visit", posted_on=on, deadline=deadline)


def letter(
    claims: Sequence[Told], *, act: str, tone: str, on: date, deadline: date, texts: Mapping[str, str] | None = None
) -> Letter:
    """The letter (or e-mail) of a step, about the first claim in full and the others in a line each.

    `texts` are words to look at; without them those that hold are said (`queries.words`).
    """
    first, *others = claims
    plain = letter_about(first.claim, first.owed, first.payee, notice="amicable", posted_on=on, deadline=deadline)
    language = plain.language
    return replace(
        plain,
        prose=_prose(first, wording_of(act, tone), language, deadline, texts),
        others=tuple(_other(one, SPEECH[language]) for one in others),
    )


def _prose(first: Told, wording: str, language: str, deadline: date, texts: Mapping[str, str] | None) -> Prose:
    claim, said = first.claim, SPEECH[language]
    values = {
        "creditor": claim.creditor.name,
        "total": money(first.owed.total, "EUR", language),
        "deadline": long_day(deadline, language),
        "reference": str(claim.number),
        "agency": claim.entity.name,
    }
    held = Worded(0, texts) if texts is not None else worded(LETTER, wording, language, values)
    return Prose(
        heading=said.headings[wording],
        opening=(*plainly(held.texts["opening"], values), *_first_letter(claim, said, language)),
        objection=(said.dispute, said.facilities, said.documents),
        closing=plainly(held.texts["closing"], values),
        others=said.others,
        all_together=said.all_together,
        version=held.version,
    )


def _first_letter(claim: Claim, said: Speech, language: str) -> tuple[str, ...]:
    """In France every later contact repeats the reference and the date of the first letter (CPCE art. R124-4)."""
    if claim.notified_on is None:
        return ()
    return (said.first_letter.format(number=claim.number, day=long_day(claim.notified_on, language)),)


def _other(one: Told, said: Speech) -> OtherFile:
    label = said.other.format(number=one.claim.number, reference=printed_reference(one.claim.reference))
    return OtherFile(label=label, amount=one.owed.total)


@dataclass(frozen=True, slots=True)
class Texted:
    """An SMS, and the agency's version of its words; 0 for ours."""

    text: str
    version: int


def sms(claims: Sequence[Told], *, tone: str) -> str:
    """The text of a step's SMS: all claims together, payable by the reference of the first."""
    return texted(claims, tone=tone).text


def texted(claims: Sequence[Told], *, tone: str, texts: Mapping[str, str] | None = None) -> Texted:
    """The same with the version of its words; `texts` are words to look at instead of those that hold."""
    first = claims[0]
    claim, language = first.claim, language_of(first.claim)
    said = SPEECH[language]
    values = {
        "agency": claim.entity.name,
        "creditor": claim.creditor.name,
        "total": money(sum((one.owed.total for one in claims), ZERO), "EUR", language),
        "files": said.sms_files.format(count=len(claims)) if len(claims) > 1 else str(claim.number),
        "iban": first.payee.iban,
        "reference": printed_reference(claim.reference),
        "phone": claim.entity.phone or claim.agency.phone,
    }
    held = Worded(0, texts) if texts is not None else worded(SMS, tone, language, values)
    text = " ".join(plainly(held.texts["text"], values))
    if claim.country == "FR" and claim.notified_on:
        text += said.sms_first_letter.format(day=shown_day(claim.notified_on, language), number=claim.number)
    return Texted((text + said.sms_page.format(url=page_of(claim))).translate(PLAIN), held.version)


def version_of(tone: str, own: int) -> str:
    """What a message keeps of its words: our version, its tone, and the agency's version where it has one."""
    return f"{VERSION}:{tone}" + (f"+{own}" if own else "")


def example(*, language: str, number: int | None = None) -> Claim | None:
    """The claim of this number, or the latest, with its debtor read as speaking `language`; None when there is none."""
    claims = Claim.objects.select_related("debtor", "creditor", "entity", "agency").order_by("-number")
    found = (claims.filter(number=number) if number is not None else claims).first()
    if found:
        found.debtor.language = language
    return found


# What an agent writes by hand -----------------------------------------------------------------------------------------


def body(one: Told, *, tone: str, on: date) -> tuple[str, str]:
    """The subject and the words of a reminder of a tone as the beginning of an e-mail; the debtor's language."""
    claim = one.claim
    until = pay_by(on, None, country_of(claim), kind_of(claim.debtor_kind), law_options(on))
    page = letter([one], act="email", tone=tone, on=on, deadline=until)
    said = words(page.language).mail_subject.format(creditor=claim.creditor.name, reference=claim.number)
    prose = page.prose
    return said, "\n\n".join([*prose.opening, *prose.closing]) if prose else ""


def ending(claim: Claim, *, brief: bool) -> tuple[str, ...]:
    """What each message by hand must say: our first letter (CPCE art. R124-4), the debtor's page; in an e-mail, also
    who writes and where to call. `brief`: in the signs of an SMS."""
    language, entity = language_of(claim), claim.entity
    said = SPEECH[language]
    page = said.sms_page.format(url=page_of(claim)).strip()
    if not brief:
        phone = entity.phone or claim.agency.phone
        return (*_first_letter(claim, said, language), page, "\n".join(filter(None, (entity.name, phone))))
    first = ""
    if claim.country == "FR" and claim.notified_on:
        first = said.sms_first_letter.format(day=shown_day(claim.notified_on, language), number=claim.number)
    return tuple(line.translate(PLAIN).strip() for line in (first, page) if line)

"""From something decided to the letter that tells the debtor: every value looked up, nothing decided."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe

from amicable.models import Confirmation
from amicable.queries.plans import paid_on, parts_of
from amicable.rules.plans import Standing, standings
from amicable.speaking.answers import ANSWERS, Answer, Answers
from claims.letters.parts import (
    payee_of,
    printed_reference,
)
from claims.letters.whole import letter_about
from claims.models import Claim
from claims.queries.law import facts_of
from claims.rules import Payee
from claims.statement import Statement, statement
from core.money import ZERO
from formats.qr import epc_qr
from funds.queries.receipts import part_of
from messaging.letters.content import context
from messaging.letters.letter import Letter, Prose, Recipient
from messaging.letters.words import spoken, words
from web.formatting import day as shown_day
from web.formatting import long_day, money

VERSION = "answer-1"
WITH_TABLE = ("plan_agreed", "plan_statement", "plan_reminder")


@dataclass(frozen=True, slots=True)
class Shown:
    """An instalment as it is printed, with what a bank application scans; the code is empty once it is paid."""

    position: int
    due_on: str
    amount: str
    paid: str
    qr: str


@dataclass(frozen=True, slots=True)
class Written:
    """What is sent: the page to be set as PDF, and the text of an e-mail that carries it."""

    heading: str
    page: str
    text: str
    language: str


def written(made: Confirmation, on: date, address: tuple[str, ...] = ()) -> Written:
    """What a confirmation says on the day `on`; `address` replaces the debtor's where another is written to."""
    claim = made.claim
    language = spoken(claim.debtor.language, claim.agency.language)
    said, owed, payee = ANSWERS[language], statement(facts_of(claim, on), on), payee_of(claim, on)
    answer = said.by_kind[made.kind]
    stood = standings(parts_of(made.plan), paid_on(made.plan, claim, on)) if made.plan and made.plan.total else ()
    values = _values(made, owed, payee, said, stood, language)
    paragraphs = tuple(text.format(**values) for text in answer.paragraphs)
    letter = _letter(claim, owed, payee, Answer(answer.heading, paragraphs), on, address)
    table = [_shown(one, payee, claim, language) for one in _listed(made, stood)]
    whole = (values["reference"], values["iban"])
    shown = {"paragraphs": [_kept_whole(text, *whole) for text in paragraphs], "said": said, "rows": table}
    shown["paid"] = any(row.paid for row in table)
    page = render_to_string("letters/answer.html", {**context(letter), **shown})
    return Written(answer.heading, page, _plain(letter, paragraphs, table, said, language), language)


def _kept_whole(text: str, *parts: str) -> str:
    """The text as HTML, these parts of it on one line."""
    found = escape(text)
    for part in filter(None, parts):
        found = mark_safe(found.replace(part, f'<span class="together">{part}</span>'))  # noqa: S308 - escaped above
    return found


def _listed(made: Confirmation, stood: tuple[Standing, ...]) -> list[Standing]:
    if made.kind not in WITH_TABLE:
        return []
    return [one for one in stood if made.kind != "plan_reminder" or one.part.position == made.position]


def _values(
    made: Confirmation, owed: Statement, payee: Payee, said: Answers, stood: tuple[Standing, ...], language: str
) -> dict[str, Any]:
    claim, plan, dispute = made.claim, made.plan, made.dispute
    part = next((one for one in stood if one.part.position == made.position), None)
    paid = sum((one.paid for one in stood), ZERO)
    values = {
        "creditor": claim.creditor.name,
        "number": claim.number,
        "owed": _euros(max(owed.total, ZERO), language),
        "phone": claim.entity.phone or claim.agency.phone,
        "iban": _grouped(payee.iban),
        "payee": payee.name,
        "reference": printed_reference(claim.reference),
        "count": len(stood),
        "total": _euros(plan.total if plan and plan.total else ZERO, language),
        "paid": _euros(paid, language),
        "left": _euros(sum((one.left for one in stood), ZERO), language),
        "reason": plan.reason if plan else "",
        "position": made.position,
        "part": _euros(part.left, language) if part else "",
        "day": long_day(part.part.due_on, language) if part else "",
        "what": made.papers.what if made.papers else "",
    }
    if made.kind == Confirmation.Kind.PAYMENT_RECEIVED:
        values |= _received(made, language)
    if dispute:
        values |= {"outcome": said.outcomes.get(dispute.state, ""), "reasons": dispute.reasons}
    return values


def _received(made: Confirmation, language: str) -> dict[str, str]:
    part = part_of(made.subject)
    amount, on = (part.amount, part.value_on) if part else (ZERO, None)
    return {"received": _euros(amount, language), "received_on": long_day(on, language)}


def _letter(claim: Claim, owed: Statement, payee: Payee, answer: Answer, on: date, address: tuple[str, ...]) -> Letter:
    """The frame of our letters, with these paragraphs; it demands nothing, so it has no code to pay the whole."""
    plain = letter_about(claim, owed, payee, notice="amicable", posted_on=on, deadline=on, coded=False)
    prose = Prose(heading=answer.heading, opening=answer.paragraphs, objection=(), closing=())
    return replace(plain, prose=prose, recipient=Recipient(address=address) if address else plain.recipient)


def _shown(one: Standing, payee: Payee, claim: Claim, language: str) -> Shown:
    reference = printed_reference(claim.reference)
    qr = ""
    if one.left:
        qr = epc_qr(name=payee.name, iban=payee.iban, amount=one.left, text=reference, bic=payee.bic or None)
    return Shown(
        one.part.position, shown_day(one.part.due_on, language), _euros(one.part.amount, language),
        _euros(one.paid, language) if one.paid else "", qr,
    )  # fmt: skip


def _plain(letter: Letter, paragraphs: tuple[str, ...], table: list[Shown], said: Answers, language: str) -> str:
    colon = words(language).colon
    listed = [f"{row.position}. {said.pay_by} {row.due_on}{colon} {row.amount}" for row in table]
    sender = letter.sender
    signed = [sender.name, ", ".join(sender.address), f"{sender.phone} {sender.email}".strip()]
    blocks = [words(language).salutation, *paragraphs, "\n".join(listed), words(language).farewell, "\n".join(signed)]
    return "\n\n".join(block for block in [*blocks, *(note.text for note in letter.notes)] if block) + "\n"


def _euros(amount: Decimal, language: str) -> str:
    return money(amount, "EUR", language)


def _grouped(iban: str) -> str:
    return " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))

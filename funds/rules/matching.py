"""For which claim a sum came: what speaks for each, and when that is enough to book it without a person.

A structured reference decides, in its field or in the words. Without one, three signs that point to the same claim (the
payer's account, the amount to the cent, the name, the number of the file or of an invoice) are enough where no other
claim has as many points. Everything else is proposed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from core.money import ZERO

Sign = Literal["reference", "reference-in-text", "number", "invoice", "account", "amount", "name", "closed", "settled"]
POINTS: dict[Sign, int] = {
    "reference": 100, "reference-in-text": 95, "number": 40, "invoice": 40, "account": 35, "amount": 30, "name": 25,
    "closed": -20, "settled": -50,
}  # fmt: skip
SURE = 90
WORTH_SHOWING = 25
LEGAL_FORMS = "sa nv srl bv bvba sprl sas sarl eurl snc scs sca asbl vzw cv scrl gmbh"
TITLES = "mr mme m monsieur madame dhr mevr"
NO_NAMES = frozenset(f"{LEGAL_FORMS} {TITLES}".split())
WORD = re.compile(r"[^\W_]+")
TOKEN = re.compile(r"[0-9A-Za-z][0-9A-Za-z/._-]*[0-9A-Za-z]")


@dataclass(frozen=True, slots=True)
class Paid:
    """What came in, in the bank's words; references are those whose check digits are right, compact."""

    amount: Decimal
    references: tuple[str, ...] = ()
    references_in_text: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()  # of its text, as numbers are compared
    name: str = ""
    iban: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim that it may be for; `owed` on the value date, `accounts` are those its debtor paid from before.

    `invoices` are numbers as they are compared.
    """

    claim_id: int
    number: int
    reference: str
    owed: Decimal
    name: str
    invoices: tuple[str, ...] = ()
    accounts: frozenset[str] = frozenset()
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """What speaks for one claim."""

    claim_id: int
    points: int
    signs: tuple[Sign, ...]
    owed: Decimal

    @property
    def sure(self) -> bool:
        """Enough to book, were it alone; nothing is booked by itself on a claim that is over or owes nothing."""
        return self.points >= SURE and not {"closed", "settled"} & set(self.signs)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is booked (claim and amount), and every claim that may be meant, the likeliest first."""

    booked: tuple[tuple[int, Decimal], ...] = ()
    matches: tuple[Match, ...] = field(default=())


def judge(paid: Paid, candidates: Sequence[Candidate]) -> Verdict:
    """Weigh the candidates. What is more than a claim owes is not booked on it."""
    found = sorted((score(paid, one) for one in candidates), key=lambda match: (-match.points, match.claim_id))
    shown = tuple(match for match in found if match.points >= WORTH_SHOWING)
    sure = [match for match in shown if match.sure]
    named = [match for match in sure if {"reference", "reference-in-text"} & set(match.signs)]
    return Verdict(tuple(_booked(paid.amount, named or sure)), shown)


def _booked(amount: Decimal, sure: Sequence[Match]) -> Iterator[tuple[int, Decimal]]:
    """One claim takes what it owes; several do when the sum pays them all, to the cent."""
    if len(sure) == 1:
        yield sure[0].claim_id, min(amount, sure[0].owed)
    elif sure and sum((match.owed for match in sure), ZERO) == amount:
        yield from ((match.claim_id, match.owed) for match in sure)


def score(paid: Paid, one: Candidate) -> Match:
    """The points of one claim, and their reasons."""
    signs = tuple(_signs(paid, one))
    return Match(one.claim_id, sum(POINTS[sign] for sign in signs), signs, one.owed)


def _signs(paid: Paid, one: Candidate) -> Iterator[Sign]:
    if one.reference in {digits_of(found) for found in paid.references}:
        yield "reference"
    elif one.reference in {digits_of(found) for found in paid.references_in_text}:
        yield "reference-in-text"
    if str(one.number) in paid.words:
        yield "number"
    if paid.words.intersection(one.invoices):
        yield "invoice"
    if paid.iban and paid.iban in one.accounts:
        yield "account"
    if paid.amount == one.owed:
        yield "amount"
    if same_name(paid.name, one.name):
        yield "name"
    if one.closed:
        yield "closed"
    elif one.owed <= ZERO:
        yield "settled"


def digits_of(reference: str) -> str:
    """The 12 digits of a Belgian reference, also inside an ISO 11649 one (RFcc + digits)."""
    return reference[4:] if reference.startswith("RF") else reference


def tokens(text: str) -> set[str]:
    """The words of a payment that may be a number: those of three signs or more."""
    return {word for word in TOKEN.findall(text) if len(word) >= 3}


def same_name(one: str, other: str) -> bool:
    """Whether two names are of one person: the words of the shorter all in the longer, titles and legal forms apart."""
    first, second = _words(one), _words(other)
    short, long = sorted((first, second), key=len)
    return bool(short) and short <= long and sum(map(len, short)) >= 4


def _words(name: str) -> set[str]:
    return {word for word in WORD.findall(name.lower()) if word not in NO_NAMES}

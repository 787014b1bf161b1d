"""From a claim to the letter that demands it: every value looked up, nothing decided."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from claims.letters.parts import (
    payee_of,
)
from claims.letters.rows import rows
from claims.letters.whole import letter_about
from claims.models import Claim
from claims.queries.law import country_of, facts_of, kind_of, law_options
from claims.rules import Payee
from claims.statement import Statement, statement
from core.money import ZERO
from law.waits import deadline, wait
from messaging.letters.letter import (
    Letter,
    Notice,
    StatementRow,
)
from messaging.queries import latest_text, text_version
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
    notice: Notice = "first_reminder" if kind == FIRST_REMINDER else "paynow"
    plain = letter_about(
        claim, owed, payee, notice=notice, posted_on=posted_on, deadline=last_day(claim, kind, posted_on)
    )
    version, texts = _worded(notice, plain.audience, plain.language, worded)
    later = _later(claim, posted_on, plain.language) if kind == FIRST_REMINDER else ()
    letter = replace(plain, texts=texts, later_charges=later)
    return Composed(letter, owed, payee, version)


def _worded(notice: str, audience: str, language: str, worded: str | None) -> tuple[str, Mapping[str, str]]:
    """The version of the words, and the agency's own ones if they are."""
    if worded is not None:
        return worded, text_version(notice, audience, language, int(worded.partition("+")[2] or 0))
    own = latest_text(notice, audience, language)
    return (f"{TEMPLATE_VERSION}+{own.version}", own.blocks) if own and own.blocks else (TEMPLATE_VERSION, {})


def example(notice: str, audience: str, language: str, on: date, number: int | None = None) -> Letter | None:
    """This letter to the debtor of claim `number`, or of the latest such, as it would leave on `on`; or None."""
    country, _sign, kind = audience.partition("_")
    claims = Claim.objects.filter(debtor_kind=kind)
    french = Q(country="FR") | Q(chosen_law="fr")
    claims = claims.filter(french) if country == "fr" else claims.exclude(french)
    claims = claims.filter(number=number) if number is not None else claims
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


def _later(claim: Claim, posted_on: date, language: str) -> tuple[StatementRow, ...]:
    """What the terms add once the wait of a first reminder posted on `posted_on` is over (CDE art. XIX.2, 1°)."""
    facts = facts_of(claim, posted_on)
    opened = wait("be", "first-reminder", posted_on, "post", facts.options)
    later = statement(replace(facts, reminder=opened), opened.act_from)
    charges = tuple(line for line in later.lines if line.part == "penalty")
    return rows(Statement(opened.act_from, charges, ()), language) if charges else ()


def nothing_left(owed: Statement) -> bool:
    """Whether there is nothing to demand."""
    return owed.total <= ZERO

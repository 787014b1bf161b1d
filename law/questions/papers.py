"""Questions about papers, numbers and which rules govern."""

import re
from dataclasses import asdict

from law.identifiers import IDENTIFIER_KINDS, IdentifierKind, creditor_reference, identify, structured_reference
from law.mentions import PAPERS, Paper, lacking, mentions
from law.questions.fields import Answer, Field, Question, iso, one_of
from law.refusals import Refusal
from law.rulesets import COUNTRIES, DEBTOR_KINDS, Country, DebtorKind, rule_set

BASE = re.compile(r"[0-9]{1,10}")
LANGUAGES = ("fr", "nl", "de", "en")


def _ruleset(country: str, debtor: DebtorKind, chosen_law: Country | None) -> Answer:
    answer = rule_set(country.lower(), debtor, chosen_law=chosen_law)
    if isinstance(answer, Refusal):
        return _told(answer)
    return {"ruleset": answer.value}


def _content(text: str) -> tuple[str, str]:
    key, separator, printed = text.partition("=")
    if not separator:
        raise ValueError(f"{text!r} is not KEY=TEXT")
    return key, printed


def _mentions(paper: Paper, language: str, content: tuple[tuple[str, str], ...] | None) -> Answer:
    listed = [
        {"key": m.key, "description": m.description, "source": m.source, "text": m.imposed(language)}
        for m in mentions(paper)
    ]
    if content is None:
        return {"mentions": listed}
    return {"mentions": listed, "lacking": [m.key for m in lacking(paper, dict(content), language)]}


def _base(text: str) -> int:
    if not BASE.fullmatch(text):
        raise ValueError(f"{text!r} is not a base of 1 to 10 digits")
    return int(text)


def _reference(base: str, kind: str) -> Answer:
    return {"reference": creditor_reference(base) if kind == "rf" else structured_reference(_base(base))}


def _identifier(kind: IdentifierKind, value: str) -> Answer:
    return asdict(identify(kind, value))


def _told(refusal: Refusal) -> Answer:
    """A refusal as it is answered."""
    return {
        "error": refusal.reason,
        "code": refusal.rule,
        "source": refusal.source,
        "allowed_from": iso(refusal.allowed_from),
        "cure": refusal.cure,
    }


QUESTIONS = (
    Question(
        "ruleset",
        "which rules govern a claim",
        (
            Field("country", help="where the debtor lives or has its seat, ISO code"),
            Field("debtor", one_of(DEBTOR_KINDS), help=", ".join(DEBTOR_KINDS)),
            Field("chosen_law", one_of(COUNTRIES), required=False, help="the recorded choice of law"),
        ),
        _ruleset,
    ),
    Question(
        "mentions",
        "what a notice must say, and what a given one lacks",
        (
            Field("paper", one_of(PAPERS), help=", ".join(PAPERS)),
            Field("language", one_of(LANGUAGES), required=False, default="fr"),
            Field("content", _content, required=False, many=True, help="KEY=TEXT as printed"),
        ),
        _mentions,
    ),
    Question(
        "reference",
        "a structured payment reference",
        (Field("base"), Field("kind", one_of(("ogm", "rf")), required=False, default="ogm")),
        _reference,
    ),
    Question(
        "identifier",
        "check a number",
        (Field("kind", one_of(IDENTIFIER_KINDS), help=", ".join(IDENTIFIER_KINDS)), Field("value", positional=True)),
        _identifier,
    ),
)

"""Words that a message to a debtor should not hold: they look judicial, threaten, shame, or ask what is not owed.

What is found here warns a person; it refuses nothing, for a word may be used rightly ("the court has not been seized").
Sources: CDE art. VI.92 to VI.103 and XIX.5, C. conso. art. L121-6 and L121-7, CPCE art. L111-8.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from law.refusals import gettext_noop as _
from law.rulesets import RuleSet

Fault = Literal["judicial", "threat", "shame", "costs"]
UNFAIR = {"be": "CDE art. VI.92 à VI.103", "fr": "C. conso. art. L121-6 et L121-7"}
CHARGED = {"be": "CDE art. XIX.13", "fr": "CPCE art. L111-8"}
REASONS: dict[Fault, str] = {
    "judicial": _("This looks like a judicial act: an amicable message must not."),
    "threat": _("This threatens with something that the agency cannot do, or not now."),
    "shame": _("This brings others into it: only the debtor may be told of the debt."),
    "costs": _("This asks the debtor for the cost of collection, which stays with the creditor."),
}
WORDS: dict[Fault, tuple[str, ...]] = {
    "judicial": (
        r"huissiers?", r"commissaires? de justice", r"saisies?", r"saisir(?:ons)? vos", r"citations?", r"assignations?",
        r"sommations?", r"tribunal", r"tribunaux", r"justitia", r"exécution forcée", r"jugements?", r"titre exécutoire",
        r"gerechtsdeurwaarders?", r"deurwaarders?", r"beslag", r"dagvaarding", r"rechtbank", r"vonnis",
        r"gerichtsvollzieher", r"pfändung", r"vorladung", r"gericht", r"urteil",
        r"bailiffs?", r"seizures?", r"summons", r"courts?", r"judge?ments?",
    ),
    "threat": (
        r"prison", r"plainte pénale", r"poursuites pénales", r"police", r"gendarmerie", r"dernier avertissement",
        r"dernier avis avant", r"couper? (?:votre|vos) \w+", r"gevangenis", r"strafklacht", r"politie",
        r"laatste waarschuwing",
        r"gefängnis", r"strafanzeige", r"polizei", r"letzte warnung", r"jail", r"criminal charges", r"last warning",
    ),
    "shame": (
        r"employeur", r"voisins?", r"famille", r"liste noire", r"fich(?:é|er|age)", r"publi(?:er|erons) votre nom",
        r"werkgever", r"buren", r"zwarte lijst", r"arbeitgeber", r"nachbarn?", r"schwarze liste",
        r"employer", r"neighbou?rs?", r"blacklist(?:ed)?",
    ),
    "costs": (
        r"frais de (?:recouvrement|dossier|rappel|relance)", r"invorderingskosten", r"dossierkosten",
        r"aanmaningskosten",
        r"inkassokosten", r"mahngebühren?", r"mahnkosten", r"collection (?:costs|fees?)", r"reminder fees?",
    ),
}  # fmt: skip
FOUND = {fault: re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE) for fault, words in WORDS.items()}


@dataclass(frozen=True)
class Warned:
    """One passage: the words found, what is wrong with them, and whose text says so."""

    fault: Fault
    words: str
    reason: str
    source: str


def warned(text: str, rules: RuleSet) -> tuple[Warned, ...]:
    """What in `text` a person should look at before it goes to a debtor under `rules`, in the order of the text.

    The cost of collection is no fault between businesses, whom the law lets be charged for it.
    """
    country = rules.country
    found = sorted(_passages(text, rules), key=lambda one: one[0])
    sources = {"costs": CHARGED[country]}
    return tuple(Warned(fault, words, REASONS[fault], sources.get(fault, UNFAIR[country])) for _, fault, words in found)


def _passages(text: str, rules: RuleSet) -> Iterator[tuple[int, Fault, str]]:
    for fault, pattern in FOUND.items():
        if fault != "costs" or rules in (RuleSet.BE_CONSUMER, RuleSet.FR_CONSUMER):
            yield from ((match.start(), fault, match[0]) for match in pattern.finditer(text))

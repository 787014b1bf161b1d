"""What a notice must say, and what a given one does not. Descriptions are French, as the statutes are."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from law.options import DEFAULTS, Options
from law.rulesets import RuleSet

Paper = Literal["be-first-reminder", "be-agency-notice", "be-visit-document", "fr-first-letter"]
PAPERS: tuple[str, ...] = get_args(Paper)

IMPOSED_SENTENCE = (
    "Cette lettre ne concerne PAS une citation au tribunal ou une saisie. "
    "Il ne s'agit pas d'une procédure de recouvrement judiciaire."
)
L111_8_SECOND = (
    "Les frais de recouvrement entrepris sans titre exécutoire restent à la charge du créancier, sauf s'ils concernent "
    "un acte dont l'accomplissement est prescrit par la loi au créancier. Toute stipulation contraire est réputée non "
    "écrite, sauf disposition législative contraire."
)
L111_8_THIRD = (
    "Cependant, le créancier qui justifie du caractère nécessaire des démarches entreprises pour recouvrer sa créance "
    "peut demander au juge de l'exécution de laisser tout ou partie des frais ainsi exposés à la charge du débiteur de "
    "mauvaise foi."
)


@dataclass(frozen=True)
class Mention:
    """One mandatory mention. `texts` holds the wording that the law imposes, by language; mostly there is none.

    Where a language has no entry its official wording is not known: any text is accepted, unless the mention must be
    reproduced in French (`always_french`).
    """

    key: str
    description: str
    source: str
    texts: Mapping[str, str] = field(default_factory=dict)
    always_french: bool = False

    def imposed(self, language: str) -> str | None:
        """The imposed wording in a language, None when the words are free."""
        return self.texts.get("fr" if self.always_french else language)


def _reminder(key: str, description: str) -> Mention:
    return Mention(key, description, "CDE art. XIX.2")


def _notice(number: int, key: str, description: str, texts: Mapping[str, str] | None = None) -> Mention:
    return Mention(key, description, f"CDE art. XIX.7 § 2, {number}°", texts or {})


def _letter(number: int, key: str, description: str) -> Mention:
    return Mention(key, description, f"CPCE art. R124-4, {number}°")


IMPOSED_KEY = "imposed-sentence"
VISIT = "CDE art. XIX.10"
AGENCY_NOTICE = (
    _notice(
        1,
        "creditor",
        "Créancier originaire : identité, numéro d'entreprise, adresse, téléphone, qualité, courriel le cas "
        "échéant ; après une cession, les coordonnées du nouveau créancier",
    ),
    _notice(
        2,
        "agency",
        "Société de recouvrement : nom, adresse, numéro d'entreprise, coordonnées, et coordonnées de "
        "l'administration de surveillance du SPF Économie",
    ),
    _notice(3, "product", "Description précise du produit ou du service et date d'exigibilité"),
    _notice(4, "breakdown", "Décompte précis et détaillé des montants réclamés"),
    _notice(5, IMPOSED_KEY, "Phrase imposée, en paragraphe séparé et en gras", {"fr": IMPOSED_SENTENCE}),
    _notice(6, "documents", "Possibilité d'obtenir toutes les pièces justificatives sur demande"),
    _notice(7, "dispute", "Procédure à suivre pour contester la dette"),
    _notice(8, "facilities", "Possibilité de demander des facilités de paiement"),
    _notice(9, "consequences", "À défaut de réaction dans le délai, d'autres mesures amiables peuvent suivre"),
)
MENTIONS: dict[Paper, tuple[Mention, ...]] = {
    "be-first-reminder": (
        _reminder("balance", "Solde restant dû et montant de la clause réclamé à défaut de paiement dans les 14 jours"),
        _reminder("creditor", "Nom ou dénomination et numéro d'entreprise du créancier"),
        _reminder("product", "Description du produit ou du service et date d'exigibilité de la dette"),
        _reminder("period", "Délai de paiement avant tout frais, intérêt ou indemnité"),
    ),
    "be-agency-notice": AGENCY_NOTICE,
    "be-visit-document": (
        Mention(
            "amicable-visit",
            "En premier, en paragraphe séparé, encadré, en gras et en plus grand : recouvrement amiable et non "
            "judiciaire, visite que le consommateur n'est pas tenu d'accepter et peut interrompre à tout moment",
            VISIT,
        ),
        *(replace(mention, source=f"{VISIT} ; {mention.source}") for mention in AGENCY_NOTICE),
    ),
    "fr-first-letter": (
        _letter(1, "agency", "Nom, adresse ou siège de la personne chargée du recouvrement amiable, et cette activité"),
        _letter(2, "creditor", "Nom et adresse ou siège du créancier"),
        _letter(
            3,
            "amounts",
            "Fondement et montant de la somme due : principal, intérêts et accessoires distingués, à l'exclusion des "
            "frais à la charge du créancier",
        ),
        _letter(4, "demand", "Demande de payer la somme due et modalités de paiement"),
        Mention(
            "l111-8",
            "Reproduction des deuxième et troisième alinéas de l'article L111-8",
            "CPCE art. R124-4, 5°",
            {"fr": f"{L111_8_SECOND} {L111_8_THIRD}"},
            always_french=True,
        ),
    ),
}
FIRST_PAPER: dict[RuleSet, Paper] = {
    RuleSet.BE_CONSUMER: "be-agency-notice",
    RuleSet.FR_CONSUMER: "fr-first-letter",
    RuleSet.FR_BUSINESS: "fr-first-letter",
    RuleSet.FR_PUBLIC: "fr-first-letter",
}
TYPOGRAPHY = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " ", "«": " ", "»": " "})


def mentions(paper: Paper, options: Options = DEFAULTS) -> tuple[Mention, ...]:
    """The mentions of a paper, in the order of the statute.

    The imposed sentence binds lawyers and bailiffs; an agency prints it unless its options say otherwise.
    """
    return tuple(m for m in MENTIONS[paper] if m.key != IMPOSED_KEY or options.print_imposed_sentence)


def lacking(
    paper: Paper, content: Mapping[str, str], language: str = "fr", options: Options = DEFAULTS
) -> tuple[Mention, ...]:
    """The mentions that `content` (printed text by mention key) leaves out, leaves blank or does not reproduce."""
    return tuple(m for m in mentions(paper, options) if not _present(m, content.get(m.key, ""), language))


def _present(mention: Mention, printed: str, language: str) -> bool:
    imposed = mention.imposed(language)
    return bool(printed.strip()) if imposed is None else _plain(imposed) in _plain(printed)


def _plain(text: str) -> str:
    """The words alone: spaces, quotes and apostrophes as typed by one hand."""
    return " ".join(text.translate(TYPOGRAPHY).split())

"""The words people write in sheets, in French, Dutch, English and German, folded to one spelling."""

import re
import unicodedata
from functools import lru_cache

from babel import Locale

_NOT_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """Lower case, no accents, one space for whatever is no letter or digit: `N° d’Échéance` → `n d echeance`."""
    decomposed = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("œ", "oe").replace("№", "n"))
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain.lower()).strip()


def _table(**meanings: str) -> dict[str, str]:
    return {folded(word): meaning for meaning, words in meanings.items() for word in words.split("|")}


KINDS = _table(
    consumer=(
        "consumer|consommateur|consommatrice|particulier|particuliers|personne privée|privé|client "
        "particulier|b2c|btoc|consument|particuliere|particulier persoon|privé persoon|privaat|"
        "private|private person|individual|person|personne physique|personne physique non professionnelle "
        "|non professionnel|verbraucher|privatperson|privat|c"
    ),
    business=(
        "business|entreprise|société|professionnel|professionnelle|pro|personne morale|indépendant|"
        "commerçant|association|asbl|b2b|btob|company|enterprise|professional|self employed|"
        "bedrijf|onderneming|vennootschap|zelfstandige|professioneel|rechtspersoon|vzw|unternehmen|"
        "firma|gesellschaft|administration|organisme public|b"
    ),
)

DOCUMENT_TYPES = _table(
    invoice=(
        "facture|factures|facture client|facture de vente|facture clients|fac|fact|invoice|customer "
        "invoice|sales invoice|factuur|verkoopfactuur|klantfactuur|klantenfactuur|rechnung|"
        "ausgangsrechnung|380|out invoice|inv|f|fa|vf"
    ),
    credit_note=(
        "avoir|avoir client|note de crédit|note de credit client|nc|facture d'avoir|avoirs|credit "
        "note|customer credit note|creditnota|kredietnota|credit nota|gutschrift|381|out refund|"
        "refund|remboursement|credit memo|cn|a|av"
    ),
)

LANGUAGES = _table(
    fr="fr|fra|fre|français|francais|french|frans|französisch|fr be|fr fr",
    nl="nl|nld|dut|néerlandais|nederlands|dutch|flamand|vlaams|niederländisch|nl be|nl nl",
    de="de|deu|ger|allemand|deutsch|duits|german|de be|de de",
    en="en|eng|anglais|english|engels|englisch|en gb|en us",
)

CHANNELS = _table(
    post=(
        "courrier|lettre|poste|post|postal|courrier postal|par courrier|par lettre|letter|mail "
        "postal|brief|recommandé|lettre recommandée|courrier recommandé|registered|registered letter|"
        "aangetekend|aangetekende brief|papier|paper"
    ),
    email="e-mail|email|mail|courriel|mél|par mail|par e-mail|électronique|electronic|e mail|pdf par mail|elektronisch",
)

YES_NO = _table(
    yes="oui|o|yes|y|ja|j|true|vrai|waar|wahr|1|x|ok",
    no="non|n|no|nee|neen|nein|false|faux|onwaar|falsch|0",
)

MONTHS = {
    folded(name): number
    for number, names in enumerate(
        (
            "janvier|janv|jan|januari|january|januar",
            "février|févr|fév|fev|februari|february|feb|februar",
            "mars|mar|maart|mrt|march|märz|mrz",
            "avril|avr|april|apr",
            "mai|mei|may",
            "juin|juni|jun|june",
            "juillet|juil|juli|jul|july",
            "août|aout|augustus|aug|august",
            "septembre|sept|sep|september",
            "octobre|oct|oktober|okt|october",
            "novembre|nov|november",
            "décembre|déc|dec|december|dezember|dez",
        ),
        start=1,
    )
    for name in names.split("|")
}

CURRENCIES = {
    folded(word) or word: code
    for code, words in {
        "EUR": "eur|euro|euros|€",
        "USD": "usd|us dollar|dollar|dollars|$",
        "GBP": "gbp|livre|livres|pound|pounds|£",
        "CHF": "chf|franc suisse|swiss franc|sfr",
    }.items()
    for word in words.split("|")
}

_COUNTRY_NICKNAMES = {
    "b": "BE",
    "bel": "BE",
    "f": "FR",
    "fra": "FR",
    "france metropolitaine": "FR",
    "l": "LU",
    "lux": "LU",
    "g d luxembourg": "LU",
    "grand duche de luxembourg": "LU",
    "grand duche luxembourg": "LU",
    "nld": "NL",
    "pays bas": "NL",
    "hollande": "NL",
    "holland": "NL",
    "the netherlands": "NL",
    "d": "DE",
    "deu": "DE",
    "rfa": "DE",
    "uk": "GB",
    "gbr": "GB",
    "grande bretagne": "GB",
    "great britain": "GB",
    "angleterre": "GB",
    "england": "GB",
    "usa": "US",
    "etats unis d amerique": "US",
    "united states of america": "US",
    "esp": "ES",
    "ita": "IT",
    "che": "CH",
    "prt": "PT",
    "irlande": "IE",
    "republique tcheque": "CZ",
}


@lru_cache(maxsize=1)
def countries() -> dict[str, str]:
    """Folded country names in four languages, and the two-letter codes themselves, to ISO 3166 alpha-2."""
    found: dict[str, str] = {}
    for language in ("de", "en", "nl", "fr"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}:
                found[folded(name)] = code
                found[code.lower()] = code
    return found | _COUNTRY_NICKNAMES

"""Statutes cited in the reader's language. The law's own sources are written in French, the language of its tables.

Belgian statutes have a name in each language; French codes keep theirs, as they are known by no other.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from web.formatting import MONTHS

_ACT = re.compile(r"\bLoi du (\d+)(?:er)? (\w+) (\d{4}), art\.")
_HALF = re.compile(r"\b([12])er? semestre (\d{4})")
_YEAR = re.compile(r"\bannée (\d{4})")


@dataclass(frozen=True, slots=True)
class _Citing:
    act: str
    halves: tuple[str, str]
    year: str
    names: Mapping[str, str]


_LANGUAGES = {
    "nl": _Citing(
        "Wet van {day} {month} {year}, art.",
        ("1e halfjaar {year}", "2e halfjaar {year}"),
        "jaar {year}",
        {
            "CDE art.": "WER art.",
            "C. civ. belge art.": "Belg. BW art.",
            "Contrat": "Overeenkomst",
            "Taux de refinancement BCE": "Herfinancieringsrente ECB",
            "3 x taux légal": "3 x wettelijke rente",
            "particuliers": "particulieren",
            "autres cas": "andere gevallen",
        },
    ),
    "de": _Citing(
        "Gesetz vom {day}. {month} {year}, Art.",
        ("1. Halbjahr {year}", "2. Halbjahr {year}"),
        "Jahr {year}",
        {
            "CDE art.": "WGB Art.",
            "C. civ. belge art.": "Belg. ZGB Art.",
            " art. ": " Art. ",
            "Contrat": "Vertrag",
            "Taux de refinancement BCE": "Refinanzierungssatz der EZB",
            "3 x taux légal": "3 x gesetzlicher Zinssatz",
            "particuliers": "Privatpersonen",
            "autres cas": "andere Fälle",
        },
    ),
    "en": _Citing(
        "Act of {day} {month} {year}, art.",
        ("1st half of {year}", "2nd half of {year}"),
        "year {year}",
        {
            "CDE art.": "Code of Economic Law art.",
            "C. civ. belge art.": "Belgian Civil Code art.",
            "Contrat": "Contract",
            "Taux de refinancement BCE": "ECB refinancing rate",
            "3 x taux légal": "3 x legal rate",
            "particuliers": "individuals",
            "autres cas": "other cases",
        },
    ),
}


def cited(source: str, language: str) -> str:
    """A source of law as its reader knows it: "CDE art. XIX.4" is "WER art. XIX.4" in Dutch.

    What it does not know, like the reason an agency wrote for its own rate, comes back as it was.
    """
    if language not in _LANGUAGES:
        return source
    citing, months = _LANGUAGES[language], MONTHS[language]
    source = _ACT.sub(lambda found: _act(found, citing.act, months), source)
    source = _HALF.sub(lambda found: citing.halves[int(found[1]) - 1].format(year=found[2]), source)
    source = _YEAR.sub(lambda found: citing.year.format(year=found[1]), source)
    for french, own in citing.names.items():
        source = source.replace(french, own)
    return source


def _act(found: re.Match[str], form: str, months: list[str]) -> str:
    day, month, year = found.groups()
    if month not in MONTHS["fr"]:
        return found[0]
    return form.format(day=day, month=months[MONTHS["fr"].index(month)], year=year)

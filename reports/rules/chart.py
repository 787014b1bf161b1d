"""The chart of accounts: the number under which an accountant keeps each account of the two ledgers.

The defaults follow the Belgian chart (royal decree of 21 October 2018, annex 2) and the French one (PCG, regulation
ANC 2014-03). Other people's money stands in accounts of the balance sheet alone: it is never income, nor a cost.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

TRUST = "trust."


class Wrong(StrEnum):
    """Why a number or a label is refused."""

    NOT_DIGITS = "not-digits"
    LENGTH = "length"
    CLASS = "class"
    RESULT = "result"
    TAKEN = "taken"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Numbered:
    """An account as an accountant knows it; `by_creditor` where each creditor has a sub-account of it."""

    number: str
    label: str
    by_creditor: bool = False


CHARTS: Mapping[str, Mapping[str, Numbered]] = {
    "BE": {
        "trust.bank": Numbered("550100", "Banque : compte de tiers"),
        "trust.in_hand": Numbered("570100", "Caisse : fonds de tiers à déposer"),
        "trust.at_provider": Numbered("580100", "Fonds de tiers chez le prestataire de paiement"),
        "trust.cover": Numbered("416100", "Compte de tiers : à compléter par l’entité"),
        "trust.unmatched": Numbered("499100", "Fonds de tiers à attribuer"),
        "trust.held": Numbered("489100", "Fonds détenus pour les créanciers", by_creditor=True),
        "trust.withheld": Numbered("489200", "Fonds retenus sur factures, à transférer", by_creditor=True),
        "trust.to_return": Numbered("489300", "Fonds de tiers à rembourser aux payeurs"),
        "own.bank": Numbered("550000", "Banque : compte propre"),
        "own.unexplained": Numbered("499000", "Mouvements bancaires à expliquer"),
        "own.receivable": Numbered("416000", "Fonds à restituer par les créanciers", by_creditor=True),
        "own.owed_to_trust": Numbered("489900", "Dette envers le compte de tiers"),
        "own.invoices": Numbered("400000", "Clients", by_creditor=True),
        "own.fees": Numbered("700000", "Prestations de services"),
        "own.vat": Numbered("451000", "TVA à payer"),
        "own.charges": Numbered("656000", "Frais de banque et de paiement"),
        "own.due_from_trust": Numbered("416200", "Fonds retenus à recevoir du compte de tiers"),
    },
    "FR": {
        "trust.bank": Numbered("512100", "Banque : compte dédié aux fonds de tiers"),
        "trust.in_hand": Numbered("511000", "Valeurs à l’encaissement : fonds de tiers"),
        "trust.at_provider": Numbered("517100", "Fonds de tiers chez le prestataire de paiement"),
        "trust.cover": Numbered("467800", "Compte dédié : à compléter par l’entité"),
        "trust.unmatched": Numbered("471000", "Fonds de tiers à attribuer"),
        "trust.held": Numbered("467100", "Mandants : fonds détenus", by_creditor=True),
        "trust.withheld": Numbered("467200", "Mandants : fonds retenus sur factures", by_creditor=True),
        "trust.to_return": Numbered("467300", "Fonds de tiers à rembourser aux payeurs"),
        "own.bank": Numbered("512000", "Banque : compte propre"),
        "own.unexplained": Numbered("472000", "Mouvements bancaires à expliquer"),
        "own.receivable": Numbered("467400", "Fonds à restituer par les mandants", by_creditor=True),
        "own.owed_to_trust": Numbered("467900", "Dette envers le compte dédié"),
        "own.invoices": Numbered("411000", "Clients", by_creditor=True),
        "own.fees": Numbered("706000", "Prestations de services"),
        "own.vat": Numbered("445710", "TVA collectée"),
        "own.charges": Numbered("627800", "Frais de banque et de paiement"),
        "own.due_from_trust": Numbered("467500", "Fonds retenus à recevoir du compte dédié"),
    },
}
RESULT = ("own.fees", "own.charges")  # income and costs: a year's begin at zero
CARRIED = "carried"  # what earlier years earned: in no ledger, but the other side of a year's opening
CARRIED_AS = {"BE": Numbered("140000", "Bénéfice reporté"), "FR": Numbered("110000", "Report à nouveau")}
LENGTHS = {"BE": (6, 8), "FR": (6, 10)}
BEGINS = {  # what the number of an account begins with; class 4 or 5 for all others
    "BE": {
        "trust.bank": "5",
        "own.bank": "5",
        "trust.in_hand": "5",
        "own.invoices": "40",
        "own.fees": "7",
        "own.charges": "6",
        "own.vat": "45",
        CARRIED: "14",
    },
    "FR": {
        "trust.bank": "5",
        "own.bank": "5",
        "trust.in_hand": "5",
        "own.invoices": "41",
        "own.fees": "7",
        "own.charges": "6",
        "own.vat": "445",
        CARRIED: "1",
    },
}
LONGEST = 60
_LABEL = re.compile(r"[^\t\r\n|;\"]+")


def country_of(country: str) -> str:
    """The chart that an entity of this country follows: French, or else Belgian."""
    return "FR" if country.upper() == "FR" else "BE"


def defaults(country: str) -> dict[str, Numbered]:
    """Every account with its usual number, in a fixed order."""
    home = country_of(country)
    return {**CHARTS[home], CARRIED: CARRIED_AS[home]}


def wrong(country: str, account: str, number: str, label: str, others: Mapping[str, str]) -> Wrong | None:
    """Why `account` may not be kept under this number and label; None when it may.

    `others` are the numbers of the other accounts: no two share one, so that trust and own money never do.
    """
    if not re.fullmatch(r"[0-9]+", number):
        return Wrong.NOT_DIGITS
    shortest, longest = LENGTHS[country_of(country)]
    if not shortest <= len(number) <= longest:
        return Wrong.LENGTH
    if number[0] in "67" and account not in RESULT:
        return Wrong.RESULT
    if not number.startswith(begins(country, account)):
        return Wrong.CLASS
    if number in [taken for name, taken in others.items() if name != account]:
        return Wrong.TAKEN
    return None if _LABEL.fullmatch(label) and len(label) <= LONGEST else Wrong.LABEL


def begins(country: str, account: str) -> tuple[str, ...]:
    """With which digits the number of an account begins, one of them."""
    found = BEGINS[country_of(country)].get(account)
    return (found,) if found else ("4", "5")

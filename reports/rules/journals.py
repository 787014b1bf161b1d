"""In which journal an entry of the two ledgers stands, and what it is called there.

French, as the files are that carry it: the journals of an entity are kept in one language.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal by its code and its name."""

    code: str
    label: str


OPENING = Journal("AN", "À-nouveaux")
TRUST_BANK = Journal("BT", "Banque, compte de tiers")
OWN_BANK = Journal("BQ", "Banque, compte propre")
SALES = Journal("VE", "Ventes")
CREDIT_NOTES = Journal("NC", "Notes de crédit")
MISCELLANEOUS = Journal("OD", "Opérations diverses")
JOURNALS = (OPENING, TRUST_BANK, OWN_BANK, SALES, CREDIT_NOTES, MISCELLANEOUS)
BROUGHT_FORWARD = "Report des soldes"
CALLED: Mapping[str, str] = {
    "received": "Fonds reçus",
    "attributed": "Fonds attribués",
    "surplus": "Excédent à rembourser",
    "detached": "Attribution annulée",
    "returned": "Paiement repris par la banque",
    "repaid": "Remboursement au payeur",
    "withheld": "Retenue sur facture",
    "swept": "Transfert des retenues",
    "remitted": "Reversement au créancier",
    "settled": "Versement du prestataire de paiement",
    "deposited": "Dépôt en banque",
    "unexplained": "Mouvement bancaire à expliquer",
    "explained": "Mouvement bancaire expliqué",
    "covered": "Couverture du compte de tiers",
    "invoiced": "Facture",
    "paid": "Paiement de facture",
    "set_off": "Compensation de facture",
}


def journal_of(kind: str, amounts: Mapping[str, Decimal]) -> Journal:
    """The journal of an entry of this kind, whose lines move these accounts (debits above zero)."""
    if kind == "invoiced":
        return SALES if amounts.get("own.invoices", Decimal(0)) > 0 else CREDIT_NOTES
    if "trust.bank" in amounts:
        return TRUST_BANK
    return OWN_BANK if "own.bank" in amounts else MISCELLANEOUS


def called(kind: str, journal: Journal, claims: Collection[int]) -> str:
    """What an entry is called: what happened, and the file where it is about one alone."""
    words = "Note de crédit" if journal == CREDIT_NOTES else CALLED.get(kind, kind)
    return f"{words}, dossier {next(iter(claims))}" if len(claims) == 1 else words

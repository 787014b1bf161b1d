"""What the lines of a statement are called in a letter, by language. A label left out is an error at import."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Braces stand for numbers, amounts and dates. `penalties` and `credits` are keyed by a line's `rule`."""

    principal: str
    principals: str
    interest: str
    paused: str
    plan: str
    percent: str
    times: str
    penalties: Mapping[str, str]
    credits: Mapping[str, str]


LABELS = {
    "fr": Labels(
        principal="Principal de la facture",
        principals="Principal des {count} factures",
        interest="Intérêts de retard à {rates} l’an, du {first} au {last}",
        paused="Aucun intérêt du {first} au {last} : une demande ou une contestation attendait sa décision",
        plan="Aucun intérêt du {first} au {last} : un échéancier est gratuit",
        percent="{rate} %",
        times=" ({count} × {each})",
        penalties={
            "flat": "Indemnité forfaitaire de recouvrement",
            "clause": "Clause pénale des conditions générales",
            "clause-reduced": "Clause pénale, réduite au plafond légal",
        },
        credits={
            "payment": "Paiement reçu du {day}",
            "credit_note": "Note de crédit du {day}",
            "waiver": "Remise du {day}",
            "returned": "Paiement retourné le {day}",
        },
    ),
    "nl": Labels(
        principal="Hoofdsom van de factuur",
        principals="Hoofdsom van de {count} facturen",
        interest="Nalatigheidsinteresten aan {rates} per jaar, van {first} tot en met {last}",
        paused="Geen interesten van {first} tot en met {last}: een verzoek of betwisting wachtte op een beslissing",
        plan="Geen interesten van {first} tot en met {last}: een afbetalingsplan is kosteloos",
        percent="{rate} %",
        times=" ({count} × {each})",
        penalties={
            "flat": "Forfaitaire vergoeding voor invorderingskosten",
            "clause": "Schadebeding van de algemene voorwaarden",
            "clause-reduced": "Schadebeding, verlaagd tot het wettelijke maximum",
        },
        credits={
            "payment": "Betaling ontvangen op {day}",
            "credit_note": "Creditnota van {day}",
            "waiver": "Kwijtschelding van {day}",
            "returned": "Betaling teruggekeerd op {day}",
        },
    ),
    "de": Labels(
        principal="Hauptforderung der Rechnung",
        principals="Hauptforderung der {count} Rechnungen",
        interest="Verzugszinsen zu {rates} im Jahr, vom {first} bis {last}",
        paused="Keine Zinsen vom {first} bis {last}: ein Antrag oder eine Bestreitung wartete auf eine Entscheidung",
        plan="Keine Zinsen vom {first} bis {last}: ein Zahlungsplan ist kostenlos",
        percent="{rate} %",
        times=" ({count} × {each})",
        penalties={
            "flat": "Pauschale für Eintreibungskosten",
            "clause": "Schadenersatzklausel der Geschäftsbedingungen",
            "clause-reduced": "Schadenersatzklausel, auf den gesetzlichen Höchstbetrag gekürzt",
        },
        credits={
            "payment": "Zahlung vom {day}",
            "credit_note": "Gutschrift vom {day}",
            "waiver": "Erlass vom {day}",
            "returned": "Zahlung zurückgegeben am {day}",
        },
    ),
    "en": Labels(
        principal="Principal of the invoice",
        principals="Principal of the {count} invoices",
        interest="Late-payment interest at {rates} a year, from {first} to {last}",
        paused="No interest from {first} to {last}: a request or dispute waited for its decision",
        plan="No interest from {first} to {last}: a payment plan is free of charge",
        percent="{rate}%",
        times=" ({count} × {each})",
        penalties={
            "flat": "Lump sum for collection costs",
            "clause": "Penalty clause of the general terms",
            "clause-reduced": "Penalty clause, reduced to the legal cap",
        },
        credits={
            "payment": "Payment received on {day}",
            "credit_note": "Credit note of {day}",
            "waiver": "Waiver of {day}",
            "returned": "Payment returned on {day}",
        },
    ),
}

"""What the papers for a creditor say: certificate of non-recovery and complete file, in its language.

A field left out is an error at import. Braces stand for what is filled in; they are the same in every language.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Attesting:
    """The fixed words of the two papers. `story` names kinds of events; empty where the screens speak the language."""

    certificate: str
    file: str
    file_within: str
    complete: str
    closed_off: str
    opened: str
    closed: str
    owed: str
    creditor: str
    debtor: str
    number: str
    attests: str
    invoice: str
    dated: str
    due: str
    balance: str
    invoices: str
    steps: str
    day: str
    step: str
    no_step: str
    worth: str
    done_at: str
    page: str
    statement: str
    line: str
    why: str
    amount: str
    total: str
    events: str
    event: str
    detail: str
    paper: str
    beside: str
    stages: Mapping[str, str]
    papers: Mapping[str, str]
    story: Mapping[str, str]


ATTESTING = {
    "fr": Attesting(
        certificate="Attestation de non-recouvrement",
        file="Dossier {number}",
        file_within="dossier {number}",
        complete="Dossier complet",
        closed_off="arrêté au {day}",
        opened="Ouvert le {day}",
        closed="clos le {day}",
        owed="Dû au {day} :",
        creditor="Créancier",
        debtor="Débiteur",
        number="n°",
        attests=(
            "{agency}, chargée par {creditor} du recouvrement amiable des factures ci-dessous, atteste qu’à la date du "
            "{day} les démarches énumérées plus bas n’ont pas permis d’obtenir le paiement complet de la créance. Il "
            "reste dû à cette date :"
        ),
        invoice="Facture",
        dated="Du",
        due="Échéance",
        balance="Solde remis",
        invoices="Factures",
        steps="Démarches accomplies",
        day="Date",
        step="Démarche ou réponse",
        no_step="Aucune démarche n’a été possible.",
        worth=(
            "Cette attestation constate l’échec du recouvrement amiable. Elle ne vaut ni remise de dette ni constat "
            "judiciaire d’insolvabilité."
        ),
        done_at="Fait à {city}, le {day}, pour {agency}.",
        page="page",
        statement="Décompte",
        line="Poste",
        why="Raison",
        amount="Montant",
        total="Total",
        events="Démarches et événements",
        event="Événement",
        detail="Précision",
        paper="Pièce",
        beside="à part",
        stages={"paynow": "PAYNOW", "amicable": "phase amiable", "judicial": "phase judiciaire", "closed": "clos"},
        papers={
            "invoice": "facture",
            "reminder": "preuve du premier rappel",
            "terms": "conditions générales",
            "delivery": "preuve de livraison",
            "letter": "lettre envoyée",
            "other": "autre document",
        },
        story={},
    ),
    "en": Attesting(
        certificate="Certificate of non-recovery",
        file="File {number}",
        file_within="file {number}",
        complete="Complete file",
        closed_off="as it stood on {day}",
        opened="Opened on {day}",
        closed="closed on {day}",
        owed="Owed on {day}:",
        creditor="Creditor",
        debtor="Debtor",
        number="no.",
        attests=(
            "{agency}, instructed by {creditor} to recover the invoices below amicably, certifies that by {day} the "
            "steps listed further down had not led to full payment of the claim. Still owed on that day:"
        ),
        invoice="Invoice",
        dated="Dated",
        due="Due",
        balance="Balance handed over",
        invoices="Invoices",
        steps="Steps taken",
        day="Date",
        step="Step or answer",
        no_step="No step was possible.",
        worth=(
            "This certificate records that amicable recovery failed. It neither waives the debt nor is it a court's "
            "finding of insolvency."
        ),
        done_at="Done at {city} on {day}, for {agency}.",
        page="page",
        statement="Statement",
        line="Item",
        why="Reason",
        amount="Amount",
        total="Total",
        events="Steps and events",
        event="Event",
        detail="Detail",
        paper="Paper",
        beside="separately",
        stages={"paynow": "PAYNOW", "amicable": "amicable stage", "judicial": "judicial stage", "closed": "closed"},
        papers={
            "invoice": "invoice",
            "reminder": "proof of the first reminder",
            "terms": "terms of sale",
            "delivery": "proof of delivery",
            "letter": "letter sent",
            "other": "other document",
        },
        story={},
    ),
    "nl": Attesting(
        certificate="Attest van niet-invordering",
        file="Dossier {number}",
        file_within="dossier {number}",
        complete="Volledig dossier",
        closed_off="afgesloten op {day}",
        opened="Geopend op {day}",
        closed="gesloten op {day}",
        owed="Verschuldigd op {day}:",
        creditor="Schuldeiser",
        debtor="Schuldenaar",
        number="nr.",
        attests=(
            "{agency}, door {creditor} belast met de minnelijke invordering van onderstaande facturen, verklaart dat "
            "de hierna vermelde stappen op {day} niet tot volledige betaling hadden geleid. Op die dag blijft "
            "verschuldigd:"
        ),
        invoice="Factuur",
        dated="Van",
        due="Vervaldag",
        balance="Overgedragen saldo",
        invoices="Facturen",
        steps="Ondernomen stappen",
        day="Datum",
        step="Stap of antwoord",
        no_step="Geen enkele stap was mogelijk.",
        worth=(
            "Dit attest stelt vast dat de minnelijke invordering mislukt is. Het is geen kwijtschelding en geen "
            "gerechtelijke vaststelling van onvermogen."
        ),
        done_at="Opgemaakt te {city} op {day}, voor {agency}.",
        page="bladzijde",
        statement="Afrekening",
        line="Post",
        why="Reden",
        amount="Bedrag",
        total="Totaal",
        events="Stappen en gebeurtenissen",
        event="Gebeurtenis",
        detail="Toelichting",
        paper="Stuk",
        beside="apart",
        stages={
            "paynow": "PAYNOW",
            "amicable": "minnelijke fase",
            "judicial": "gerechtelijke fase",
            "closed": "gesloten",
        },
        papers={
            "invoice": "factuur",
            "reminder": "bewijs van de eerste herinnering",
            "terms": "algemene voorwaarden",
            "delivery": "leveringsbewijs",
            "letter": "verzonden brief",
            "other": "ander stuk",
        },
        story={
            "opened": "Dossier ontvangen",
            "ordered": "Schriftelijke opdracht gegeven",
            "written": "Brief opgemaakt",
            "posted": "Brief op de post gedaan",
            "emailed": "E-mail verzonden",
            "texted": "Sms verzonden",
            "replied": "Antwoord ontvangen",
            "called": "Telefoongesprek of poging",
            "visited": "Bezoek",
            "credited": "Betaling of vermindering",
            "uncredited": "Betaling teruggedraaid",
            "held": "Opgeschort",
            "released": "Opschorting beëindigd",
            "promised": "Betalingsbelofte",
            "promise_kept": "Belofte nagekomen",
            "promise_broken": "Belofte niet nagekomen",
            "plan_asked": "Afbetalingsplan gevraagd",
            "plan_agreed": "Afbetalingsplan overeengekomen",
            "plan_defaulted": "Afbetalingsplan niet nageleefd",
            "disputed": "Betwisting",
            "dispute_decided": "Beslissing over de betwisting",
            "decision_asked": "De schuldeiser werd om een keuze gevraagd",
            "decided": "Keuze van de schuldeiser",
            "moved": "Andere fase",
            "document_added": "Stuk toegevoegd",
            "certified": "Attest van niet-invordering opgemaakt",
            "erased": "Persoonsgegevens gewist",
        },
    ),
    "de": Attesting(
        certificate="Bescheinigung der Uneinbringlichkeit",
        file="Akte {number}",
        file_within="Akte {number}",
        complete="Vollständige Akte",
        closed_off="Stand {day}",
        opened="Eröffnet am {day}",
        closed="geschlossen am {day}",
        owed="Geschuldet am {day}:",
        creditor="Gläubiger",
        debtor="Schuldner",
        number="Nr.",
        attests=(
            "{agency}, von {creditor} mit der gütlichen Einziehung der unten genannten Rechnungen beauftragt, "
            "bescheinigt, dass die weiter unten aufgeführten Schritte bis zum {day} nicht zur vollständigen Zahlung "
            "geführt haben. An diesem Tag bleiben geschuldet:"
        ),
        invoice="Rechnung",
        dated="Vom",
        due="Fällig am",
        balance="Übergebener Restbetrag",
        invoices="Rechnungen",
        steps="Unternommene Schritte",
        day="Datum",
        step="Schritt oder Antwort",
        no_step="Kein Schritt war möglich.",
        worth=(
            "Diese Bescheinigung stellt fest, dass die gütliche Einziehung gescheitert ist. Sie ist weder ein "
            "Schulderlass noch eine gerichtliche Feststellung der Zahlungsunfähigkeit."
        ),
        done_at="Ausgestellt in {city} am {day}, für {agency}.",
        page="Seite",
        statement="Abrechnung",
        line="Posten",
        why="Grund",
        amount="Betrag",
        total="Summe",
        events="Schritte und Ereignisse",
        event="Ereignis",
        detail="Einzelheit",
        paper="Unterlage",
        beside="gesondert",
        stages={
            "paynow": "PAYNOW",
            "amicable": "gütliche Phase",
            "judicial": "gerichtliche Phase",
            "closed": "geschlossen",
        },
        papers={
            "invoice": "Rechnung",
            "reminder": "Nachweis der ersten Erinnerung",
            "terms": "Geschäftsbedingungen",
            "delivery": "Liefernachweis",
            "letter": "versandter Brief",
            "other": "andere Unterlage",
        },
        story={
            "opened": "Akte erhalten",
            "ordered": "Schriftlicher Auftrag erteilt",
            "written": "Brief verfasst",
            "posted": "Brief zur Post gegeben",
            "emailed": "E-Mail versandt",
            "texted": "SMS versandt",
            "replied": "Antwort erhalten",
            "called": "Anruf oder Versuch",
            "visited": "Besuch",
            "credited": "Zahlung oder Gutschrift",
            "uncredited": "Zahlung rückgängig gemacht",
            "held": "Ruht",
            "released": "Ruhen beendet",
            "promised": "Zahlungsversprechen",
            "promise_kept": "Versprechen gehalten",
            "promise_broken": "Versprechen gebrochen",
            "plan_asked": "Ratenplan beantragt",
            "plan_agreed": "Ratenplan vereinbart",
            "plan_defaulted": "Ratenplan nicht eingehalten",
            "disputed": "Bestreitung",
            "dispute_decided": "Entscheidung über die Bestreitung",
            "decision_asked": "Der Gläubiger wurde um eine Entscheidung gebeten",
            "decided": "Entscheidung des Gläubigers",
            "moved": "Andere Phase",
            "document_added": "Unterlage hinzugefügt",
            "certified": "Bescheinigung der Uneinbringlichkeit ausgestellt",
            "erased": "Personenbezogene Daten gelöscht",
        },
    ),
}


def attesting(language: str) -> Attesting:
    """The words in a creditor's language; French where it speaks another."""
    return ATTESTING.get(language, ATTESTING["fr"])

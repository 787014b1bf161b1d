"""The fixed words of a letter in the reader's language. They are part of a legal text, so they do not come from the
translations of the screens: a language without an entry here has no letters."""

from dataclasses import dataclass

from formats.errors import BadValue


@dataclass(frozen=True, slots=True)
class Words:
    salutation: str
    subjects: dict[str, str]
    on_behalf_of: str
    mail_subject: str
    charges: str
    our_reference: str
    date: str
    creditor: str
    customer_number: str
    vat: str
    phone: str
    to_pay: str
    by: str
    to: str
    invoice: str
    invoices: str
    invoice_date: str
    due_date: str
    description: str
    balance: str
    invoices_in_annex: str
    total: str
    only: str
    how_to_pay: str
    payee: str
    reference: str
    amount: str
    scan: str
    object_title: str
    write_to: str
    or_at_address: str
    genuine: str
    code: str
    page: str
    farewell: str
    annex: str
    annex_subtotal: str
    supervisor: str


FRENCH = Words(
    salutation="Madame, Monsieur,",
    subjects={
        "paynow": "Mise en demeure de payer",
        "first_reminder": "Premier rappel de paiement, sans frais",
    },
    on_behalf_of="au nom de",
    mail_subject="{creditor} : votre dossier {reference}",
    charges="Montant qui serait alors réclamé",
    our_reference="Notre dossier",
    date="Date",
    creditor="Créancier",
    customer_number="Votre n° de client",
    vat="TVA",
    phone="Tél.",
    to_pay="À payer",
    by="Au plus tard le",
    to="À",
    invoice="Facture",
    invoices="Factures",
    invoice_date="Date",
    due_date="Échéance",
    description="Objet",
    balance="Reste dû",
    invoices_in_annex="{count} factures échues du {first} au {last}, détaillées en annexe",
    total="Total à payer",
    only="Total à payer ({label} seul)",
    how_to_pay="Payer",
    payee="Bénéficiaire",
    reference="Communication",
    amount="Montant",
    scan="Code à scanner avec votre application bancaire",
    object_title="Contester ou demander du temps",
    write_to="Écrivez-nous :",
    or_at_address=" ou par lettre.",
    genuine="Ce courrier est-il authentique ? Vérifiez-le :",
    code="Code",
    page="Page",
    farewell="Veuillez agréer, Madame, Monsieur, nos salutations distinguées.",
    annex="Annexe : détail des factures",
    annex_subtotal="Total des factures",
    supervisor="Administration de surveillance",
)
WORDS = {"fr": FRENCH}


def words(language: str) -> Words:
    """The words in one language. BadValue (no_letters_in) when letters are not written in it yet."""
    if language not in WORDS:
        raise BadValue("no_letters_in", language)
    return WORDS[language]

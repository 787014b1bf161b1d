"""French, the first language of the letters and the only one in which statutes impose a wording."""

from messaging.letters.vocabulary import Words

FRENCH = Words(
    salutation="Madame, Monsieur,",
    farewell="Veuillez agréer, Madame, Monsieur, nos salutations distinguées.",
    subjects={
        "paynow": "Mise en demeure de payer",
        "first_reminder": "Premier rappel de paiement, sans frais",
        "visit": "Document remis lors d’une visite",
    },
    on_behalf_of="au nom de",
    mail_subject="{creditor} : votre dossier {reference}",
    colon=" :",
    our_reference="Notre dossier",
    our_reference_within="notre dossier",
    date="Date",
    creditor="Créancier",
    customer_number="N° de client",
    vat="TVA",
    phone="Tél.",
    register="BCE",
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
    charges="Montant qui serait alors réclamé",
    charges_to_come=(
        "Si le paiement n’est pas reçu à cette date, {creditor} pourra vous réclamer en plus, selon ses conditions "
        "générales :"
    ),
    no_charges_to_come=(
        "Si le paiement n’est pas reçu à cette date, aucune indemnité forfaitaire ne s’y ajoutera : les conditions de "
        "{creditor} n’en prévoient pas."
    ),
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
    code_within="code",
    page="Page",
    annex="Annexe : détail des factures",
    annex_subtotal="Total des factures",
    activity="Société de recouvrement amiable de créances",
    registration="Inscrite au SPF Économie sous le n° {number}",
    insurance="RC professionnelle : {insurer}, police {policy}",
    supervisor="Administration de surveillance",
    supervisors={
        "BE": "SPF Économie, Direction générale de l’Inspection économique, North Gate, Boulevard du Roi Albert II 16, "
        "1000 Bruxelles, 0800 120 33, economie.fgov.be"
    },
    privacy=(
        "Données personnelles : {agency} traite celles de ce dossier, reçues de {creditor}, pour recouvrer la créance "
        "(contrat, intérêt légitime), les communique au créancier et, s’il y a lieu, à ses huissiers et avocats, et "
        "les garde jusqu’à la prescription. Accès, rectification, opposition : {email}. Réclamation : {authority}."
    ),
    authorities={"BE": "Autorité de protection des données", "FR": "CNIL"},
    l111_8_title="Code des procédures civiles d’exécution, article L111-8, deuxième et troisième alinéas :",
)

"""Dutch, in the terms of Belgian law: ingebrekestelling, schadebeding, Wetboek van economisch recht (WER)."""

from messaging.letters.vocabulary import Words

DUTCH = Words(
    salutation="Geachte mevrouw, geachte heer,",
    farewell="Hoogachtend",
    subjects={
        "paynow": "Ingebrekestelling tot betaling",
        "first_reminder": "Eerste betalingsherinnering, kosteloos",
        "visit": "Document overhandigd bij een huisbezoek",
    },
    on_behalf_of="namens",
    mail_subject="{creditor}: uw dossier {reference}",
    colon=":",
    our_reference="Ons dossier",
    our_reference_within="ons dossier",
    date="Datum",
    creditor="Schuldeiser",
    customer_number="Klantnummer",
    vat="Btw",
    phone="Tel.",
    register="KBO",
    to_pay="Te betalen",
    by="Uiterlijk op",
    to="Aan",
    invoice="Factuur",
    invoices="Facturen",
    invoice_date="Datum",
    due_date="Vervaldag",
    description="Betreft",
    balance="Nog te betalen",
    invoices_in_annex="{count} facturen, vervallen van {first} tot {last}, in detail in de bijlage",
    total="Totaal te betalen",
    only="Totaal te betalen (enkel {label})",
    charges="Bedrag dat dan zou worden gevorderd",
    charges_to_come=(
        "Is de betaling op die datum niet ontvangen, dan kan {creditor} op grond van het schadebeding in de algemene "
        "voorwaarden bovendien vorderen:"
    ),
    no_charges_to_come=(
        "Is de betaling op die datum niet ontvangen, dan komt er geen forfaitaire schadevergoeding bij: de voorwaarden "
        "van {creditor} bevatten geen schadebeding."
    ),
    how_to_pay="Betalen",
    payee="Begunstigde",
    reference="Mededeling",
    amount="Bedrag",
    scan="Code om te scannen met uw bankapp",
    object_title="Betwisten of uitstel vragen",
    write_to="Schrijf ons:",
    or_at_address=" of per brief.",
    genuine="Is deze brief echt? Controleer het:",
    code="Code",
    code_within="code",
    page="Blz.",
    annex="Bijlage: detail van de facturen",
    annex_subtotal="Totaal van de facturen",
    activity="Onderneming voor minnelijke invordering van schulden",
    registration="Ingeschreven bij de FOD Economie onder nr. {number}",
    insurance="Beroepsaansprakelijkheid: {insurer}, polis {policy}",
    supervisor="Toezichthoudende administratie",
    supervisors={
        "BE": "FOD Economie, Algemene Directie Economische Inspectie, North Gate, Koning Albert II-laan 16, "
        "1000 Brussel, 0800 120 33, economie.fgov.be"
    },
    privacy=(
        "Persoonsgegevens: {agency} verwerkt die van dit dossier, ontvangen van {creditor}, om de schuld te "
        "innen (overeenkomst, gerechtvaardigd belang), deelt ze mee aan de schuldeiser en zo nodig aan "
        "deurwaarders en advocaten, en bewaart ze tot de verjaring. "
        "Inzage, verbetering, bezwaar: {email}. Klacht: {authority}."
    ),
    authorities={"BE": "Gegevensbeschermingsautoriteit", "FR": "CNIL"},
    imposed_announced="Vertaling:",
    imposed_translation=(
        "Deze brief betreft GEEN dagvaarding voor de rechtbank en GEEN beslag. Het gaat niet om een gerechtelijke "
        "invorderingsprocedure."
    ),
    l111_8_title="Franse Code des procédures civiles d’exécution, art. L111-8, tweede en derde lid:",
    l111_8_announced="Vertaling (enkel de Franse tekst geldt):",
    l111_8_translation=(
        "Kosten van invordering zonder uitvoerbare titel blijven ten laste van de schuldeiser, tenzij voor een "
        "handeling die de wet hem voorschrijft. Elk ander beding geldt als niet geschreven, tenzij de wet anders "
        "bepaalt.",
        "De schuldeiser die de noodzaak van zijn stappen aantoont, kan de executierechter echter vragen die kosten "
        "geheel of deels ten laste te leggen van de schuldenaar te kwader trouw.",
    ),
)

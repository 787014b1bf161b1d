"""German, in the terms of Belgian law: Inverzugsetzung, Schadenersatzklausel, Wirtschaftsgesetzbuch (WGB)."""

from messaging.letters.vocabulary import Words

GERMAN = Words(
    salutation="Sehr geehrte Damen und Herren,",
    farewell="Mit freundlichen Grüßen",
    subjects={
        "paynow": "Inverzugsetzung (Mahnung)",
        "first_reminder": "Erste Zahlungserinnerung, kostenlos",
        "visit": "Bei einem Hausbesuch übergebenes Schreiben",
    },
    on_behalf_of="im Namen von",
    mail_subject="{creditor}: Ihre Akte {reference}",
    colon=":",
    nouns_are_capitals=True,
    our_reference="Unsere Akte",
    our_reference_within="unsere Akte",
    date="Datum",
    creditor="Gläubiger",
    customer_number="Kundennummer",
    vat="MwSt.",
    phone="Tel.",
    register="ZDU",
    to_pay="Zu zahlen",
    by="Spätestens am",
    to="An",
    invoice="Rechnung",
    invoices="Rechnungen",
    invoice_date="Datum",
    due_date="Fälligkeit",
    description="Gegenstand",
    balance="Noch offen",
    invoices_in_annex="{count} Rechnungen, fällig vom {first} bis {last}, im Einzelnen in der Anlage",
    total="Gesamtbetrag",
    only="Gesamtbetrag (nur {label})",
    charges="Betrag, der dann gefordert würde",
    charges_to_come=(
        "Geht die Zahlung bis dahin nicht ein, kann {creditor} gemäß der Schadenersatzklausel der allgemeinen "
        "Geschäftsbedingungen zusätzlich fordern:"
    ),
    no_charges_to_come=(
        "Geht die Zahlung bis dahin nicht ein, kommt kein Pauschalbetrag hinzu: Die Geschäftsbedingungen von "
        "{creditor} sehen keinen vor."
    ),
    how_to_pay="Zahlen",
    payee="Empfänger",
    reference="Mitteilung",
    amount="Betrag",
    scan="Code zum Scannen mit Ihrer Banking-App",
    object_title="Widersprechen oder Zeit erbitten",
    write_to="Schreiben Sie uns:",
    or_at_address=" oder per Brief.",
    genuine="Ist dieser Brief echt? Prüfen Sie es:",
    code="Code",
    code_within="Code",
    page="Seite",
    annex="Anlage: die Rechnungen im Einzelnen",
    annex_subtotal="Summe der Rechnungen",
    activity="Unternehmen für die gütliche Eintreibung von Schulden",
    registration="Beim FÖD Wirtschaft unter Nr. {number} eingetragen",
    insurance="Berufshaftpflicht: {insurer}, Police {policy}",
    supervisor="Aufsichtsbehörde",
    supervisors={
        "BE": "FÖD Wirtschaft, Generaldirektion Wirtschaftsinspektion, North Gate, Boulevard du Roi Albert II 16, "
        "1000 Brüssel, 0800 120 33, economie.fgov.be"
    },
    privacy=(
        "Personenbezogene Daten: {agency} verarbeitet die von {creditor} erhaltenen Daten dieser Akte zur Eintreibung "
        "(Vertrag, berechtigtes Interesse), gibt sie an Gläubiger, nötigenfalls Gerichtsvollzieher "
        "und Anwälte weiter und bewahrt sie bis zur Verjährung auf. Auskunft, Berichtigung, Widerspruch: {email}. "
        "Beschwerde: {authority}."
    ),
    authorities={"BE": "Datenschutzbehörde", "FR": "CNIL"},
    imposed_announced="Übersetzung:",
    imposed_translation=(
        "Dieser Brief betrifft KEINE Gerichtsladung und KEINE Pfändung. Es ist kein gerichtliches "
        "Eintreibungsverfahren."
    ),
    l111_8_title="Französischer Code des procédures civiles d’exécution, Art. L111-8, Absätze 2 und 3:",
    l111_8_announced="Übersetzung (nur der französische Wortlaut gilt):",
    l111_8_translation=(
        "Kosten einer Eintreibung ohne Vollstreckungstitel trägt der Gläubiger, außer für eine ihm vom Gesetz "
        "vorgeschriebene Handlung. Anderes gilt als nicht vereinbart, sofern das Gesetz es nicht zulässt.",
        "Weist der Gläubiger die Notwendigkeit seiner Schritte nach, kann er jedoch beim Vollstreckungsrichter "
        "beantragen, dass der bösgläubige Schuldner diese Kosten ganz oder teilweise trägt.",
    ),
)

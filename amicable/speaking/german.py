"""The amicable stage in German."""

from amicable.speaking.vocabulary import Speech

GERMAN = Speech(
    headings={
        "friendly": "Freundliche Zahlungserinnerung",
        "neutral": "Zahlungserinnerung",
        "firm": "Dringende Zahlungserinnerung",
        "formal-notice": "Inverzugsetzung",
        "delivery-stop-notice": "Ankündigung eines Lieferstopps",
    },
    openings={
        "friendly": (
            "Nach unseren Unterlagen ist Folgendes noch nicht bezahlt: {total} an {creditor}. Vielleicht ging eine "
            "Rechnung verloren, oder eine Überweisung blieb liegen? Bitte zahlen Sie spätestens am {deadline}, oder "
            "sagen Sie uns, woran es liegt."
        ),
        "neutral": (
            "Trotz unserer letzten Nachricht haben wir Ihre Zahlung von {total} an {creditor} nicht erhalten. Bitte "
            "zahlen Sie spätestens am {deadline}, oder rufen Sie uns an, um eine Lösung zu vereinbaren."
        ),
        "firm": (
            "Sie schulden {creditor} weiterhin {total}, und unsere Schritte blieben ohne Ergebnis. Wir bitten Sie, "
            "spätestens am {deadline} zu zahlen. Ein Ratenplan bleibt möglich, wenn Sie ihn vor diesem Tag beantragen."
        ),
        "formal-notice": (
            "Hiermit setzen wir Sie im Namen von {creditor} in Verzug und fordern Sie auf, spätestens am {deadline} "
            "{total} zu zahlen."
        ),
        "delivery-stop-notice": (
            "{creditor} bittet uns, Ihnen mitzuteilen, dass laufende Lieferungen oder Leistungen ausgesetzt werden, "
            "wenn {total} nicht spätestens am {deadline} bezahlt sind."
        ),
    },
    closings={
        "friendly": "Schon bezahlt? Danke; nennen Sie uns bitte den Tag, dann schließen wir die Akte.",
        "neutral": (
            "Schon bezahlt? Nennen Sie uns den Tag, wir prüfen es. Ohne Reaktion melden wir uns wieder bei Ihnen."
        ),
        "firm": (
            "Ohne Zahlung oder Antwort bis zu diesem Tag endet die gütliche Phase, und {creditor} entscheidet über das "
            "weitere Vorgehen."
        ),
        "formal-notice": (
            "Ohne Zahlung oder begründeten Einspruch bis zu diesem Tag entscheidet {creditor} über das weitere "
            "Vorgehen."
        ),
        "delivery-stop-notice": (
            "Nach der Zahlung wird wieder geliefert. Ein vorübergehender Engpass? Schlagen Sie uns vor diesem Tag "
            "einen Ratenplan vor."
        ),
    },
    dispute="Sie bestreiten die Forderung? Nennen Sie uns Gründe und Belege: bis zur Antwort ruhen unsere Schritte.",
    facilities="Sie brauchen Zeit? Schlagen Sie uns einen Ratenplan vor, er ist kostenlos.",
    documents="Kopie der Rechnungen: auf einfache Anfrage.",
    first_letter="Unser erster Brief: Referenz {number}, vom {day}.",
    others="Sie haben beim selben Gläubiger weitere offene Akten, getrennt zu zahlen:",
    other="Akte {number}, Mitteilung {reference}",
    all_together="Summe Ihrer Akten",
    sms={
        "friendly": (
            "{agency} für {creditor}: {total} scheinen unbezahlt ({files}). Bitte zahlen Sie auf {iban}, Mitteilung "
            "{reference}, oder rufen Sie {phone} an."
        ),
        "neutral": (
            "{agency} für {creditor}: wir erwarten {total} ({files}). IBAN {iban}, Mitteilung {reference}. Eine Frage, "
            "ein Aufschub? {phone}."
        ),
        "firm": (
            "{agency} für {creditor}: {total} bleiben geschuldet ({files}). Zahlen Sie auf {iban}, Mitteilung "
            "{reference}, oder rufen Sie bald {phone} an."
        ),
    },
    sms_files="{count} Akten",
    sms_first_letter=" Unser Brief vom {day}, Ref. {number}.",
    sms_page=" Ihre Akte: {url}",
)

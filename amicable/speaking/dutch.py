"""The amicable stage in Dutch."""

from amicable.speaking.vocabulary import Speech

DUTCH = Speech(
    headings={
        "friendly": "Vriendelijke herinnering",
        "neutral": "Betalingsherinnering",
        "firm": "Dringende betalingsherinnering",
        "formal-notice": "Ingebrekestelling",
        "delivery-stop-notice": "Aankondiging van een leveringsstop",
    },
    openings={
        "friendly": (
            "Volgens onze gegevens is het volgende nog niet betaald: {total} aan {creditor}. Misschien raakte een "
            "factuur zoek of bleef een overschrijving liggen? Gelieve uiterlijk op {deadline} te betalen, of ons te "
            "laten weten wat er scheelt."
        ),
        "neutral": (
            "Ondanks ons vorige bericht ontvingen wij uw betaling van {total} aan {creditor} niet. Gelieve uiterlijk "
            "op {deadline} te betalen, of ons te bellen om een oplossing af te spreken."
        ),
        "firm": (
            "U bent {creditor} nog altijd {total} verschuldigd en onze stappen bleven zonder resultaat. Wij vragen u "
            "uiterlijk op {deadline} te betalen. Een afbetalingsplan blijft mogelijk, als u het vóór die datum vraagt."
        ),
        "formal-notice": (
            "Hierbij stellen wij u namens {creditor} in gebreke om uiterlijk op {deadline} {total} te betalen."
        ),
        "delivery-stop-notice": (
            "{creditor} vraagt ons u te melden dat de lopende leveringen of diensten worden opgeschort als {total} "
            "niet uiterlijk op {deadline} betaald is."
        ),
    },
    closings={
        "friendly": "Hebt u al betaald? Dank u; laat ons weten wanneer, dan sluiten wij het dossier.",
        "neutral": (
            "Hebt u al betaald? Laat ons weten wanneer, dan gaan wij dat na. Zonder reactie nemen wij opnieuw contact "
            "op."
        ),
        "firm": (
            "Zonder betaling of antwoord op die datum eindigt de minnelijke fase en beslist {creditor} over het "
            "vervolg."
        ),
        "formal-notice": (
            "Zonder betaling of gemotiveerde betwisting op die datum beslist {creditor} over het vervolg."
        ),
        "delivery-stop-notice": (
            "Na betaling worden de leveringen hervat. Hebt u het tijdelijk moeilijk? Stel ons vóór die datum een "
            "afbetalingsplan voor."
        ),
    },
    dispute="Betwist u dit? Geef ons uw redenen en stukken: onze stappen worden opgeschort tot u antwoord krijgt.",
    facilities="Hebt u tijd nodig? Stel ons een afbetalingsplan voor, dat is kosteloos.",
    documents="Kopie van de facturen: op eenvoudig verzoek.",
    first_letter="Onze eerste brief: referentie {number}, van {day}.",
    others="U hebt bij dezelfde schuldeiser nog andere open dossiers, afzonderlijk te betalen:",
    other="Dossier {number}, mededeling {reference}",
    all_together="Totaal van uw dossiers",
    sms={
        "friendly": (
            "{agency} voor {creditor}: {total} lijkt nog niet betaald ({files}). Gelieve te betalen op {iban}, "
            "mededeling {reference}, of bel {phone}."
        ),
        "neutral": (
            "{agency} voor {creditor}: wij wachten op {total} ({files}). IBAN {iban}, mededeling {reference}. Een "
            "vraag of uitstel? {phone}."
        ),
        "firm": (
            "{agency} voor {creditor}: {total} blijft verschuldigd ({files}). Betaal op {iban}, mededeling "
            "{reference}, of bel zonder uitstel {phone}."
        ),
    },
    sms_files="{count} dossiers",
    sms_first_letter=" Onze brief van {day}, ref. {number}.",
    sms_page=" Uw dossier: {url}",
)

"""The amicable stage in French."""

from amicable.speaking.vocabulary import Speech

FRENCH = Speech(
    headings={
        "friendly": "Rappel amical",
        "neutral": "Rappel de paiement",
        "firm": "Rappel pressant",
        "formal-notice": "Mise en demeure",
        "delivery-stop-notice": "Annonce d’un arrêt des livraisons",
    },
    openings={
        "friendly": (
            "Il nous semble que ce qui suit n’est pas encore payé : {total} à {creditor}. Peut-être une facture égarée "
            "ou un virement resté en attente ? Merci de régler au plus tard le {deadline}, ou de nous dire ce qui "
            "bloque."
        ),
        "neutral": (
            "Malgré notre précédent contact, nous n’avons pas reçu votre paiement de {total} dû à {creditor}. Merci de "
            "le faire parvenir au plus tard le {deadline}, ou de nous appeler pour convenir d’une solution."
        ),
        "firm": (
            "Vous restez redevable de {total} envers {creditor} et nos démarches sont restées sans résultat. Nous vous "
            "demandons de payer au plus tard le {deadline}. Un échéancier reste possible, à condition de le demander "
            "avant cette date."
        ),
        "formal-notice": (
            "Par la présente, nous vous mettons en demeure, au nom de {creditor}, de payer {total} au plus tard le "
            "{deadline}."
        ),
        "delivery-stop-notice": (
            "{creditor} nous charge de vous informer que, faute de paiement de {total} au plus tard le {deadline}, ses "
            "livraisons ou prestations en cours seront suspendues."
        ),
    },
    closings={
        "friendly": "Vous avez déjà payé ? Merci, et veuillez nous en indiquer la date : nous clôturerons le dossier.",
        "neutral": (
            "Vous avez déjà payé ? Indiquez-nous la date : nous vérifierons. Sans réaction, nous reprendrons contact "
            "avec vous."
        ),
        "firm": (
            "Sans paiement ni réponse à cette date, la phase amiable prendra fin et {creditor} décidera de la suite à "
            "donner."
        ),
        "formal-notice": (
            "Sans paiement ni contestation motivée à cette date, {creditor} décidera de la suite à donner."
        ),
        "delivery-stop-notice": (
            "Les livraisons reprennent dès le paiement. Une difficulté passagère ? Proposez-nous un échéancier avant "
            "cette date."
        ),
    },
    dispute=(
        "Vous contestez ? Donnez-nous vos raisons et vos pièces : nos démarches sont suspendues jusqu’à la réponse."
    ),
    facilities="Il vous faut du temps ? Proposez-nous un échéancier, il est sans frais.",
    documents="Copie des factures : sur simple demande.",
    first_letter="Notre première lettre : référence {number}, du {day}.",
    others="Vous avez aussi d’autres dossiers ouverts auprès du même créancier, à payer séparément :",
    other="Dossier {number}, communication {reference}",
    all_together="Total de vos dossiers",
    sms={
        "friendly": (
            "{agency} pour {creditor} : {total} semblent impayés ({files}). Merci de payer sur {iban}, communication "
            "{reference}, ou appelez le {phone}."
        ),
        "neutral": (
            "{agency} pour {creditor} : nous attendons {total} ({files}). IBAN {iban}, communication {reference}. "
            "Une question, un délai ? {phone}."
        ),
        "firm": (
            "{agency} pour {creditor} : {total} restent dus ({files}). Payez sur {iban}, communication {reference}, ou "
            "appelez sans tarder le {phone}."
        ),
    },
    sms_files="{count} dossiers",
    sms_first_letter=" Notre lettre du {day}, réf. {number}.",
    sms_page=" Votre dossier : {url}",
)

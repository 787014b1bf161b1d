"""What is written to a debtor as an answer, in four languages: plans, disputes, papers, a debt that is settled.

Braces are filled in by `amicable.answering`. A kind left out in a language is an error at import.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """A heading and its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers of one language, and the words of their table of instalments."""

    by_kind: Mapping[str, Answer]
    outcomes: Mapping[str, str]
    instalment: str
    pay_by: str
    amount: str
    paid: str
    reference: str
    total: str
    scan: str


KINDS = (
    "plan_agreed", "plan_refused", "plan_reminder", "plan_defaulted", "plan_statement",
    "dispute_received", "dispute_decided", "papers", "extinguished", "payment_received",
)  # fmt: skip

FRENCH = Answers(
    by_kind={
        "plan_agreed": Answer(
            "Votre échéancier",
            (
                "Nous confirmons l’échéancier de votre dette envers {creditor} : {count} échéances, {total} en tout.",
                "Cet échéancier est gratuit : aucun intérêt ne court et aucuns frais ne s’ajoutent tant que vous le "
                "respectez.",
                "Payez chaque échéance sur le compte {iban} de {payee}, avec la communication {reference}. Vous "
                "pouvez "
                "payer plus tôt ou davantage. Une difficulté ? Appelez-nous avant sa date : {phone}.",
            ),
        ),
        "plan_refused": Answer(
            "Votre demande d’échéancier",
            (
                "Nous avons examiné votre demande de payer {creditor} en plusieurs fois. Elle n’a pu être acceptée : "
                "{reason}",
                "Vous pouvez nous proposer un autre échéancier : {phone}.",
            ),
        ),
        "plan_reminder": Answer(
            "Votre prochaine échéance",
            (
                "L’échéance n° {position}, {part}, est à payer au plus tard le {day} sur le compte "
                "{iban} "
                "de {payee}, avec la communication {reference}.",
                "Si vous avez déjà payé, ne tenez pas compte de ce message.",
            ),
        ),
        "plan_defaulted": Answer(
            "Votre échéancier a pris fin",
            (
                "Les échéances convenues n’ont pas été payées à temps : l’accord a pris fin. Il reste {owed} à payer.",
                "Appelez-nous si votre situation a changé, pour chercher une autre solution : {phone}.",
            ),
        ),
        "plan_statement": Answer(
            "Relevé annuel de votre échéancier",
            ("Voici ce que vous avez payé et ce qui reste à payer : {paid} payés, {left} à payer.",),
        ),
        "dispute_received": Answer(
            "Nous avons reçu votre contestation",
            (
                "Vous contestez la créance de {creditor}. Toutes nos démarches sont suspendues jusqu’à la décision.",
                "Nous interrogeons {creditor} et vous répondrons par écrit, avec les motifs.",
            ),
        ),
        "dispute_decided": Answer(
            "Réponse à votre contestation",
            ("Votre contestation est {outcome}. Motifs : {reasons}", "Il reste {owed} à payer."),
        ),
        "papers": Answer(
            "Les documents que vous avez demandés",
            ("Vous avez demandé : {what}. Vous le trouverez ci-joint, sans frais.",),
        ),
        "extinguished": Answer(
            "Votre dette est éteinte",
            (
                "Votre dette envers {creditor}, dossier {number}, est entièrement réglée. Nous clôturons le dossier et "
                "vous n’avez plus rien à payer à ce titre.",
                "Conservez ce courrier.",
            ),
        ),
        "payment_received": Answer(
            "Reçu pour votre paiement",
            (
                "Nous avons reçu votre paiement de {received}, en date du {received_on}, "
                "pour votre dette envers {creditor}, dossier {number}.",
                "Il reste {owed} à payer à ce jour. Ce reçu est gratuit ; conservez-le.",
            ),
        ),
    },
    outcomes={"upheld": "fondée", "partly": "fondée en partie", "rejected": "non fondée"},
    instalment="Échéance",
    pay_by="À payer au plus tard le",
    amount="Montant",
    paid="Payé",
    reference="Communication",
    total="Total",
    scan="Code à scanner",
)
DUTCH = Answers(
    by_kind={
        "plan_agreed": Answer(
            "Uw afbetalingsplan",
            (
                "Wij bevestigen het plan voor uw schuld aan {creditor}: {count} betalingen, samen {total}.",
                "Dit plan is kosteloos: er lopen geen interesten en er komen geen kosten bij zolang u het naleeft.",
                "Betaal elke schijf op rekening {iban} van {payee}, met mededeling {reference}. U mag vroeger of meer "
                "betalen. Lukt het niet? Bel ons vóór de vervaldag: {phone}.",
            ),
        ),
        "plan_refused": Answer(
            "Uw aanvraag voor een afbetalingsplan",
            (
                "Wij hebben uw aanvraag om {creditor} in schijven te betalen onderzocht. Zij kon niet worden aanvaard: "
                "{reason}",
                "U mag ons een ander plan voorstellen: {phone}.",
            ),
        ),
        "plan_reminder": Answer(
            "Uw volgende betaling",
            (
                "Schijf {position} van uw plan, {part}, moet uiterlijk op {day} betaald zijn op rekening {iban} van "
                "{payee}, met mededeling {reference}.",
                "Hebt u al betaald? Dan mag u dit bericht negeren.",
            ),
        ),
        "plan_defaulted": Answer(
            "Uw afbetalingsplan is beëindigd",
            (
                "De afgesproken schijven werden niet op tijd betaald: het plan is beëindigd. U moet nog {owed} "
                "betalen.",
                "Is uw situatie veranderd? Bel ons, dan zoeken wij een andere oplossing: {phone}.",
            ),
        ),
        "plan_statement": Answer(
            "Jaaroverzicht van uw afbetalingsplan",
            ("Dit hebt u betaald en dit blijft te betalen op uw plan: {paid} betaald, {left} te betalen.",),
        ),
        "dispute_received": Answer(
            "Wij hebben uw betwisting ontvangen",
            (
                "U betwist de schuldvordering van {creditor}. Al onze stappen zijn geschorst tot de beslissing.",
                "Wij ondervragen {creditor} en antwoorden u schriftelijk, met de redenen.",
            ),
        ),
        "dispute_decided": Answer(
            "Antwoord op uw betwisting",
            ("Uw betwisting is {outcome}. Redenen: {reasons}", "U moet nog {owed} betalen."),
        ),
        "papers": Answer(
            "De stukken die u vroeg",
            ("U vroeg: {what}. U vindt het kosteloos in bijlage.",),
        ),
        "extinguished": Answer(
            "Uw schuld is gedoofd",
            (
                "Uw schuld aan {creditor}, dossier {number}, is volledig vereffend. Wij sluiten het dossier en u hoeft "
                "hiervoor niets meer te betalen.",
                "Bewaar dit bericht.",
            ),
        ),
        "payment_received": Answer(
            "Ontvangstbewijs voor uw betaling",
            (
                "Wij hebben uw betaling van {received} ontvangen, met datum {received_on}, "
                "voor uw schuld aan {creditor}, dossier {number}.",
                "Er blijft vandaag {owed} te betalen. Dit bewijs is kosteloos; bewaar het.",
            ),
        ),
    },
    outcomes={"upheld": "gegrond", "partly": "gedeeltelijk gegrond", "rejected": "ongegrond"},
    instalment="Schijf",
    pay_by="Te betalen uiterlijk op",
    amount="Bedrag",
    paid="Betaald",
    reference="Mededeling",
    total="Totaal",
    scan="Te scannen code",
)
GERMAN = Answers(
    by_kind={
        "plan_agreed": Answer(
            "Ihr Zahlungsplan",
            (
                "Wir bestätigen den Plan für Ihre Schuld bei {creditor}: {count} Raten, insgesamt {total}.",
                "Dieser Plan ist kostenlos: Solange Sie ihn einhalten, laufen keine Zinsen und entstehen keine Kosten.",
                "Zahlen Sie jede Rate auf das Konto {iban} von {payee} mit der Mitteilung {reference}. Sie dürfen "
                "früher "
                "oder mehr zahlen. Schwierigkeiten? Rufen Sie uns vor dem Fälligkeitstag an: {phone}.",
            ),
        ),
        "plan_refused": Answer(
            "Ihr Antrag auf einen Zahlungsplan",
            (
                "Wir haben Ihren Antrag geprüft, {creditor} in Raten zu zahlen. Er konnte nicht angenommen werden: "
                "{reason}",
                "Sie können uns einen anderen Plan vorschlagen: {phone}.",
            ),
        ),
        "plan_reminder": Answer(
            "Ihre nächste Rate",
            (
                "Rate {position} Ihres Plans, {part}, ist spätestens am {day} auf das Konto {iban} von {payee} zu "
                "zahlen, "
                "mit der Mitteilung {reference}.",
                "Haben Sie schon gezahlt, so betrachten Sie diese Nachricht als gegenstandslos.",
            ),
        ),
        "plan_defaulted": Answer(
            "Ihr Zahlungsplan ist beendet",
            (
                "Die vereinbarten Raten wurden nicht rechtzeitig gezahlt: Der Plan ist beendet. Es bleiben {owed} zu "
                "zahlen.",
                "Hat sich Ihre Lage geändert? Rufen Sie uns an, wir suchen eine andere Lösung: {phone}.",
            ),
        ),
        "plan_statement": Answer(
            "Jahresübersicht Ihres Zahlungsplans",
            ("Das haben Sie gezahlt und das bleibt von Ihrem Plan zu zahlen: {paid} gezahlt, {left} zu zahlen.",),
        ),
        "dispute_received": Answer(
            "Wir haben Ihre Bestreitung erhalten",
            (
                "Sie bestreiten die Forderung von {creditor}. Alle unsere Schritte ruhen bis zur Entscheidung.",
                "Wir befragen {creditor} und antworten Ihnen schriftlich, mit den Gründen.",
            ),
        ),
        "dispute_decided": Answer(
            "Antwort auf Ihre Bestreitung",
            ("Ihre Bestreitung ist {outcome}. Gründe: {reasons}", "Es bleiben {owed} zu zahlen."),
        ),
        "papers": Answer(
            "Die von Ihnen angeforderten Unterlagen",
            ("Sie haben angefordert: {what}. Sie finden es kostenlos in der Anlage.",),
        ),
        "extinguished": Answer(
            "Ihre Schuld ist getilgt",
            (
                "Ihre Schuld bei {creditor}, Akte {number}, ist vollständig beglichen. Wir schließen die Akte; Sie "
                "haben "
                "dafür nichts mehr zu zahlen.",
                "Bewahren Sie dieses Schreiben auf.",
            ),
        ),
        "payment_received": Answer(
            "Quittung für Ihre Zahlung",
            (
                "Wir haben Ihre Zahlung von {received} vom {received_on} "
                "für Ihre Schuld bei {creditor}, Akte {number}, erhalten.",
                "Heute sind noch {owed} zu zahlen. Diese Quittung ist kostenlos; bewahren Sie sie auf.",
            ),
        ),
    },
    outcomes={"upheld": "begründet", "partly": "teilweise begründet", "rejected": "unbegründet"},
    instalment="Rate",
    pay_by="Zu zahlen bis",
    amount="Betrag",
    paid="Gezahlt",
    reference="Mitteilung",
    total="Gesamt",
    scan="Zu scannender Code",
)
ENGLISH = Answers(
    by_kind={
        "plan_agreed": Answer(
            "Your payment plan",
            (
                "We confirm the plan agreed for your debt to {creditor}: {count} instalments, {total} in all.",
                "This plan is free of charge: no interest runs and no cost is added as long as you keep it.",
                "Pay each instalment to the account {iban} of {payee}, with the reference {reference}. You may pay "
                "earlier or more. In difficulty? Call us before the day of the instalment: {phone}.",
            ),
        ),
        "plan_refused": Answer(
            "Your request for a payment plan",
            (
                "We have looked at your request to pay {creditor} in instalments. It could not be accepted: {reason}",
                "You may propose another plan: {phone}.",
            ),
        ),
        "plan_reminder": Answer(
            "Your next instalment",
            (
                "Instalment {position} of your plan, {part}, is to be paid by {day} to the account {iban} of {payee}, "
                "with the reference {reference}.",
                "If you have paid already, please disregard this message.",
            ),
        ),
        "plan_defaulted": Answer(
            "Your payment plan has ended",
            (
                "The instalments agreed were not paid in time: the plan has ended. {owed} is left to pay.",
                "Call us if your situation has changed, so that we look for another solution: {phone}.",
            ),
        ),
        "plan_statement": Answer(
            "Yearly statement of your payment plan",
            ("This is what you have paid and what is left to pay on your plan: {paid} paid, {left} to pay.",),
        ),
        "dispute_received": Answer(
            "We have received your dispute",
            (
                "You dispute the claim of {creditor}. All our steps are suspended until the decision.",
                "We are asking {creditor} and will answer you in writing, with reasons.",
            ),
        ),
        "dispute_decided": Answer(
            "Answer to your dispute",
            ("Your dispute is {outcome}. Reasons: {reasons}", "{owed} is left to pay."),
        ),
        "papers": Answer(
            "The documents that you asked for",
            ("You asked for: {what}. You find it attached, free of charge.",),
        ),
        "extinguished": Answer(
            "Your debt is settled",
            (
                "Your debt to {creditor}, file {number}, is settled in full. We close the file and you have nothing "
                "more "
                "to pay for it.",
                "Please keep this message.",
            ),
        ),
        "payment_received": Answer(
            "Receipt for your payment",
            (
                "We have received your payment of {received}, dated {received_on}, "
                "for your debt to {creditor}, file {number}.",
                "As of today {owed} is left to pay. This receipt is free of charge; please keep it.",
            ),
        ),
    },
    outcomes={"upheld": "upheld", "partly": "upheld in part", "rejected": "rejected"},
    instalment="Instalment",
    pay_by="To be paid by",
    amount="Amount",
    paid="Paid",
    reference="Reference",
    total="Total",
    scan="Code to scan",
)
ANSWERS: Mapping[str, Answers] = {"fr": FRENCH, "nl": DUTCH, "de": GERMAN, "en": ENGLISH}
LACKING = [(language, kind) for language, said in ANSWERS.items() for kind in KINDS if kind not in said.by_kind]
if LACKING:
    raise LookupError(f"no words for {LACKING}")

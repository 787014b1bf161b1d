"""Believable French data for the style guide: no person, company or number here exists."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django import forms

from web import charts, fields, marks
from web.parts import (
    Action,
    Cell,
    Chip,
    Consequence,
    Entry,
    Figure,
    Heading,
    Keep,
    Line,
    NavItem,
    Note,
    Option,
    Place,
    Refusal,
    Row,
    Shell,
    Step,
    TableView,
)

TODAY = date(2026, 11, 21)
ICONS = [
    "home",
    "claims",
    "person",
    "people",
    "agency",
    "bank",
    "euro",
    "chart",
    "settings",
    "calendar",
    "clock",
    "search",
    "upload",
    "download",
    "file",
    "letter",
    "mail",
    "phone",
    "sms",
    "print",
    "lock",
    "shield",
    "screen",
    "leave",
    "undo",
    "sun",
    "moon",
    "dense",
    "menu",
    "help",
    "link",
    "plus",
    "close",
    "check",
    "alert",
    "stop",
    "info",
]

SHELL = Shell(
    agency="CREANSYS Mons",
    home_url="#accueil",
    search_url="#recherche",
    account_url="#compte",
    logout_url="#sortie",
    member="Claire Dumont",
    role="Gestionnaire",
    places=[
        Place("CREANSYS Mons", "#mons", current=True),
        Place("Cabinet Lenoir", "#lenoir"),
        Place("Recouvrement du Hainaut", "#hainaut"),
    ],
    nav=[
        NavItem("Aujourd’hui", "#jour", "home", current=True, count=12, key="a"),
        NavItem("Dossiers", "#dossiers", "claims", key="d"),
        NavItem("Débiteurs", "#debiteurs", "person", key="b"),
        NavItem("Créanciers", "#creanciers", "people", key="c"),
        NavItem("Fonds de tiers", "#fonds", "bank", count=3, key="f"),
        NavItem("Rapports", "#rapports", "chart", key="r"),
        NavItem("Réglages", "#reglages", "settings", key="s"),
    ],
)
PORTAL = Shell(
    agency="CREANSYS Mons",
    home_url="#accueil",
    account_url="#compte",
    logout_url="#sortie",
    member="Jean Maes",
    role="Menuiserie Delvaux",
    nav=[
        NavItem("Mes dossiers", "#dossiers", "claims", current=True, key="d"),
        NavItem("Décisions attendues", "#decisions", "alert", count=2, key="a"),
        NavItem("Encaissements", "#encaissements", "euro", key="e"),
        NavItem("Factures", "#factures", "file", key="f"),
    ],
)

CLAIMS = [
    ("2026-00412", "Boulangerie Aux Trois Épis", "3 factures", "amicable", "1284.50", 2),
    ("2026-00409", "Garage Vanneste SPRL", "1 facture", "paynow", "12480.00", 13),
    ("2026-00398", "Sophie Lambert", "2 factures", "hold", "347.20", None),
    ("2026-00377", "Imprimerie du Canal", "7 factures", "judicial", "28915.06", -3),
    ("2026-00341", "Restaurant Le Petit Quinquin et associés", "1 facture", "closed", "96.00", None),
]


def _row(number: str, debtor: str, items: str, stage: str, due: str, days: int | None) -> Row:
    until = date.fromordinal(TODAY.toordinal() + days) if days is not None else None
    cells = [
        Cell(number, "key"),
        Cell(debtor, note=items),
        Cell(marks.stage_badge(stage), "badge"),
        Cell(marks.deadline(until, TODAY), "day"),
        Cell(marks.amount(Decimal(due)), "amount"),
    ]
    return Row(number, "#" + number, cells, label=f"Choisir le dossier {number}")


HEADINGS = [
    Heading("Dossier", "key", url="?sort=number"),
    Heading("Débiteur"),
    Heading("Stade", "badge"),
    Heading("Prochaine échéance", "day", "?sort=due", "ascending"),
    Heading("Reste dû", "amount", "?sort=-amount"),
]


def table() -> TableView:
    """Drawn when asked for: badges name static files, which a process that serves no page may not have."""
    return TableView(
        caption="Dossiers à traiter",
        headings=HEADINGS,
        rows=[_row(*claim) for claim in CLAIMS],
        views=[
            Option("À traiter", "#v1", True),
            Option("Tous", "#v2"),
            Option("Contestés", "#v3"),
            Option("Gros dossiers", "#v4"),
        ],
        chips=[
            Chip("Stade", "", [Option("PAYNOW", "#s1"), Option("Amiable", "#s2"), Option("Judiciaire", "#s3")], "#"),
            Chip(
                "Créancier",
                "Menuiserie Delvaux",
                [Option("Menuiserie Delvaux", "#c1", True), Option("Hydro Sambre", "#c2")],
                "#",
            ),
        ],
        keep=Keep(save_url="#garder"),
        bulk=[
            Action("Envoyer les PAYNOW", "#envoyer", icon="letter"),
            Action("Suspendre", "#suspendre", icon="stage-hold"),
        ],
        previous_url="#precedent",
        next_url="#suivant",
    )


EMPTY = TableView(
    "Dossiers contestés",
    HEADINGS,
    empty="Aucun dossier contesté. C’est ici qu’arrivent les objections motivées des débiteurs.",
    empty_action=Action("Voir tous les dossiers", "#tous"),
)
LOADING = TableView("Dossiers", HEADINGS, state="loading")
FAILED = TableView("Dossiers", HEADINGS, state="error", retry_url="#encore")

FIGURES = [
    Figure("Encaissé en novembre", "48 231,90\u202f€", "+12 % sur octobre", "up", "ok", "#encaisse"),
    Figure("À reverser aujourd’hui", "3 904,15\u202f€", "2 virements", "flat", "quiet", "#reverser"),
    Figure("Décisions attendues", "17", "5 depuis plus de 20 jours", "up", "attention", "#decisions"),
    Figure("Récupéré à l’amiable", "91,4\u202f%", "−0,6 point", "down", "danger", "#taux"),
]
TRACK = [
    Step("PAYNOW", "done", "paynow", "envoyé le 03/10/2026"),
    Step("Amiable", "current", "amicable", "jusqu’au 19/12/2026"),
    Step("Judiciaire", "next", "judicial", "sur votre ordre"),
    Step("Clôture", "next", "closed"),
]
STEPPER = [
    Step("Fichier", "done", note="factures-novembre.xlsx"),
    Step("Vérification", "current", note="42 lignes lues"),
    Step("Confirmation", "next"),
]
TIMELINE = [
    Entry(
        datetime(2026, 11, 20, 9, 42, tzinfo=UTC),
        "Promesse de paiement\u00a0: 500,00\u202f€ pour le 28/11/2026",
        "Karim Benali, par téléphone",
        "Le débiteur attend le solde d’un chantier\u202f; il a confirmé le montant.",
        "phone",
        "ok",
    ),
    Entry(
        datetime(2026, 11, 12, 14, 5, tzinfo=UTC),
        "SMS refusé",
        "Règle légale, automatique",
        "Pas de SMS à un consommateur belge avant la fin du délai du premier rappel.",
        "stop",
        "danger",
    ),
    Entry(
        datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
        "PAYNOW remis à la poste",
        "Envoi automatique, CREANSYS",
        "Délai\u00a0: 15 jours, dernier jour le 20/10/2026.",
        "letter",
        "quiet",
        "Lettre et preuve de dépôt",
        "#preuve",
    ),
    Entry(datetime(2026, 10, 2, 8, 11, tzinfo=UTC), "Dossier reçu", "Menuiserie Delvaux, par fichier", "", "upload"),
]
THREAD = [
    Note(
        "Sophie Lambert",
        datetime(2026, 11, 18, 10, 12, tzinfo=UTC),
        "Le client dit avoir payé la facture 2026/118 le 15 novembre.\nVoici l’extrait que nous avons reçu.",
        mine=True,
        read="lu le 18/11/2026 à 11:40",
        file="extrait.pdf",
        file_url="#extrait",
    ),
    Note(
        "CREANSYS",
        datetime(2026, 11, 18, 14, 3, tzinfo=UTC),
        "Merci. Le paiement est noté, le solde est de 650,00\u202f€.",
        new=True,
    ),
]
STATEMENT = [
    Line("Principal\u00a0: factures 2026/118, 2026/131, 2026/140", Decimal("1150.00")),
    Line(
        "Intérêts de retard",
        Decimal("34.50"),
        "Intérêts dus de plein droit depuis le lendemain de chaque échéance, au taux légal du retard de paiement.",
        "Loi du 2 août 2002, article 5",
        [
            ("Du 21/06/2026 au 30/06/2026, 10 jours à 10,50\u202f%", Decimal("3.31")),
            ("Du 01/07/2026 au 21/11/2026, 144 jours", Decimal("31.19")),
        ],
    ),
    Line(
        "Clause pénale",
        Decimal("115.00"),
        "10\u202f% du principal, prévus par les conditions acceptées le 12/01/2026.",
        "Conditions générales, article 7",
    ),
    Line("Paiement reçu le 05/11/2026", Decimal("-15.00")),
]
STATEMENT_TOTAL = sum((line.amount for line in STATEMENT), Decimal(0))
REFUSAL = Refusal(
    "appeler Sophie Lambert avant la fin du délai",
    "Aucun contact avant la fin du délai de la première lettre de l’agence, qui court depuis sa remise à la poste.",
    "Code de droit économique, article XIX.7",
    date(2026, 12, 8),
)
CONSEQUENCES = [
    Consequence(38, "lettres partent aujourd’hui", "avant la levée de 16 h", "ok"),
    Consequence(4, "lettres partent lundi 23/11/2026", "remises après la levée"),
    Consequence(3, "refusées", "premier rappel manquant pour un consommateur belge", "danger"),
]
SEND = Action("Envoyer 42 PAYNOW", "#envoyer", "post")
SEND_ASK = Action("Envoyer 42 PAYNOW", "#confirmer-envoi", "dialog", "letter")
NEW_CLAIM = Action("Nouveau dossier", "#nouveau", icon="plus")
OTHERS = [Action("Imprimer", "#imprimer", icon="print")]
LIFT = Action("Lever la suspension", "#lever")
TOASTS = [
    {"text": "Dossier 2026-00398 suspendu.", "tone": "ok", "icon": "check", "undo_url": "#annuler"},
    {"text": "Le fichier est lu\u00a0: 42 lignes, 3 refusées.", "tone": "quiet", "icon": "info", "undo_url": ""},
]

MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov."]
SUMS = [31200, 28450, 36900, 33120, 41870, 39400, 22310, 18950, 44120, 43060, 48232]
DAYS = [34, 33, 35, 31, 29, 30, 36, 38, 28, 26, 25]
BARS = charts.chart(
    "Encaissé par mois en 2026",
    [(month, Decimal(value)) for month, value in zip(MONTHS, SUMS, strict=True)],
    unit="EUR",
    names=("Mois", "Encaissé"),
)
LINE = charts.chart(
    "Délai moyen avant le premier paiement",
    [(month, Decimal(value)) for month, value in zip(MONTHS, DAYS, strict=True)],
    kind="line",
    unit="jours",
    names=("Mois", "Jours"),
)
CURVES = charts.curves(
    "Part recouvrée du principal remis",
    [
        ("T1 2026", [Decimal(value) for value in (12, 31, 44, 52, 58, 63, 65)]),
        ("T2 2026", [Decimal(value) for value in (15, 36, 50, 57)]),
        ("T3 2026", [Decimal(value) for value in (18,)]),
    ],
    unit="en %",
    names=("Remis en", "Mois depuis la remise", "mois"),
)


class SampleForm(forms.Form):
    """The inputs, in their states."""

    creditor = forms.CharField(label="Créancier", initial="Menuiserie Delvaux", help_text="Nom inscrit au contrat.")
    amount = fields.AmountField(label="Montant dû", initial="1\u202f234,56")
    iban = fields.IbanField(label="Compte du créancier", help_text="IBAN sur lequel le débiteur paie.", required=False)
    vat = fields.VatField(label="Numéro de TVA", initial="BE 0123.456.789")
    due = fields.DayField(label="Échéance", initial=TODAY)
    rhythm = forms.ChoiceField(
        label="Rapport d’activité", choices=[("w", "chaque semaine"), ("f", "tous les 15 jours"), ("m", "chaque mois")]
    )
    consumer = forms.BooleanField(label="Le débiteur est un consommateur", required=False)


def form() -> SampleForm:
    """As sent by somebody who mistyped the VAT number."""
    sent = {"creditor": "Menuiserie Delvaux", "amount": "1 234,56", "vat": "BE 0123.456.789"}
    return SampleForm(sent | {"due": "2026-11-21", "rhythm": "f"})

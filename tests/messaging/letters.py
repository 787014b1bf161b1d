"""Letters for tests and for looking at: plain factories with overrides."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from claims.letters.labels import LABELS
from formats.qr import epc_qr, url_qr
from messaging.letters.citing import cited
from messaging.letters.letter import (
    Authenticity,
    CreditorBlock,
    InvoiceRow,
    Letter,
    Note,
    Payment,
    Recipient,
    Sender,
    StatementRow,
)
from messaging.letters.words import words
from web.formatting import day

BELGIAN = Sender(
    name="CREANSYS",
    activity="Société de recouvrement amiable",
    legal_form="SRL",
    address=("Rue de la Station 12", "7000 Mons"),
    enterprise_number="BCE 0202.239.951",
    vat_number="BE 0202.239.951",
    phone="0470 67 33 31",
    email="contact@creansys.example",
    registration="Inscrite auprès du SPF Économie sous le n° 999.001",
    insurance="Assurance RC professionnelle : Exemple Assurances, police n° 123456",
    supervisor="SPF Économie, Direction générale de l’Inspection économique, boulevard du Roi Albert II 16, "
    "1000 Bruxelles",
)
FRENCH = Sender(
    name="CREANSYS France",
    activity="Recouvrement amiable de créances",
    legal_form="SARL",
    address=("8 rue de Paris", "59300 Valenciennes"),
    enterprise_number="SIREN 732 829 320",
    vat_number="FR 44 732829320",
    phone="03 27 00 00 00",
    email="contact@creansys.example",
    insurance="Assurance RC professionnelle : Exemple Assurances, police n° 654321",
)
CREDITOR = CreditorBlock(
    name="Brasserie du Nord SA",
    capacity="Grossiste en boissons",
    address=("Rue de Nimy 145", "7000 Mons"),
    enterprise_number="BCE 0403.170.701",
    phone="065 31 22 00",
    email="compta@brasserie-du-nord.example",
    customer_number="C-004512",
)
PRIVACY = Note(
    key="privacy",
    text="Vos données proviennent de Brasserie du Nord SA ; CREANSYS et elle les traitent, chacune comme responsable, "
    "pour recouvrer cette créance (intérêt légitime) et les effacent à la fin des délais légaux. Accès, rectification, "
    "opposition : privacy@creansys.example. Réclamation : Autorité de protection des données, rue de la Presse 35, "
    "1000 Bruxelles.",
)
CHARGES = (
    StatementRow(label="Intérêts de retard", amount=Decimal("12.40"), why="10,5 % l’an, loi du 2 août 2002, art. 5"),
    StatementRow(
        label="Indemnité forfaitaire", amount=Decimal("45.50"), why="conditions générales, art. 7 ; art. XIX.4 CDE"
    ),
)


def sender(audience: str, language: str) -> Sender:
    """The entity that writes, in the words of the language."""
    said, ours = words(language), BELGIAN if audience.startswith("be") else FRENCH
    if language == "fr":
        return ours
    local = replace(
        ours, activity=said.activity, insurance=said.insurance.format(insurer="Exemple SA", policy="123456")
    )
    if ours is FRENCH:
        return local
    return replace(local, registration=said.registration.format(number="999.001"), supervisor=said.supervisors["BE"])


def privacy(language: str) -> Note:
    """The note on personal data."""
    said = words(language)
    names = {"agency": "CREANSYS", "creditor": CREDITOR.name, "email": "privacy@creansys.example"}
    return (
        PRIVACY
        if language == "fr"
        else Note(key="privacy", text=said.privacy.format(**names, authority=said.authorities["BE"]))
    )


def charges_in(language: str, charges: tuple[StatementRow, ...] = CHARGES) -> tuple[StatementRow, ...]:
    """The charges, told in another language: interest, then the clause."""
    said = LABELS[language]
    rates = said.interest.format(
        rates="10,5 %", first=day(date(2026, 9, 1), language), last=day(date(2026, 11, 23), language)
    )
    told = {
        CHARGES[0]: (rates, cited("Loi du 2 août 2002, art. 5, 2e semestre 2026", language)),
        CHARGES[1]: (said.penalties["clause-reduced"], cited("CDE art. XIX.4", language)),
    }
    return tuple(replace(row, label=told[row][0], why=told[row][1]) for row in charges)


def invoice(number: int, /, **changes) -> InvoiceRow:
    due = date(2026, 9, min(number, 28))
    row = InvoiceRow(
        number=f"F2026/{number:05}",
        issued_on=date(2026, 8, min(number, 28)),
        due_on=due,
        description="Livraison de boissons",
        balance=Decimal("100.00") + number,
    )
    return replace(row, **changes)


def payment(total: Decimal, creditor: str = CREDITOR.name) -> Payment:
    reference = "+++202/6000/12320+++"
    code = epc_qr(name=creditor, iban="BE71096123456769", amount=total, text=reference)
    return Payment(payee=creditor, iban="BE71096123456769", bic="GKCCBEBB", reference=reference, amount=total, qr=code)


def letter(count: int = 1, audience="be_consumer", notice="paynow", charges=CHARGES, **changes) -> Letter:
    """A notice of `count` invoices, whole and consistent; anything may be replaced."""
    invoices = changes.pop("invoices", tuple(invoice(number) for number in range(1, count + 1)))
    language = changes.get("language", "fr")
    charges = charges if language == "fr" else charges_in(language, charges)
    if notice == "first_reminder" and language != "fr":
        changes["later_charges"] = charges_in(language, changes.get("later_charges", ()))
    principal = sum((row.balance for row in invoices), Decimal(0))
    statement = (
        StatementRow(label="Principal" if language == "fr" else LABELS[language].principal, amount=principal),
        *charges,
    )
    total = sum((row.amount for row in statement), Decimal(0))
    url = "https://demo.example/v/creansys/7K3M-Q9XD-T2VB-4HJN"
    fields = {
        "notice": notice,
        "audience": audience,
        "language": "fr",
        "sender": sender(audience, language),
        "recipient": Recipient(address=("Madame Zoé Dupont", "Rue des Éperonniers 14 bte 3", "7000 Mons")),
        "creditor": CREDITOR,
        "reference": "2026-000123",
        "posted_on": date(2026, 11, 23),
        "deadline": date(2026, 12, 10),
        "invoices": invoices,
        "statement": statement,
        "total": total,
        "payment": payment(total),
        "objection_url": "demo.example/r/creansys",
        "authenticity": Authenticity(url="demo.example/v/creansys", code="7K3M-Q9XD-T2VB-4HJN", qr=url_qr(url)),
        "notes": (privacy(language),),
    }
    return Letter(**{**fields, **changes})

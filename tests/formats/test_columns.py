import pytest

from formats.columns import field_named, fields, recognise
from formats.invoices import NewInvoice

ODOO = ("Numéro", "Partenaire", "E-mail", "Rue", "Code postal", "Ville", "Pays", "TVA", "Date de facturation")
ODOO += ("Date d’échéance", "Référence de paiement", "Montant HT", "Total signé", "Montant dû signé", "Devise", "Type")


def test_an_export_of_odoo_is_recognised():
    found = recognise(ODOO)
    expected = ["invoice_number", "debtor_name", "email", "street", "postcode", "city", "country", "vat_number"]
    expected += [
        "invoice_date",
        "due_date",
        "payment_reference",
        None,
        "total",
        "balance_due",
        "currency",
        "document_type",
    ]
    assert {column: name for name, column in found.fields.items()} == {c: n for c, n in enumerate(expected) if n}
    assert found.unrecognised == (11,)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("N° de facture", "invoice_number"),
        ("FACTUURNUMMER", "invoice_number"),
        ("Invoice No.", "invoice_number"),
        ("Solde dû (EUR)", "balance_due"),
        ("Montant dû", "balance_due"),
        ("MONTANT DU", "balance_due"),
        ("Montant du signé", "balance_due"),
        ("Montant", "total"),
        ("Montant de la facture", "total"),
        ("Openstaand bedrag", "balance_due"),
        ("Amount due", "balance_due"),
        ("Vervaldatum", "due_date"),
        ("  date d' echeance ", "due_date"),
        ("Naam klant", "debtor_name"),
        ("Raison sociale", "debtor_name"),
        ("GSM", "phone"),
        ("Type de débiteur", "debtor_kind"),
        ("Date du 1er rappel", "first_reminder_sent_on"),
        ("Gestructureerde mededeling", "payment_reference"),
        ("N° d'entreprise", "enterprise_number"),
        ("Commercial", None),
        ("Montant HT", None),
        ("", None),
    ],
)
def test_headings_in_three_languages(heading, name):
    assert field_named(heading) == name


def test_every_known_field_is_one_of_a_row():
    assert set(fields()) == set(NewInvoice.__dataclass_fields__)


def test_the_cells_settle_what_type_and_tva_mean():
    found = recognise(("Type", "TVA"), [("Particulier", "21,00"), ("Société", "42,10")])
    assert found.fields == {"debtor_kind": 0}
    assert recognise(("Type", "TVA"), [("Facture", "BE0403170701")]).fields == {"document_type": 0, "vat_number": 1}


def test_a_stronger_heading_wins_and_a_tie_is_reported():
    found = recognise(("Date", "Date de facture", "Échéance", "Echeance"))
    assert found.fields == {"invoice_date": 1}
    assert found.ambiguous == {"due_date": (2, 3)}
    assert found.unrecognised == (0,)


def test_a_person_may_overrule_the_mapping():
    found = recognise(("Date", "Date de facture", "Échéance", "Echeance")).override(
        {"due_date": 3, "invoice_date": None}
    )
    assert found.fields == {"due_date": 3}
    assert found.ambiguous == {}
    assert found.unrecognised == (0, 1, 2)

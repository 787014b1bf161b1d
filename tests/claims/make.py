"""Creditors' files for tests: each row is an invoice that is due and complete, unless a keyword says otherwise."""

import csv
import io
from datetime import date
from itertools import count

from agencies.scope import acting_for
from claims.intake.judge import Terms, judge
from claims.models import Import
from claims.services.intake import import_file
from formats.columns import recognise
from formats.invoices import read_invoices
from formats.sheets import read_sheet
from tests import world

HEADINGS = {
    "number": "Numéro de facture",
    "issued": "Date de facture",
    "due": "Date d'échéance",
    "name": "Nom du client",
    "customer": "Numéro de client",
    "street": "Rue",
    "postcode": "Code postal",
    "city": "Ville",
    "country": "Pays",
    "email": "E-mail",
    "phone": "GSM",
    "total": "Montant TTC",
    "balance": "Solde dû",
    "currency": "Devise",
    "type": "Type de document",
    "kind": "Type de client",
    "vat": "Numéro de TVA",
    "iban": "IBAN",
    "reminded": "Date du premier rappel",
    "channel": "Canal du premier rappel",
}
COMPLETE = {
    "issued": "2025-12-31",
    "due": "2026-01-30",
    "name": "Durand SRL",
    "customer": "C1",
    "street": "Rue Haute 1",
    "postcode": "1000",
    "city": "Bruxelles",
    "country": "BE",
    "total": "121,00",
    "balance": "121,00",
    "kind": "entreprise",
}
ON = date(2026, 3, 2)
_next = count(1)


def row(**cells):
    """A row; its number is its own unless given."""
    return {"number": f"F{next(_next)}"} | COMPLETE | cells


def sheet(*rows, without=()):
    """A CSV file of these rows."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [name for name in HEADINGS if name not in without], extrasaction="ignore")
    writer.writerow(HEADINGS | {"number": HEADINGS["number"]})
    writer.writerows(rows)
    return out.getvalue().encode()


def judged(*rows, without=(), known=None, **terms):
    """Every row judged for a Belgian creditor on 2026-03-02."""
    file = read_sheet(sheet(*rows, without=without))
    read = read_invoices(file, recognise(file.heading, file.sample()))
    given = {"on": ON, "country": "BE", "kind": "unknown", "language": "fr"} | terms
    return list(judge(read, Terms(**given), lambda _numbers: known or {}))


def remarks(*rows, **given):
    """{(code, severity)} of everything said of these rows."""
    return {(finding.code, finding.severity) for one in judged(*rows, **given) for finding in one.findings}


def imports():
    """The imports of the agency in force, that of its world apart."""
    return Import.objects.exclude(name="list.csv")


def taken(side, *rows, creditor=None, name="factures.csv", **given):
    """Import the rows for a side's creditor (its own contract); what import_file answers."""
    with acting_for(side.pk):
        signed = side.contract if creditor is None else world.contract(creditor)
        return import_file(data=sheet(*rows), name=name, contract=signed, **{"on": ON, "at": world.NOW} | given)


def with_bordereau(found):
    """The import, with a bordereau to sign."""
    Import.objects.filter(pk=found.pk).update(bordereau=world.file(found.party_id))
    return found

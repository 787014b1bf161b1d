"""Loading a file with every row judged, against the bare work: parse, COPY, the same INSERT … SELECT, no rules."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone

from agencies.scope import acting_for, current_agency_id
from bench import place
from claims.intake import load
from claims.services.intake import import_file, summary
from clients.models import Contract
from core.copying import copy_rows
from core.ids import uuid7
from tests import world

HEADINGS = [
    "facture",
    "client",
    "nom",
    "qualité",
    "n° entreprise",
    "rue",
    "code postal",
    "ville",
    "pays",
    "e-mail",
    "téléphone",
    "date",
    "échéance",
    "total",
    "solde",
    "devise",
    "langue",
    "objet",
]
ON = date(2026, 11, 20)
FIRST_NUMBER = 5_000_000_000  # beyond any that the service gives


def file_of(size: int) -> bytes:
    """A CSV of `size` unpaid invoices, 18 columns, three of four debtors with one invoice."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(HEADINGS)
    for n in range(size):
        debtor = n if n % 4 else n // 8
        writer.writerow(
            (f"F{n:07d}", f"C{debtor}", f"Débiteur {debtor} SRL", "société", _number(debtor),
             f"Rue Haute {debtor % 300}", "1000", "Bruxelles", "BE", f"d{debtor}@example.test", "",
             "01/06/2026", "01/07/2026",
             f"{100 + n % 900},50", f"{100 + n % 900},50", "EUR", "fr", "Fournitures")
        )  # fmt: skip
    return out.getvalue().encode()


def _number(debtor: int) -> str:
    """A Belgian enterprise number of its own for each debtor."""
    base = 4_000_000 + debtor
    return f"0{base}{97 - base % 97:02d}"


def run(size: int) -> dict[str, Any]:
    """Seconds and rows a second of both, their ratio (half of the bare speed is asked), and the memory held."""
    data = file_of(size)
    with place.agency() as (agency, contract), acting_for(agency.pk):
        seconds, made = place.timed(
            lambda: import_file(data=data, name="bench.csv", contract=contract, on=ON, at=timezone.now())
        )
        peak = place.peak_mib()
        bare, claims = place.timed(lambda: _bare(data, contract))
        if getattr(made, "claims", None) != claims:
            raise RuntimeError(f"both must make the same claims: {summary(made)} and {claims}")
    return {
        "rows": size,
        "claims": claims,
        "seconds": round(seconds, 2),
        "rows_per_second": round(size / seconds),
        "bare_seconds": round(bare, 2),
        "bare_rows_per_second": round(size / bare),
        "ratio": round(bare / seconds, 2),
        "asked_ratio": 0.5,
        "peak_mib": peak,
        "asked_peak_mib": 300,
    }


def _bare(data: bytes, contract: Contract) -> int:
    """The same claims for another creditor, with nothing read, judged, numbered or sealed with care."""
    other = world.contract(world.creditor(), entity=contract.entity)
    rows = list(csv.reader(io.StringIO(data.decode()), delimiter=";"))[1:]
    groups: dict[str, list[Sequence[str]]] = {}
    for row in rows:
        groups.setdefault(row[1], []).append(row)
    values = _values(other, len(rows), len(groups))
    with connection.cursor() as cursor:
        copy_rows(cursor, "incoming_claim", load.CLAIM_COLUMNS, _claims(groups))
        copy_rows(cursor, "incoming_item", load.ITEM_COLUMNS, _items(groups))
        for statement in load.STATEMENTS:
            cursor.execute(statement, values)
        cursor.execute("DROP TABLE incoming_claim, incoming_item")
    return len(groups)


def _values(contract: Contract, rows: int, claims: int) -> dict[str, Any]:
    made = world.Import.objects.create(
        party_id=contract.party_id,
        creditor_id=contract.creditor_id,
        contract=contract,
        file=world.file(contract.party_id),
        name="bare",
        on=ON,
        at=timezone.now(),
        amount=0,
        **dict.fromkeys(("warned", "refused", "duplicates"), 0),
        rows=rows,
        ready=rows,
        claims=claims,
    )
    return {
        "agency_id": current_agency_id(),
        "party_id": contract.party_id,
        "creditor_id": contract.creditor_id,
        "contract_id": contract.pk,
        "entity_id": contract.entity_id,
        "terms_id": None,
        "import_id": made.pk,
        "with_charges": True,
        "on": ON,
        "at": timezone.now(),
        "actor": "system",
    }


def _claims(groups: dict[str, list[Sequence[str]]]) -> Iterator[Sequence[Any]]:
    for place_, (client, rows) in enumerate(groups.items()):
        row, number = rows[0], FIRST_NUMBER + place_
        principal = sum(float(each[14].replace(",", ".")) for each in rows)
        yield (
            place_, uuid7(), uuid7(), number, f"{number:010d}00", f"code{number}", client, "business", row[2], row[1],
            "fr", "BE", row[5], row[6], row[7], row[9], "", row[4], "", f"{principal:.2f}", "2026-07-01", "", "",
            "paynow", "2026-11-20", "salt", "{}", "hash",
        )  # fmt: skip


def _items(groups: dict[str, list[Sequence[str]]]) -> Iterator[Sequence[Any]]:
    for place_, rows in enumerate(groups.values()):
        for row in rows:
            amount = row[14].replace(",", ".")
            yield (place_, row[0], row[0].lower(), "2026-06-01", "2026-07-01", amount, amount, row[17])

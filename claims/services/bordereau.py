"""The written order as a PDF. Imports the layout engine (a second): only workers and commands import this."""

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import localtime

from agencies.models import Agency
from agencies.options import option
from agencies.scope import current_agency_id, widened
from claims.models import Claim, ClaimItem, Import
from claims.queries.statement import statement_of, with_statement_rows
from core.money import ZERO
from files.models import File
from files.rules import PDF
from files.services import Rejected, keep
from formats.errors import Cell
from formats.writers import write_csv
from messaging.letters.pdf import set_page

CHUNK = 500
PRINTED = 1_000  # claims; a longer list would be laid out for minutes: it is a table enclosed in the document
LIST = "liste.csv"
HEADINGS = ("Dossier", "Débiteur", "Factures", "Fondement", "Principal", "Intérêts", "Accessoires", "Total")
PARTS = ("principal", "interest", "charges", "total")


@dataclass(frozen=True, slots=True)
class Row:
    """One claim of the list: its ground and what it owes on the day of the order."""

    number: int
    debtor: str
    invoices: tuple[str, ...]
    ground: str
    principal: Decimal
    interest: Decimal
    charges: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed the list on the screen, and when; the bordereau of a list not signed yet leaves the place free."""

    name: str
    at: datetime


def draw_up(*, import_id: int, signature: Signature | None = None) -> File | None:
    """The bordereau of a loaded list, made once and kept; None when it has no claim (CPCE art. R124-3).

    `signature` is that of a creditor who signed before its file was loaded.
    """
    with widened("draw_up"):
        made = Import.objects.select_for_update(of=("self",)).get(pk=import_id)
        if made.bordereau_id or not made.claims:
            return made.bordereau
        rows = list(rows_of(made))
        enclosed = {} if len(rows) <= PRINTED else {LIST: listed(rows)}
        data = set_page(page(made, rows=rows, enclosed=enclosed, signature=signature), enclosed=enclosed)
        file = keep(data=data, name=f"bordereau-{made.on:%Y%m%d}.pdf", party_id=made.party_id, allowed=[PDF])
        if isinstance(file, Rejected):
            raise RuntimeError(f"our own bordereau was rejected: {file.code}")
        Import.objects.filter(pk=made.pk).update(bordereau=file)
    return file


def page(
    made: Import, *, rows: Sequence[Row], enclosed: Mapping[str, bytes], signature: Signature | None = None
) -> str:
    """The page of the bordereau, amounts on the day of intake: the list itself, or the hash of the one enclosed."""
    agency = Agency.objects.get(pk=current_agency_id())
    signed = localtime(signature.at) if signature else None
    context = {
        "made": made,
        "contract": made.contract,
        "entity": made.contract.entity,
        "creditor": made.creditor,
        "rows": () if enclosed else rows,
        "count": len(rows),
        "enclosed": [(name, hashlib.sha256(data).hexdigest()) for name, data in enclosed.items()],
        "sums": {part: sum((getattr(row, part) for row in rows), ZERO) for part in PARTS},
        "brochure": agency.preset == "creansys" and made.contract.programme == "access",
        "straight": option("payee.always_creditor", made.on),
        "signature": signature,
        "signed_on": signed and signed.date(),
        "signed_at": signed and f"{signed:%H:%M}",
    }
    with translation.override("fr"):
        return render_to_string("letters/bordereau.fr.html", context)


def listed(rows: Sequence[Row]) -> bytes:
    """The list as a table that a spreadsheet opens, column by column what the page would print."""
    target = io.BytesIO()
    write_csv(target, HEADINGS, (_cells(row) for row in rows))
    return target.getvalue()


def _cells(row: Row) -> tuple[Cell, ...]:
    amounts = (row.principal, row.interest, row.charges, row.total)
    return (row.number, row.debtor, ", ".join(row.invoices), row.ground, *amounts)


def rows_of(made: Import) -> Iterator[Row]:
    """The claims of a list, by number, with what each owes on the day of intake."""
    claims = Claim.objects.filter(source=made).select_related("debtor", "creditor", "terms").order_by("number")
    for claim in claims.prefetch_related(*with_statement_rows()).iterator(chunk_size=CHUNK):
        owed, items = statement_of(claim, made.on), list(claim.items.all())
        yield Row(
            number=claim.number,
            debtor=claim.debtor.name,
            invoices=tuple(item.number for item in items),
            ground=_ground(claim, items),
            principal=owed.of("principal"),
            interest=owed.of("interest"),
            charges=owed.of("penalty"),
            total=owed.total,
        )


def _ground(claim: Claim, items: list[ClaimItem]) -> str:
    """What was sold, each description once."""
    return ", ".join(dict.fromkeys(filter(None, (item.description or claim.creditor.product for item in items))))

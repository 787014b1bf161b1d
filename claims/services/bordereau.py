"""The written order as a PDF. Imports the layout engine (a second): only workers import this."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import localdate, localtime

from agencies.models import Agency
from agencies.scope import current_agency_id, widened
from claims.models import Claim, Import
from claims.queries.statement import statement_of, with_statement_rows
from core.money import ZERO
from files.models import File
from files.rules import PDF
from files.services import Rejected, keep
from messaging.letters.pdf import set_page

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Row:
    """One claim of the list: its ground and what it owes on the day of the order."""

    number: int
    debtor: str
    invoices: tuple[str, ...]
    principal: Decimal
    interest: Decimal
    charges: Decimal
    total: Decimal


def draw_up(*, import_id: int) -> File | None:
    """The list of a signed import with its signature, kept once; None without one to make (CPCE art. R124-3)."""
    with widened("draw_up"):
        made = Import.objects.select_for_update(of=("self",)).get(pk=import_id)
        if made.accepted_at is None or made.bordereau_id or not made.claims:
            return None
        file = keep(data=set_page(page(made)), name="bordereau.pdf", party_id=made.party_id, allowed=[PDF])
        if isinstance(file, Rejected):
            raise RuntimeError(f"our own bordereau was rejected: {file.code}")
        Import.objects.filter(pk=made.pk).update(bordereau=file)
    return file


def page(made: Import) -> str:
    """The page of the bordereau, amounts on the day of the order."""
    signed = localtime(made.accepted_at)
    rows = list(_rows(made, localdate(made.accepted_at)))
    with translation.override("fr"):
        context = {
            "made": made,
            "agency": Agency.objects.get(pk=current_agency_id()),
            "entity": made.contract.entity,
            "creditor": made.creditor,
            "rows": rows,
            "total": sum((row.total for row in rows), ZERO),
            "on": signed.date(),
            "signed_on": signed.date(),
            "signed_at": f"{signed:%H:%M}",
        }
        return render_to_string("claims/bordereau.html", context)


def _rows(made: Import, on: date) -> Iterator[Row]:
    claims = Claim.objects.filter(source=made).select_related("debtor", "creditor", "terms").order_by("number")
    for claim in claims.prefetch_related(*with_statement_rows()).iterator(chunk_size=CHUNK):
        owed = statement_of(claim, on)
        yield Row(
            claim.number,
            claim.debtor.name,
            tuple(item.number for item in claim.items.all()),
            owed.of("principal"),
            owed.of("interest"),
            owed.of("penalty"),
            owed.total,
        )

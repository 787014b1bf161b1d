"""The insurer's file of a claim as a ZIP. Imports the layout engine (a second): only workers and commands do so."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

from django.utils import translation
from django.utils.timezone import localdate, localtime

from claims.explaining import statement_lines
from claims.models import Claim, Document
from claims.queries.statement import statement_of
from claims.queries.timeline import timeline
from claims.services.binding import bound
from claims.wording import event
from files.rules import ZIP
from files.services import Rejected, keep, read
from formats.errors import Cell
from formats.writers import write_csv
from jobs import services as jobs
from jobs.models import Job

FOLDERS = {Document.Kind.INVOICE: "factures", Document.Kind.LETTER: "lettres"}  # the others: pieces


def bundle(*, job: Job, claim_id: int, at: datetime) -> None:
    """Put the file of a claim together and end the job with it. A job that has begun or ended is left."""
    if not jobs.begin(job=job, at=at):
        return
    claim, on = Claim.objects.select_related("debtor", "creditor", "entity", "terms").get(pk=claim_id), localdate(at)
    with translation.override("fr"):
        data = zipped(claim, on)
    kept = keep(data=data, name=f"assureur-{claim.number}.zip", party_id=job.party_id, made=ZIP)
    if isinstance(kept, Rejected):
        jobs.fail(job=job, at=at, error=kept.code)
    else:
        jobs.finish(job=job, at=at, result={"file": str(kept.uid)})


def zipped(claim: Claim, on: date, /) -> bytes:
    """The complete file as a PDF, the statement and the story as sheets, and every paper as it is stored."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("dossier-complet.pdf", bound(claim, on))
        archive.writestr("decompte.csv", _sheet(["Poste", "Règle", "Montant"], _owed(claim, on)))
        archive.writestr("chronologie.csv", _sheet(["Date", "Fait", "Détail"], _story(claim)))
        papers = Document.objects.filter(claim=claim, file__erased_on=None).select_related("file").order_by("pk")
        for paper in papers:
            name = paper.file.name.replace("/", "-")
            archive.writestr(f"{FOLDERS.get(paper.kind, 'pieces')}/{paper.pk}-{name}", read(paper.file))  # type: ignore[call-overload]
    return target.getvalue()


def _owed(claim: Claim, on: date) -> Iterator[list[Cell]]:
    owed = statement_of(claim, on)
    for line in statement_lines(owed, claim):
        yield [str(line.label), str(line.source), line.amount]
    yield [f"Total au {on:%d/%m/%Y}", "", owed.total]


def _story(claim: Claim) -> Iterator[list[Cell]]:
    for told in reversed(timeline(claim.pk)):
        what, why = event(told)
        yield [f"{localtime(told.at):%d/%m/%Y %H:%M}", what, why]


def _sheet(headings: list[str], rows: Iterator[list[Cell]]) -> bytes:
    target = io.BytesIO()
    write_csv(target, headings, rows)
    return target.getvalue()

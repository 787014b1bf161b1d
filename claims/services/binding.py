"""A debtor's complete file as one PDF. Imports the layout engine (a second): only workers and commands import this."""

import base64
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import localdate
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from claims.explaining import statement_lines
from claims.models import Claim, Document
from claims.queries.sheet import sheet_of
from claims.queries.statement import statement_of
from claims.wording import ENDS, STAGES, event
from files.models import File
from files.rules import PDF
from files.services import Rejected, keep, read
from jobs import services as jobs
from jobs.models import Job
from messaging.letters.pdf import set_page


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of the file: its title, and its pages as a PDF; None where the paper cannot be bound in."""

    title: str
    pdf: PdfReader | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the index: `page` counts from 1, 0 for what is not bound in."""

    title: str
    page: int


def bind(*, job: Job, claim_id: int, at: datetime) -> None:
    """Bind the complete file of a claim's debtor and end the job with it. A job that has begun or ended is left."""
    if not jobs.begin(job=job, at=at):
        return
    claim, on = Claim.objects.select_related("debtor", "creditor", "entity").get(pk=claim_id), localdate(at)
    with translation.override("fr"):
        data = bound(claim, on)
    kept = keep(data=data, name=f"dossier-{claim.number}.pdf", party_id=job.party_id, allowed=[PDF])
    if isinstance(kept, Rejected):
        jobs.fail(job=job, at=at, error=kept.code)
    else:
        jobs.finish(job=job, at=at, result={"file": str(kept.uid)})


def bound(claim: Claim, on: date, /) -> bytes:
    """Index, then for each claim of the debtor its state, its story, and every paper and letter in their order."""
    claims = Claim.objects.filter(debtor_id=claim.debtor_id).select_related("debtor", "creditor", "entity", "terms")
    parts = [part for one in claims.order_by("number") for part in _parts(one, on)]
    index = _index(claim, parts, on, pages=0)
    return _written(_index(claim, parts, on, pages=len(index.pages)), parts)


def _parts(claim: Claim, on: date) -> Iterator[Part]:
    yield Part(f"Dossier {claim.number}", _set("letters/file_claim.fr.html", _told(claim, on)))
    papers = Document.objects.filter(claim=claim, file__erased_on=None).select_related("file").order_by("pk")
    for paper in papers:
        title = f"{paper.get_kind_display()} : {paper.file.name}"
        yield Part(title, _paper(paper.file))


def _told(claim: Claim, on: date) -> dict[str, object]:
    sheet = sheet_of(claim)
    return {
        "claim": claim,
        "sheet": sheet,
        "stage": ENDS.get(claim.closed_as, "") if claim.closed_on else STAGES.get(claim.stage, ""),
        "owed": statement_of(claim, on),
        "lines": statement_lines(statement_of(claim, on), claim),
        "story": [(localdate(one.at), *event(one)) for one in reversed(sheet.told)],
        "on": on,
    }


def _paper(file: File) -> PdfReader | None:
    """A stored paper as pages; a PDF that cannot be read, or is locked, stays beside the file."""
    data = read(file)
    if file.mime.startswith("image/"):
        picture = f"data:{file.mime};base64,{base64.b64encode(data).decode()}"
        return _set("letters/file_picture.fr.html", {"picture": picture, "name": file.name})
    try:
        reader = PdfReader(io.BytesIO(data))
        return reader if not reader.is_encrypted and len(reader.pages) else None
    except PyPdfError:
        return None


def _index(claim: Claim, parts: Sequence[Part], on: date, *, pages: int) -> PdfReader:
    lines, page = [], pages + 1
    for part in parts:
        lines.append(Line(part.title, page if part.pdf else 0))
        page += len(part.pdf.pages) if part.pdf else 0
    return _set("letters/file_index.fr.html", {"claim": claim, "lines": lines, "on": on})


def _set(template: str, context: dict[str, object]) -> PdfReader:
    return PdfReader(io.BytesIO(set_page(render_to_string(template, context))))


def _written(index: PdfReader, parts: Sequence[Part]) -> bytes:
    writer = PdfWriter()
    for part in (Part("Index", index), *parts):
        if part.pdf:
            first = len(writer.pages)
            for page in part.pdf.pages:
                writer.add_page(page)
            writer.add_outline_item(title=part.title, page_number=first)
    target = io.BytesIO()
    writer.compress_identical_objects()  # the typefaces, which every letter carries
    writer.write(target)
    return target.getvalue()

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
from claims.letters.attesting import Attesting, attesting
from claims.letters.telling import is_told, said_of
from claims.models import Claim, Document
from claims.queries.sheet import sheet_of
from claims.queries.statement import statement_of
from files.models import File
from files.rules import PDF
from files.services import Rejected, keep, read
from jobs import services as jobs
from jobs.models import Job
from messaging.letters.pdf import set_page
from messaging.letters.words import spoken
from web.formatting import long_day


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
    data = bound(claim, on)
    kept = keep(data=data, name=f"dossier-{claim.number}.pdf", party_id=job.party_id, allowed=[PDF])
    if isinstance(kept, Rejected):
        jobs.fail(job=job, at=at, error=kept.code)
    else:
        jobs.finish(job=job, at=at, result={"file": str(kept.uid)})


def bound(claim: Claim, on: date, /) -> bytes:
    """Index, then for each claim of the debtor its state, its story, and every paper and letter in their order; in the
    creditor's language."""
    claims = Claim.objects.filter(debtor_id=claim.debtor_id).select_related("debtor", "creditor", "entity", "terms")
    language = spoken(claim.creditor.language)
    with translation.override(language):
        parts = [part for one in claims.order_by("number") for part in _parts(one, on, language)]
        index = _index(claim, parts, on, language, pages=0)
        return _written(_index(claim, parts, on, language, pages=len(index.pages)), parts)


def _parts(claim: Claim, on: date, language: str) -> Iterator[Part]:
    said = attesting(language)
    title = said.file.format(number=claim.number)
    yield Part(title, _set("letters/file_claim.html", language, title=title, **_told(claim, on, said)))
    papers = Document.objects.filter(claim=claim, file__erased_on=None).select_related("file").order_by("pk")
    for paper in papers:
        yield Part(f"{said.papers[paper.kind]} : {paper.file.name}", _paper(paper.file, language))


def _told(claim: Claim, on: date, said: Attesting) -> dict[str, object]:
    sheet = sheet_of(claim)
    owed = statement_of(claim, on)
    return {
        "claim": claim,
        "sheet": sheet,
        "stage": said.stages[claim.stage],
        "opened": said.opened.format(day=long_day(claim.opened_on)),
        "closed": said.closed.format(day=long_day(claim.closed_on)) if claim.closed_on else "",
        "owed_on": said.owed.format(day=long_day(on)),
        "owed": owed,
        "lines": statement_lines(owed, claim),
        "story": [(localdate(one.at), *said_of(one, said)) for one in reversed(sheet.told) if is_told(one, said)],
    }


def _paper(file: File, language: str) -> PdfReader | None:
    """A stored paper as pages; a PDF that cannot be read, or is locked, stays beside the file."""
    data = read(file)
    if file.mime.startswith("image/"):
        picture = f"data:{file.mime};base64,{base64.b64encode(data).decode()}"
        return _set("letters/file_picture.html", language, picture=picture, name=file.name)
    try:
        reader = PdfReader(io.BytesIO(data))
        return reader if not reader.is_encrypted and len(reader.pages) else None
    except PyPdfError:
        return None


def _index(claim: Claim, parts: Sequence[Part], on: date, language: str, *, pages: int) -> PdfReader:
    lines, page = [], pages + 1
    for part in parts:
        lines.append(Line(part.title, page if part.pdf else 0))
        page += len(part.pdf.pages) if part.pdf else 0
    closed_off = attesting(language).closed_off.format(day=long_day(on))
    return _set("letters/file_index.html", language, claim=claim, lines=lines, closed_off=closed_off)


def _set(template: str, language: str, **context: object) -> PdfReader:
    told = {"w": attesting(language), "language": language, **context}
    return PdfReader(io.BytesIO(set_page(render_to_string(template, told))))


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

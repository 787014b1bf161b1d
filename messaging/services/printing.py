"""What the printer gets of a closed run: its letters in a few large files, and a list of them."""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain

from pypdf import PdfReader, PdfWriter

from agencies.scope import widened
from agencies.work import later
from files.models import File
from files.rules import CSV, PDF, Kind
from files.services import Rejected, keep, read
from formats.errors import Cell
from formats.writers import write_csv
from messaging import rules
from messaging.models import MessageFile, PrintRun, PrintRunPart
from messaging.queries import parts_of, place_in_run, unprinted
from messaging.rules import State

HEADINGS = ("number", "part", "reference", "postcode", "pages", "sha256")


def have_files_made(*, print_run_id: int) -> None:
    """Queue the making of a run's next file; a sweep finds what is left, whatever the broker lost."""
    later("messaging.print_files", queue=rules.QUEUES["letter"], swept=True, print_run_id=print_run_id)


def make_part(*, print_run_id: int, at: datetime) -> PrintRunPart | None:
    """Gather the next letters of a run that is closed and all made, and queue what comes after.

    After the last part, the manifest. None when nothing is to be gathered, or another worker is at it.
    """
    with widened("make_part"):
        run = _held(print_run_id)
        if run is None:
            return None
        parts, letters = parts_of(run.pk), _in_order(run)
        done = sum(len(part.pages) for part in parts)
        if done == len(letters):
            _finish(run, parts, letters)
            return None
        part = _gathered(run, len(parts) + 1, letters[done:], at)
        have_files_made(print_run_id=run.pk)
        return part


def _held(print_run_id: int) -> PrintRun | None:
    """The run, for us alone; letters that are being handed over wait a few seconds."""
    if print_run_id not in [run.pk for run in unprinted()]:
        return None
    free = PrintRun.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
    run: PrintRun | None = free.filter(pk=print_run_id, manifest=None).first()
    return run


def _in_order(run: PrintRun) -> list[MessageFile]:
    """The letters with their PDF, by postcode as the post sorts them, then by number."""
    letters = MessageFile.objects.filter(message__print_run=run, message__state__in=[State.PRINTED, State.SENT])
    light = letters.select_related("message", "file").defer("message__html", "message__text", "message__clearance")
    return sorted(light, key=lambda row: place_in_run(row.message))


def _gathered(run: PrintRun, number: int, letters: Sequence[MessageFile], at: datetime) -> PrintRunPart:
    writer, pages = PdfWriter(), []
    for row in letters[: rules.part_size([row.file.size for row in letters])]:
        reader = PdfReader(io.BytesIO(read(row.file)))
        pages.append(len(reader.pages))
        for page in reader.pages:
            writer.add_page(page)
    writer.compress_identical_objects()  # the typefaces, which every letter carries
    written = io.BytesIO()
    writer.write(written)
    file = _kept(written.getvalue(), f"{run.posting_on}-{run.pk}-{number}.pdf", PDF)
    return PrintRunPart.objects.create(print_run=run, number=number, file=file, pages=pages, made_at=at)


def _finish(run: PrintRun, parts: Sequence[PrintRunPart], letters: Sequence[MessageFile]) -> None:
    """The manifest, written last: a run that has one is complete."""
    written = io.BytesIO()
    write_csv(written, HEADINGS, _rows(parts, letters))
    run.manifest = _kept(written.getvalue(), f"{run.posting_on}-{run.pk}.csv", CSV)
    run.save(update_fields=["manifest"])


def _rows(parts: Sequence[PrintRunPart], letters: Sequence[MessageFile]) -> Iterator[Sequence[Cell]]:
    places = chain.from_iterable([(part.number, pages) for pages in part.pages] for part in parts)
    for number, (row, (part, pages)) in enumerate(zip(letters, places, strict=True), 1):
        message = row.message
        yield number, part, message.subject, rules.postcode_of(message.address), pages, row.file.sha256


def _kept(data: bytes, name: str, kind: Kind) -> File:
    file = keep(data=data, name=name, allowed=[kind])
    if isinstance(file, Rejected):
        raise RuntimeError(f"our own file was rejected: {file.code}")
    return file

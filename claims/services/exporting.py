"""A list of claims as a file: asked for on a page, written by a task, kept where only its readers see it."""

import io
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from claims import wording
from claims.queries.export import Exported, Selection, exported, selected
from files.rules import CSV, XLSX
from files.services import Rejected, keep
from formats.errors import Cell
from formats.writers import write_csv, write_xlsx
from jobs import services as jobs
from jobs.models import Job

TASK = "claims.export"
KIND = "export"
NOT_WRITTEN = "the file was not written"
FORMATS = (CSV.extension, XLSX.extension)


def ask_export(*, wanted: Selection, extension: str, party_id: int | None, at: datetime) -> Job:
    """Have the selection written as CSV or XLSX, in the language in force. Raises ValueError for another format."""
    if extension not in FORMATS:
        raise ValueError(extension)
    language = get_language() or "fr"
    return jobs.ask(
        kind=KIND, task=TASK, at=at, party_id=party_id, extension=extension, language=language, wanted=asdict(wanted)
    )


def written(*, wanted: Selection, extension: str, language: str, job_id: int) -> tuple[bytes, int]:
    """The file's bytes and its number of rows: what the scope in force sees. Texts that a spreadsheet would run stay
    text."""
    target = io.BytesIO()
    with translation.override(language):
        rows = _rows(wanted, job_id)
        if extension == XLSX.extension:
            count = write_xlsx(target, _headings(), rows, title=_("Files"))
        else:
            count = write_csv(target, _headings(), rows)
    return target.getvalue(), count


def name_of(*, extension: str, language: str, on: date) -> str:
    """What the file is called."""
    with translation.override(language):
        return f"{_('files')}-{on.isoformat()}.{extension}"


def keep_export(*, job: Job, data: bytes, rows: int, name: str, at: datetime) -> None:
    """Keep the file for the job's party and end the job; a file too large to keep ends it as failed."""
    kept = keep(data=data, name=name, party_id=job.party_id)
    if isinstance(kept, Rejected):
        jobs.fail(job=job, at=at, error=kept.code)
    else:
        jobs.finish(job=job, at=at, result={"file": str(kept.uid), "rows": rows})


def _rows(wanted: Selection, job_id: int) -> Iterator[list[Cell]]:
    total, done = selected(wanted).count(), 0
    for batch in exported(wanted):
        yield from (_row(one) for one in batch)
        done += len(batch)
        jobs.report(job_id, done, max(total, done))


def _headings() -> list[str]:
    return [
        _("File"),
        _("Reference"),
        _("Creditor"),
        _("Debtor"),
        _("Customer number"),
        _("Enterprise number"),
        _("Street"),
        _("Postcode"),
        _("City"),
        _("Country"),
        _("Owes as"),
        _("Opened"),
        _("Due since"),
        _("Stage"),
        _("State"),
        _("Next act"),
        _("Next act on"),
        _("Principal"),
        _("Paid or credited"),
        _("Principal left"),
        _("Closed on"),
    ]


def _row(one: Exported) -> list[Cell]:
    claim, debtor = one.claim, one.claim.debtor
    return [
        claim.number,
        claim.reference,
        claim.creditor.name,
        debtor.name,
        debtor.customer_number,
        debtor.enterprise_number,
        debtor.street,
        debtor.postcode,
        debtor.city,
        debtor.country,
        str(wording.KINDS.get(claim.debtor_kind, "")),
        claim.opened_on,
        claim.oldest_due_on,
        str(wording.STAGES.get(claim.stage, claim.stage)),
        _state(one),
        "" if claim.closed_on else str(wording.ACTS.get(claim.next_act, "")),
        None if claim.closed_on else claim.next_on,
        claim.principal,
        one.credited,
        one.left,
        claim.closed_on,
    ]


def _state(one: Exported) -> str:
    if one.claim.closed_on:
        return str(wording.ENDS.get(one.claim.closed_as, one.claim.closed_as))
    if one.held:
        return _("on hold")
    return _("waits for the creditor's decision") if one.asked else ""

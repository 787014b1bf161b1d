"""A file handed over from a page: kept, shown with every row judged, signed as a list, loaded by a task."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from agencies.scope import widened
from claims.intake.findings import cure, reason
from claims.intake.remembered import remembered
from claims.models import Import, ImportRow
from claims.services.intake import Judgement, Refused, import_file, judge_file
from claims.services.intake import summary as figures
from claims.services.lifecycle import accept_import, draw_up_later
from clients.models import Contract, Creditor
from files.models import File
from files.rules import INVOICES
from files.services import Rejected, keep, read
from formats.columns import Columns, recognise
from formats.errors import Cell, Unreadable
from formats.opening import open_file
from formats.sheets import Sheet
from formats.writers import write_csv
from jobs import services as jobs
from jobs.models import Job

TASK, KIND = "claims.import", "import:"
AT_ONCE = 200  # claims whose bordereau is drawn up while they are loaded: some seconds
STEPS = 3  # read and judged, loaded, ordered


@dataclass(frozen=True)
class Opened:
    """A kept file with its sheet, what its columns were taken for, and what its creditor said of them."""

    data: bytes
    sheet: Sheet
    columns: Columns
    chosen: Mapping[str, int | None]


@dataclass(frozen=True)
class Preview:
    """A kept file before it is signed: its sheet, what its columns were taken for, and the judgement of its rows."""

    sheet: Sheet
    columns: Columns
    judged: Judgement | Refused


def receive(*, data: bytes, name: str, party_id: int) -> File | Refused:
    """Keep a creditor's file until it is signed; refused when it is no CSV or XLSX with headings and no UBL invoice."""
    try:
        open_file(data, name)
    except Unreadable as error:
        return Refused(error.code, error.detail)
    kept = keep(data=data, name=name, party_id=party_id, allowed=INVOICES)
    return Refused(kept.code, kept.detail) if isinstance(kept, Rejected) else kept


def preview(*, file: File, creditor: Creditor, on: date) -> Preview | Refused:
    """Every row of a kept file judged on `on`, columns as the creditor last chose them; writes nothing."""
    found = _opened(file, creditor)
    if isinstance(found, Refused):
        return found
    judged = judge_file(data=found.data, name=file.name, creditor=creditor, on=on, mapping=found.chosen)
    return Preview(found.sheet, found.columns, judged)


def _opened(file: File, creditor: Creditor) -> Opened | Refused:
    data = read(file)
    try:
        sheet = open_file(data, file.name)
        recognised = recognise(sheet.heading, sheet.sample())
    except Unreadable as error:
        return Refused(error.code, error.detail)
    chosen = remembered(sheet.heading, recognised, creditor.column_mapping)
    return Opened(data, sheet, recognised.override(chosen), chosen)


def remember_columns(*, creditor: Creditor, chosen: Mapping[str, str]) -> None:
    """Keep what the creditor says its headings mean, for this file and the next ones."""
    with widened("remember_columns"):
        row = Creditor.objects.select_for_update().get(pk=creditor.pk)
        row.column_mapping = {**row.column_mapping, **chosen}
        row.save(update_fields=["column_mapping"])


def sign(*, file: File, contract: Contract, name: str, at: datetime, actor: str = "") -> Job:
    """The creditor signs the list of a kept file with `name`: a job loads it. The same file signed twice is one job.

    Without a name (the agency loads it for the creditor, or a machine does) the list waits for its signature.
    `actor` is who asks where no member does: "key:2".
    """
    kind = f"{KIND}{file.pk}"
    with widened("sign"):
        File.objects.select_for_update().get(pk=file.pk)
        gone = (Job.State.FAILED, Job.State.CANCELLED)
        if known := Job.objects.filter(kind=kind).exclude(state__in=gone).first():
            return known
        return jobs.ask(
            kind=kind,
            task=TASK,
            at=at,
            party_id=contract.party_id,
            file_id=file.pk,
            contract_id=contract.pk,
            name=name,
            actor=actor,
        )


def is_loading(job: Job) -> bool:
    """Whether the job loads a file."""
    return job.kind.startswith(KIND)


def load_signed(
    *,
    job: Job,
    file_id: int,
    contract_id: int,
    name: str,
    on: date,
    at: datetime,
    draw_up: Callable[[int], object],
    actor: str = "",
) -> Import | Refused:
    """Load a file, have its bordereau drawn up, and take its signature, if any, as the written order.

    `draw_up` makes the bordereau of an import; only workers bring the layout engine. That of a long list is made, and
    signed, by a task of its own. Raises Stale when the job has ended.
    """
    contract = Contract.objects.select_related("creditor").get(pk=contract_id)
    file = File.objects.get(pk=file_id)
    jobs.report(job.pk, 1, STEPS)
    found = _opened(file, contract.creditor)  # its rows are judged where they are loaded
    made: Import | Refused
    if contract.ended_on:
        made = Refused("contract_missing", contract.creditor.name)
    elif isinstance(found, Refused):
        made = found
    else:
        data, mapping = found.data, dict(found.columns.fields)
        made = import_file(data=data, name=file.name, contract=contract, on=on, at=at, mapping=mapping, actor=actor)
    jobs.report(job.pk, 2, STEPS)
    if isinstance(made, Import) and made.claims > AT_ONCE:
        draw_up_later(made.pk, name=name)
    elif isinstance(made, Import):
        draw_up(made.pk)
        if name:
            accept_import(import_id=made.pk, name=name, on=on, at=at)
    jobs.finish(job=job, at=at, result=figures(made))
    return made


def refused_csv(*, made: Import) -> bytes:
    """The refused rows of a loaded file as the creditor wrote them, with the reasons, to mend and hand over again.

    Once the file is erased, the reasons alone.
    """
    rows = ImportRow.objects.filter(source=made, verdict="error").order_by("row")
    told = ((row.values, [(one["code"], one["severity"]) for one in row.findings]) for row in rows.iterator())
    heading = () if made.file.erased_on else open_file(read(made.file), made.name).heading
    return mending_csv(heading=heading, rows=told)


def mending_csv(*, heading: Sequence[str], rows: Iterable[tuple[Sequence[Cell], Sequence[tuple[str, str]]]]) -> bytes:
    """Rows with their remarks (code, severity) as a CSV with one column more: why, and what to do."""
    target = io.BytesIO()
    width = len(heading)
    padded = ([*cells[:width], *[""] * (width - len(cells)), _remarks(said)] for cells, said in rows)
    write_csv(target, [*heading, _("Why this row was refused")], padded)
    return target.getvalue()


def example_csv(*, heading: Sequence[str], row: Sequence[Cell]) -> bytes:
    """An example of a file that needs no correction of its columns."""
    target = io.BytesIO()
    write_csv(target, heading, [row])
    return target.getvalue()


def _remarks(said: Sequence[tuple[str, str]]) -> str:
    return " ".join(f"{reason(code)} {cure(code)}" for code, severity in said if severity == "error")

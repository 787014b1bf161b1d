"""The papers of a month, in one ZIP. Imports the layout engine (a second): only workers import this."""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from agencies.models import Entity
from agencies.scope import widened
from billing.wording import rate
from core.dates import month_end
from files.models import File
from files.rules import ZIP
from files.services import Rejected, keep
from formats.bundles import bundle, settled
from formats.errors import Cell
from formats.writers import Sheet, write_book, write_csv
from jobs import services as jobs
from jobs.models import Job
from messaging.letters.pdf import set_page
from reports import wording
from reports.models import Closing
from reports.queries.month import Month, month_of
from reports.rules.month import begins, written
from reports.services import month_sheets as sheets
from reports.services.entries import files_of

LANGUAGE = "fr"  # that of the accountants of both countries
MOST = 256 * 1024 * 1024
NOT_WRITTEN = "the papers were not written"


def papers(told: Month) -> bytes:
    """One ZIP: the summary (PDF), the workbook with all sheets, each sheet as CSV, the entries for another package.

    The same facts make the same bytes. One sheet is in memory at a time: a hundred thousand lines are written in a job.
    """
    with translation.override(LANGUAGE):
        last = month_end(told.month)
        files: list[tuple[str, bytes]] = []
        book = io.BytesIO()
        write_book(book, _sheets(told, files))
        summary, month, folder = _("summary"), _("month"), _("entries")
        name = written(told.month)
        first = [(f"{name}-{summary}.pdf", _summary(told)), (f"{name}-{month}.xlsx", settled(book.getvalue(), last))]
        made = files_of(entity=told.entity, first=told.month, last=last)
        entries = [(f"{folder}/{one.name}", one.data) for one in made]
        return bundle([*first, *files, *entries], last)


def _sheets(told: Month, files: list[tuple[str, bytes]]) -> Iterator[Sheet]:
    """The sheets for the workbook; each is written as CSV on its way there."""
    for place, table in enumerate(sheets.tables_of(told), 1):
        rows = list(table.rows())
        target = io.BytesIO()
        write_csv(target, table.headings, rows)
        files.append((f"csv/{place:02d}-{table.key}.csv", target.getvalue()))
        yield Sheet(table.title, table.headings, rows)


def _summary(told: Month) -> bytes:
    """The month on paper: its sums, what they prove, what is still open."""
    context = {
        "entity": told.entity,
        "language": LANGUAGE,
        "first": told.month,
        "last": month_end(told.month),
        "tables": [wording.printed(one) for one in _printed(told)],
        "ties": told.ties,
    }
    return set_page(render_to_string("letters/month.html", context))


def _printed(told: Month) -> list[wording.Told]:
    """What fits on paper: an account by its name alone, the bank without what explains it."""
    figures: list[Sequence[Cell]] = list(sheets.figures(told))
    balances = [row[1:] for row in sheets.balances(told)]
    vat = [(row[0], f"{row[1]} {rate(one.rate)}", *row[4:]) for one in told.vat for row in [sheets.vat_row(one)]]
    banks = [(one.iban, one.told_on, one.booked, one.told, one.gap) for one in told.banks]
    checks = [(row[0], row[4], row[1]) for row in map(sheets.check_row, told.checks)]
    still = [(words, count, amount or None) for words, count, amount in map(sheets.open_row, told.open)]
    return [
        wording.Told(_("Summary"), [_("What"), _("Amount")], figures),
        wording.Told(_("VAT"), [_("Country"), _("VAT category"), _("Number"), _("Excluding VAT"), _("VAT")], vat,
                     _("Nothing.")),
        wording.Told(_("Balances"), [_("Account"), _("Opening balance"), _("Debits"), _("Credits"),
                     _("Closing balance")], balances, _("Nothing.")),
        wording.Told(_("Bank"), [_("Account"), _("Statement of"), _("Books"), _("Bank"), _("Difference")], banks,
                     _("Nothing.")),
        wording.Told(_("Checks"), [_("Check"), _("Ties"), _("Amount")], checks),
        wording.Told(_("Still open"), [_("What"), _("Number"), _("Amount")], still, _("Nothing.")),
    ]  # fmt: skip


def write_asked(*, job: Job, entity_id: int, month: str, at: datetime) -> None:
    """Write the papers of a month ("2026-03") as they stand, keep them, and end the job. ValueError for no month."""
    begun = begins(month)
    if begun is None:
        raise ValueError(f"{month!r} is no month")
    with widened("write_month"):
        entity = Entity.objects.get(pk=entity_id)
        file = _kept(entity, begun, papers(month_of(entity, begun)))
        jobs.finish(job=job, at=at, result={"file": str(file.uid), "sha256": file.sha256})


def keep_papers(*, closing_id: int) -> Closing | None:
    """Write the papers of a closed month, once; None where they are there already."""
    with widened("keep_month"):
        free = Closing.objects.select_for_update(of=("self",), skip_locked=True).select_related("entity")
        row = free.filter(pk=closing_id, file=None).first()
        if row is None:
            return None
        row.file = _kept(row.entity, row.month, papers(month_of(row.entity, row.month)))
        row.sha256 = row.file.sha256
        row.save(update_fields=["file", "sha256"])
    return row


def _kept(entity: Entity, month: date, data: bytes) -> File:
    place = "".join(sign if sign.isalnum() else "-" for sign in entity.name.lower())
    kept = keep(data=data, name=f"{written(month)}-{place}.zip", made=ZIP, most=MOST)
    if isinstance(kept, Rejected):
        raise RuntimeError(f"our own papers were rejected: {kept.code}")
    return kept

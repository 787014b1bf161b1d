"""The activity report: drawn as PDF and XLSX, kept, mailed. Imports the layout engine: only workers import this."""

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.scope import current_agency_id, widened
from clients.models import Contract
from files.models import File as Stored
from files.rules import PDF, XLSX, Kind
from files.services import Rejected, keep
from formats.errors import Cell
from formats.writers import Sheet, write_book
from messaging.letters.pdf import set_page
from messaging.rules import NotToADebtor
from messaging.services import enqueue
from reports import wording
from reports.models import Report, Schedule
from reports.queries.activity import Activity, activity, files
from reports.rules.periods import due_after, period_of, told

SPOKEN = ("fr", "en")  # languages in which a report reads whole


def draw(*, contract_id: int, at: datetime) -> Report | None:
    """Draw the report that is due on a contract, one for all periods that were missed, and mail it to the creditor.

    None when none is due, or nothing happened and nothing runs: then the next period counts alone.
    """
    with widened("draw_report"):
        contract = Contract.objects.select_related("creditor", "entity").get(pk=contract_id)
        schedule = _schedule(contract, localdate(at))
        days = told(schedule.rhythm, schedule.since, localdate(at))
        if days is None:
            return None
        found = activity(contract, *days)
        report = None if found.nothing else _drawn(contract, schedule, found, at)
        _move(schedule, period_of(schedule.rhythm, localdate(at))[0])
    return report


def _schedule(contract: Contract, on: date) -> Schedule:
    """The contract's schedule, locked and by its rhythm of today; a new one begins with the period that runs."""
    first = max(contract.signed_on, period_of(contract.report_rhythm, on)[0])
    columns = {"party_id": contract.party_id, "rhythm": contract.report_rhythm, "since": first}
    columns["due_on"] = due_after(contract.report_rhythm, first)
    Schedule.objects.get_or_create(contract=contract, defaults=columns)
    schedule: Schedule = Schedule.objects.select_for_update().get(contract=contract)
    if schedule.rhythm != contract.report_rhythm:
        schedule.rhythm = contract.report_rhythm
        _move(schedule, schedule.since)
    return schedule


def _move(schedule: Schedule, since: date) -> None:
    """From `since` on nothing was told. Moving the date is the ticket."""
    schedule.since, schedule.due_on = since, due_after(schedule.rhythm, since)
    schedule.save(update_fields=["rhythm", "since", "due_on"])


def _drawn(contract: Contract, schedule: Schedule, found: Activity, at: datetime) -> Report:
    creditor = contract.creditor
    language = creditor.language if creditor.language in SPOKEN else SPOKEN[0]
    with translation.override(language):
        name = f"{_('report')}-{found.first.isoformat()}-{found.last.isoformat()}"
        report: Report = Report.objects.create(
            party_id=contract.party_id,
            contract=contract,
            rhythm=schedule.rhythm,
            first=found.first,
            last=found.last,
            language=language,
            facts=wording.stored(found),
            pdf=_kept(contract, set_page(_page(contract, found, language)), name, PDF),
            xlsx=_kept(contract, _book(contract, schedule, found), name, XLSX),
            drawn_at=at,
        )
        _mail(contract, report, at)
    return report


def _kept(contract: Contract, data: bytes, name: str, kind: Kind) -> Stored:
    kept = keep(data=data, name=f"{name}.{kind.extension}", party_id=contract.party_id, made=kind)
    if isinstance(kept, Rejected):
        raise RuntimeError(f"our own report was rejected: {kept.code}")
    return kept


def _page(contract: Contract, found: Activity, language: str) -> str:
    context = {
        "entity": contract.entity,
        "creditor": contract.creditor,
        "language": language,
        "activity": found,
        "tables": [wording.printed(one) for one in wording.tables_of(found)],
    }
    return render_to_string("letters/activity.html", context)


def _book(contract: Contract, schedule: Schedule, found: Activity) -> bytes:
    """The report as a workbook: a sheet of figures for each table, then the list of files, parted as agreed."""
    target = io.BytesIO()
    sheets = [Sheet(one.title, one.headings, one.rows) for one in wording.tables_of(found)]
    write_book(target, [*sheets, *_lists(contract, schedule, found)])
    return target.getvalue()


def _lists(contract: Contract, schedule: Schedule, found: Activity) -> Iterator[Sheet]:
    columns = [key for key in schedule.columns if key in wording.COLUMNS] or list(wording.USUAL)
    headings = [str(wording.COLUMNS[key].label) for key in columns]
    groups: dict[str, list[Sequence[Cell]]] = {}
    for one in files(contract, found.first, found.last, open_only=schedule.open_only):
        row = [wording.COLUMNS[key].value(one) for key in columns]
        groups.setdefault(wording.group_of(schedule.grouping, one), []).append(row)
    for name in sorted(groups) or [_("Files")]:
        yield Sheet(name, headings, groups.get(name, []))


def _mail(contract: Contract, report: Report, at: datetime) -> None:
    creditor, agency = contract.creditor, Agency.objects.get(pk=current_agency_id())
    if not creditor.email:
        return
    url = f"{settings.PUBLIC_URL}/{agency.slug}/portal/reports/{report.uid}/"
    context: dict[str, Any] = {
        "report": report,
        "agency": agency,
        "url": url,
        "facts": wording.figures_of(report.facts),
    }
    enqueue(
        dedupe_key=f"report:{report.pk}",
        kind="reports.activity",
        channel="email",
        recipient=f"creditor:{creditor.pk}",
        address=creditor.email,
        subject=_("Your files %(period)s") % {"period": wording.period(report.first, report.last)},
        text=render_to_string("reports/activity.txt", context),
        language=report.language,
        template_version="activity-1",
        clearance=NotToADebtor("the creditor's activity report"),
        party_id=contract.party_id,
        at=at,
        files=[report.pdf, report.xlsx],
    )

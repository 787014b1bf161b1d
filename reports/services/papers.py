"""Papers of a report: the PDF, the workbook, the mail that takes them. Imports the layout engine: for workers only."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.scope import current_agency_id, widened
from clients.models import Contract
from files.models import File as Stored
from files.rules import PDF, XLSX, Kind
from files.services import Rejected, keep
from formats.writers import Sheet, write_book
from messaging.letters.pdf import set_page
from messaging.rules import NotToADebtor
from messaging.services import enqueue
from reports import wording
from reports.models import Report, SettingVersion
from reports.queries.sending import SENDS, key_of, sends_of
from reports.wording import Told

SPOKEN = ("fr", "nl", "de", "en")  # languages in which a report reads whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a report says, in the language in force: `tables` on paper and in the workbook, `lists` there alone."""

    contract: Contract
    first: date
    last: date
    rhythm: str
    title: str
    lead: str = ""
    note: str = ""
    tables: Sequence[Told]
    lists: Sequence[Told] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    version: SettingVersion | None = None
    final: bool = False


def language_of(contract: Contract) -> str:
    """The language in which the creditor of a contract is written to."""
    language: str = contract.creditor.language
    return language if language in SPOKEN else SPOKEN[0]


def publish(*, paper: Paper, at: datetime) -> Report:
    """Draw a report, keep it and mail it to the creditor. Call it in the creditor's language."""
    named = paper.version.setting.name if paper.version else _("report")
    name = f"{named}-{paper.first.isoformat()}-{paper.last.isoformat()}".replace("/", "-")
    report: Report = Report.objects.create(
        party_id=paper.contract.party_id,
        contract=paper.contract,
        version=paper.version,
        final=paper.final,
        rhythm=paper.rhythm,
        first=paper.first,
        last=paper.last,
        language=translation.get_language() or SPOKEN[0],
        facts=paper.facts,
        pdf=_kept(paper.contract, set_page(_page(paper)), name, PDF),
        xlsx=_kept(paper.contract, _book(paper), name, XLSX),
        drawn_at=at,
    )
    mail(report=report, key=f"report:{report.pk}", at=at)
    return report


def _kept(contract: Contract, data: bytes, name: str, kind: Kind) -> Stored:
    kept = keep(data=data, name=f"{name}.{kind.extension}", party_id=contract.party_id, made=kind)
    if isinstance(kept, Rejected):
        raise RuntimeError(f"our own report was rejected: {kept.code}")
    return kept


def _page(paper: Paper) -> str:
    context = {
        "entity": paper.contract.entity,
        "creditor": paper.contract.creditor,
        "language": translation.get_language(),
        "paper": paper,
        "tables": [wording.printed(one) for one in paper.tables],
    }
    return render_to_string("letters/activity.html", context)


def _book(paper: Paper) -> bytes:
    """The report as a workbook: a sheet for each table, then the list of files."""
    target = io.BytesIO()
    write_book(target, [Sheet(one.title, one.headings, one.rows) for one in (*paper.tables, *paper.lists)])
    return target.getvalue()


def mail(*, report: Report, key: str, at: datetime) -> bool:
    """Mail a report with its papers to its creditor, in the report's language; whether there is an address.

    The same `key` mails once.
    """
    creditor, agency = report.contract.creditor, Agency.objects.get(pk=current_agency_id())
    if not creditor.email:
        return False
    with translation.override(report.language):
        text = render_to_string("reports/activity.txt", _said(report, agency))
        subject = _subject(report)
    enqueue(
        dedupe_key=key,
        kind="reports.activity",
        channel="email",
        recipient=f"creditor:{creditor.pk}",
        address=creditor.email,
        subject=subject,
        text=text,
        language=report.language,
        template_version="activity-2",
        clearance=NotToADebtor("the creditor's activity report"),
        party_id=report.party_id,
        at=at,
        files=[report.pdf, report.xlsx],
    )
    return True


def _said(report: Report, agency: Agency) -> dict[str, Any]:
    return {
        "report": report,
        "agency": agency,
        "url": f"{settings.PUBLIC_URL}/{agency.slug}/portal/reports/{report.uid}/",
        "facts": wording.figures_of(report.facts),
    }


def _subject(report: Report) -> str:
    if report.final:
        return _("Final report on your contract")
    told = {"period": wording.period(report.first, report.last), "name": wording.name_of(report)}
    return _("%(name)s %(period)s") % told if report.version else _("Your files %(period)s") % told


def send_again(*, report: Report, at: datetime) -> bool:
    """Mail a report once more, to the creditor's address of today; False without one, or after SENDS times."""
    with widened("send_report"):
        Contract.objects.select_for_update().get(pk=report.contract_id)  # two presses do not count the same mails
        sends = sends_of(report)
        return sends < SENDS and mail(report=report, key=key_of(report.pk, sends), at=at)

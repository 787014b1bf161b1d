"""The reports on a contract, each drawn when it is due: the usual one, those of its own, the final one."""

from datetime import date, datetime

from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from agencies.scope import widened
from clients.models import Contract
from core.dates import ONE_DAY
from reports import wording
from reports.columns import MANY, lists, parted, sums, which
from reports.models import Report, Schedule, SettingVersion
from reports.queries.activity import Activity, activity
from reports.queries.charter import measured
from reports.queries.files import files
from reports.queries.settings import running
from reports.rules.choosing import Choice, read
from reports.rules.periods import period_of, told
from reports.services.final import draw_final
from reports.services.papers import Paper, language_of, publish
from reports.services.scheduling import move, own_schedule, usual_schedule


def draw_all(*, contract_id: int, at: datetime, early: bool = False) -> list[Report]:
    """Draw and mail every report that is due on a contract. `early` draws them to the day before, due or not."""
    usual = draw(contract_id=contract_id, at=at, early=early)
    with widened("draw_reports"):
        contract = _contract(contract_id)
        own = [_draw_own(contract, version, at, early) for version in running(contract)]
        final = draw_final(contract=contract, at=at)
    return [report for report in (usual, *own, final) if report]


def draw(*, contract_id: int, at: datetime, early: bool = False) -> Report | None:
    """Draw the usual report that is due on a contract, one for all periods that were missed, and mail it.

    None when none is due, or nothing happened and nothing runs: then the next period counts alone. `early` draws it
    to the day before; the next one tells from there on.
    """
    with widened("draw_report"):
        contract = _contract(contract_id)
        schedule = usual_schedule(contract, on=localdate(at))
        days = _days(schedule, localdate(at), early)
        if days is None:
            return None
        found = activity(contract, *days)
        report = None if found.nothing else _drawn(contract, schedule, found, at)
        move(schedule, since=_told_to(schedule, days, localdate(at), early))
    return report


def _draw_own(contract: Contract, version: SettingVersion, at: datetime, early: bool) -> Report | None:
    """The report of a creditor's own that is due; drawn even when nothing happened, for it was asked for."""
    schedule = own_schedule(version, contract=contract, on=localdate(at))
    days = _days(schedule, localdate(at), early)
    if days is None:
        return None
    found = activity(contract, *days)
    report = _drawn(contract, schedule, found, at, version)
    move(schedule, since=_told_to(schedule, days, localdate(at), early))
    return report


def _contract(pk: int) -> Contract:
    return Contract.objects.select_related("creditor", "entity").get(pk=pk)


def _days(schedule: Schedule, on: date, early: bool) -> tuple[date, date] | None:
    """What a report drawn on `on` covers, None for nothing."""
    if early:
        return (schedule.since, on - ONE_DAY) if schedule.since < on else None
    return told(schedule.rhythm, schedule.since, on)


def _told_to(schedule: Schedule, days: tuple[date, date], on: date, early: bool) -> date:
    return on if early else period_of(schedule.rhythm, on)[0]


def _drawn(
    contract: Contract, schedule: Schedule, found: Activity, at: datetime, version: SettingVersion | None = None
) -> Report:
    choice = read(version.content) if version else Choice()
    with translation.override(language_of(contract)):
        return publish(paper=_paper(contract, schedule, found, choice, version), at=at)


def _paper(
    contract: Contract, schedule: Schedule, found: Activity, choice: Choice, version: SettingVersion | None
) -> Paper:
    parts = parted(files(contract, found.first, found.last, choice), choice)
    charter = measured(contract, found.first, found.last) if "charter" in choice.sections else []
    own = [sums(parts, choice, limit=MANY)] if version else []
    named = _("version %(n)d of its setting") % {"n": version.number} if version else ""
    return Paper(
        contract=contract,
        first=found.first,
        last=found.last,
        rhythm=schedule.rhythm,
        title=version.setting.name if version else _("Activity report"),
        lead="; ".join([*which(choice), named]) if version else "",
        note=_(
            "Stages, decisions and next steps are those of the day on which this report was drawn. The list of files"
            " is in the workbook that comes with it."
        ),
        tables=[*own, *wording.tables_of(found, choice.sections), *wording.charter_tables(charter)],
        lists=lists(parts, choice),
        facts=wording.stored(found) | {"charter": wording.charter_facts(charter)},
        version=version,
    )

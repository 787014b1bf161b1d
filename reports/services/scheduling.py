"""When reports are due: one schedule for the usual report of a contract, one for each of its own."""

from datetime import date
from typing import Any

from clients.models import Contract
from reports.models import Schedule, SettingVersion
from reports.rules.periods import due_after, period_of


def usual_schedule(contract: Contract, *, on: date) -> Schedule:
    """The schedule of the usual report, locked and by its rhythm of today; a new one begins with the period of `on`."""
    return _schedule(contract, None, contract.report_rhythm, on)


def own_schedule(version: SettingVersion, *, contract: Contract, on: date) -> Schedule:
    """The same for a report of a creditor's own."""
    return _schedule(contract, version.setting_id, version.rhythm, on)


def _schedule(contract: Contract, setting_id: int | None, rhythm: str, on: date) -> Schedule:
    first = max(contract.signed_on, period_of(rhythm, on)[0])
    columns: dict[str, Any] = {"party_id": contract.party_id, "rhythm": rhythm, "since": first}
    columns["due_on"] = due_after(rhythm, first)
    key = {"contract": contract, "setting_id": setting_id}
    Schedule.objects.get_or_create(**key, defaults=columns)
    schedule: Schedule = Schedule.objects.select_for_update().get(**key)
    if schedule.rhythm != rhythm:
        schedule.rhythm = rhythm
        move(schedule, since=schedule.since)
    return schedule


def move(schedule: Schedule, *, since: date) -> None:
    """From `since` on nothing was told. Moving the date is the ticket. Call it on a locked schedule."""
    schedule.since, schedule.due_on = since, due_after(schedule.rhythm, since)
    schedule.save(update_fields=["rhythm", "since", "due_on"])

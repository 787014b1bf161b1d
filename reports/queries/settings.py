"""The reports of its own that a contract has, each as it stands."""

from datetime import date

from django.db.models import F, OuterRef, QuerySet, Subquery

from clients.models import Contract
from reports.models import Schedule, Setting, SettingVersion


def latest() -> QuerySet[SettingVersion]:
    """The version in which each setting stands."""
    newest = SettingVersion.objects.filter(setting=OuterRef("setting")).order_by("-number").values("number")[:1]
    rows = SettingVersion.objects.annotate(newest=Subquery(newest)).filter(number=F("newest"))
    return rows.select_related("setting__contract")


def running(contract: Contract) -> list[SettingVersion]:
    """What is drawn for a contract beside the usual report, by name. One query."""
    return list(latest().filter(setting__contract=contract, setting__ended_on=None).order_by("setting__name"))


def history(setting: Setting) -> list[SettingVersion]:
    """Every version of a setting, the latest first, with who made it. One query."""
    return list(setting.versions.select_related("made_by__user").order_by("-number"))


def of_party(party_id: int) -> list[tuple[SettingVersion, date | None]]:
    """The reports of its own that a creditor has, on all its contracts, each with the day of the next. One query."""
    due = Schedule.objects.filter(setting=OuterRef("setting")).values("due_on")[:1]
    rows = latest().filter(party_id=party_id, setting__ended_on=None).select_related("setting__contract__entity")
    return [(row, row.due_on) for row in rows.annotate(due_on=Subquery(due)).order_by("setting__name", "pk")]


def standing(setting: Setting) -> SettingVersion:
    """The version in which a setting stands. One query."""
    return latest().get(setting=setting)

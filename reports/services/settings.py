"""Reports of a creditor's own: made, changed by a version more, ended."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from agencies import audit
from agencies.scope import current_scope, widened
from clients.models import Contract
from core.errors import Stale
from law.refusals import Refusal
from law.refusals import gettext_noop as _
from reports.models import Setting, SettingVersion
from reports.rules.choosing import Choice, faults, stored
from reports.services.scheduling import own_schedule

MOST = 10  # that one contract may have at a time
NOT_PREMIUM = Refusal(
    "report-premium",
    _("Contract"),
    _("Reports of one's own belong to the PREMIUM programme."),
    cure=_("Ask the agency for a PREMIUM contract."),
)
NAME_TAKEN = Refusal(
    "report-name", _("House rule"), _("Another report has this name."), cure=_("Give it a name of its own.")
)
TOO_MANY = Refusal(
    "report-many",
    _("House rule"),
    _("A contract has ten reports of its own at most."),
    cure=_("End one that is not read any more."),
)


def save(
    *, contract: Contract, setting: Setting | None, name: str, rhythm: str, choice: Choice, at: datetime
) -> Setting | Refusal:
    """A new report of a creditor's own, or a version more of one; the next one drawn follows it.

    What a report was drawn with stays as it was. Refused outside PREMIUM, for a name that another one has, and beyond
    MOST. Raises ValueError for a choice that cannot be, Stale for a setting that was ended.
    """
    if wrong := faults(choice):
        raise ValueError(f"a report that cannot be: {wrong}")
    with widened("report_setting"), transaction.atomic():
        held = Contract.objects.select_for_update().get(pk=contract.pk)
        if refusal := _refused(held, setting, name):
            return refusal
        kept = _named(held, setting, name)
        version = _version(kept, rhythm, choice, at)
        if version is not None:
            own_schedule(version, contract=held, on=localdate(at))
            audit.record("report.setting", at=at, contract=held.pk, setting=kept.pk, version=version.number)
    return kept


def _refused(contract: Contract, setting: Setting | None, name: str) -> Refusal | None:
    if contract.programme != Contract.Programme.PREMIUM:
        return NOT_PREMIUM
    others = Setting.objects.filter(contract=contract, ended_on=None)
    if setting is None and others.count() >= MOST:
        return TOO_MANY
    taken = others.filter(name=name).exclude(pk=setting.pk if setting else 0)
    return NAME_TAKEN if taken.exists() else None


def _named(contract: Contract, setting: Setting | None, name: str) -> Setting:
    if setting is None:
        made: Setting = Setting.objects.create(party_id=contract.party_id, contract=contract, name=name)
        return made
    if not Setting.objects.filter(pk=setting.pk, contract=contract, ended_on=None).update(name=name):
        raise Stale(f"the report setting {setting.pk} was ended")
    return setting


def _version(setting: Setting, rhythm: str, choice: Choice, at: datetime) -> SettingVersion | None:
    """The next version; None where nothing of it changed."""
    last = setting.versions.order_by("-number").first()
    content = stored(choice)
    if last and (last.rhythm, last.content) == (rhythm, content):
        return None
    made: SettingVersion = SettingVersion.objects.create(
        party_id=setting.party_id,
        setting=setting,
        number=last.number + 1 if last else 1,
        rhythm=rhythm,
        content=content,
        made_by_id=current_scope().member_id,
        made_at=at,
    )
    return made


def end(*, setting: Setting, on: date, at: datetime) -> None:
    """No report is drawn with this setting from `on` on; those drawn stay. Raises Stale when it was ended before."""
    with widened("report_setting"):
        if not Setting.objects.filter(pk=setting.pk, ended_on=None).update(ended_on=on):
            raise Stale(f"the report setting {setting.pk} was ended")
        audit.record("report.setting_ended", at=at, setting=setting.pk)

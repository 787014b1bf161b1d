"""A report of a creditor's own being made or changed, as both faces do it: form, a look before it is kept, versions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.timezone import localdate

from clients.models import Contract
from law.refusals import Refusal
from reports.forms import SettingForm, initial_of
from reports.models import Setting
from reports.queries.settings import history, standing
from reports.rules.choosing import Choice, read
from reports.screens import previewed, refused, versions_table
from reports.services.settings import save


@dataclass(frozen=True, slots=True)
class Edited:
    """What the page shows, the status that it answers with, and whether the report was kept."""

    shown: dict[str, Any]
    status: int = 200
    kept: bool = False


def edited(*, contract: Contract, setting: Setting | None, data: QueryDict | None, at: datetime) -> Edited:
    """A report being made (no `setting`) or changed. `data` is what was sent; its "do" is "look" to try it first."""
    version = standing(setting) if setting else None
    choice, rhythm = (read(version.content), version.rhythm) if version else (Choice(), contract.report_rhythm)
    form = SettingForm(data, initial=initial_of(setting.name if setting else "", rhythm, choice))
    shown = {"form": form, "versions": versions_table(history(setting)) if setting else None}
    if data is None or not form.is_valid():
        return Edited(shown, 422 if form.errors else 200)
    name, rhythm = form.cleaned_data["name"], form.cleaned_data["rhythm"]
    if data.get("do") == "look":
        return Edited(shown | {"preview": previewed(contract, rhythm, form.choice(), localdate(at))})
    kept = save(contract=contract, setting=setting, name=name, rhythm=rhythm, choice=form.choice(), at=at)
    if isinstance(kept, Refusal):
        return Edited(shown | {"refusal": refused(kept)}, 409)
    return Edited(shown, kept=True)

"""The options of an agency: each typed here with its default, set as dated rows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from agencies.models import Option


@dataclass(frozen=True, slots=True)
class OptionType:
    """One setting: its type is that of the default."""

    default: Any
    label: Any
    help: Any = ""


OPTIONS: dict[str, OptionType] = {
    "paynow.small_residue_cents": OptionType(500, _("Residue waived after a late payment in full, in cents")),
    "be.saturday_is_working": OptionType(False, _("Saturday counts as a working day in Belgium")),
    "be.shift_calendar_day_end": OptionType(True, _("A wait in calendar days never ends on a day of rest")),
    "be.extra_safety_days": OptionType(0, _("Extra days added to every Belgian wait")),
    "silent_creditor.remind_on_days": OptionType([3, 10, 20], _("Days on which a silent creditor is reminded")),
    "stages": OptionType(["paynow", "amicable", "judicial"], _("Stages that a claim goes through, in order")),
    "payee.always_creditor": OptionType(False, _("Debtors always pay the creditor, at every stage")),
    "security.require_totp": OptionType(False, _("Managers and accountants sign in with a second step")),
    "sms.sender": OptionType("", _("Number or name that SMS come from; empty, that of the platform")),
    "sms.own_side_hours": OptionType([8, 20], _("Hours between which creditors and partners get SMS")),
    "creditor.sms_on_posting": OptionType(False, _("Creditors get an SMS when letters about their files are posted")),
    "silent_creditor.close_on_day": OptionType(60, _("Day on which a silent creditor's claim is closed as kept")),
}


def option(key: str, on: date) -> Any:
    """The value in force on `on` (inclusive); raises KeyError for an unknown option."""
    default = OPTIONS[key].default
    row = Option.objects.filter(key=key, since__lte=on).order_by("-since").first()
    return default if row is None else row.value

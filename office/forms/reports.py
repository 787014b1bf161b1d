"""What is filled in about a service charter."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.models import Pledge
from web.fields import DayField, RateField

WITH_HOURS = (Pledge.Kind.PAYNOW, Pledge.Kind.REMITTANCE)  # the others have a day of their own


class PledgeForm(forms.Form):
    """One promise of a charter: within how long, in how many cases, from when."""

    hours = forms.IntegerField(
        label=_("Within (hours of working days)"),
        required=False,
        min_value=1,
        max_value=2000,
        help_text=_("Empty: the house's own 24 hours."),
    )
    target = RateField(
        label=_("In how many cases in a hundred"),
        required=False,
        help_text=_("Empty: it is promised no longer."),
    )
    since = DayField(label=_("From"))

    def __init__(self, *args: Any, kind: str, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._on = on
        if kind not in WITH_HOURS:
            del self.fields["hours"]

    def clean_target(self) -> Decimal | None:
        """A share of a hundred, to two decimals."""
        target: Decimal | None = self.cleaned_data["target"]
        if target is not None and (target > 100 or target != round(target, 2)):
            raise forms.ValidationError(_("A number from 0 to 100, with two decimals at most."))
        return target

    def clean_since(self) -> date:
        """Not in the future: a charter is measured from the day on which it holds."""
        since: date = self.cleaned_data["since"]
        if since > self._on:
            raise forms.ValidationError(_("Today at the latest."))
        return since


class ReasonForm(forms.Form):
    """Why a promise was missed."""

    text = forms.CharField(label=_("Reason"), max_length=200, help_text=_("The creditor reads it in its report."))

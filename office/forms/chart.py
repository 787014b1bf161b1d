"""What is asked about the chart of accounts, and for a file of entries."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.rules.chart import LONGEST
from web.fields import DayField


class AccountForm(forms.Form):
    """The number and the label of one account."""

    number = forms.CharField(label=_("Account number"), max_length=12, widget=forms.TextInput({"inputmode": "numeric"}))
    label = forms.CharField(label=_("Label"), max_length=LONGEST)


class PeriodForm(forms.Form):
    """Days of one calendar year."""

    first = DayField(label=_("From"))
    last = DayField(label=_("Until, inclusive"))

    def clean(self) -> Any:
        """The first not after the last, and both of one year: each year has its own numbers."""
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and (first > last or first.year != last.year):
            raise forms.ValidationError(_("Choose two days of one calendar year, the first one first."))
        return self.cleaned_data

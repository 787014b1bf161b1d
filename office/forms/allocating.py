"""What is asked when a payment is shared out in another order than the law's."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.models import Allocation
from web.fields import DayField


class AllocationForm(forms.Form):
    """The order, who agreed to it and when, and why."""

    order = forms.ChoiceField(label=_("The payment serves, in this order"), widget=forms.RadioSelect, required=False)
    agreed_by = forms.ChoiceField(label=_("Who agreed"), choices=Allocation.AgreedBy.choices, widget=forms.RadioSelect)
    agreed_on = DayField(label=_("Agreed on"))
    reason = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("It stands in the story of the file: name the letter or the call.")
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], on: date, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"agreed_on": on, "agreed_by": "creditor"}} | options)
        self.fields["order"].choices = choices  # type: ignore[attr-defined]
        self._on = on

    def clean_agreed_on(self) -> Any:
        """Today or before."""
        on = self.cleaned_data["agreed_on"]
        if on > self._on:
            raise forms.ValidationError(_("This day has not come yet."))
        return on

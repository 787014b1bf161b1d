"""What is filled in about the end of a stage."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from web.fields import DayField


class PartnerLetterForm(forms.Form):
    """When the judicial partner's letter left, and its proof."""

    sent_on = DayField(label=_("Posted by the partner on"))
    proof = forms.FileField(label=_("The letter, or the proof of its posting"), help_text=_("PDF or picture."))

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"sent_on": on}, **options})
        self._on = on

    def clean_sent_on(self) -> date:
        """A letter that left, left by today."""
        day: date = self.cleaned_data["sent_on"]
        if day > self._on:
            raise forms.ValidationError(_("This day has not come yet."))
        return day

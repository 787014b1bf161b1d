"""What an agent says when a file is put before a manager, and when a visit is planned."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from web.fields import DayField


class EscalateForm(forms.Form):
    """To which manager, and why."""

    manager = forms.ChoiceField(label=_("To whom"))
    reason = forms.CharField(label=_("Reason"), max_length=250, help_text=_("The creditor reads it in the timeline."))

    def __init__(self, *args: Any, managers: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["manager"].choices = managers  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """What the manager says."""

    answer = forms.CharField(
        label=_("Your answer"), max_length=250, help_text=_("The creditor reads it in the timeline.")
    )


class VisitDayForm(forms.Form):
    """The day of a visit."""

    on = DayField(label=_("Day of the visit"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._today = today

    def clean_on(self) -> date:
        """From today on."""
        day: date = self.cleaned_data["on"]
        if day < self._today:
            raise forms.ValidationError(_("This day is over."))
        return day

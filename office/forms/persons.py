"""What is filled in about a debtor as a person: its requests, what is answered, how it pays."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.models import PersonRequest
from web.fields import DayField

AREA = {"rows": 4}
KNOWN = [("", _("as its earlier files show")), ("yes", _("yes, says the creditor")), ("no", _("no, says the creditor"))]


class RequestForm(forms.Form):
    """What a debtor asks about its personal data."""

    kind = forms.ChoiceField(label=_("The person asks for"), choices=PersonRequest.Kind.choices)
    received_on = DayField(label=_("Received on"))
    said = forms.CharField(
        label=_("What was asked"), required=False, max_length=2000, widget=forms.Textarea(attrs=AREA)
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"received_on": on}, **options})
        self._on = on

    def clean_received_on(self) -> date:
        """What was received, was by today."""
        day: date = self.cleaned_data["received_on"]
        if day > self._on:
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class AnswerForm(forms.Form):
    """What was answered."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=PersonRequest.Outcome.choices)
    text = forms.CharField(label=_("Our answer"), max_length=4000, widget=forms.Textarea(attrs=AREA))


class EraseForm(forms.Form):
    """An erasure is said in words to the person, and pressed on purpose."""

    text = forms.CharField(label=_("Our answer to the person"), max_length=4000, widget=forms.Textarea(attrs=AREA))
    sure = forms.BooleanField(label=_("I have checked who asks, and that this person is meant."))


class ProfileForm(forms.Form):
    """How a debtor pays; `ways` are (kind, what it changes)."""

    kind = forms.ChoiceField(label=_("Payer"), required=False, widget=forms.RadioSelect)
    known = forms.ChoiceField(label=_("Known customer"), choices=KNOWN, required=False)

    def __init__(self, *args: Any, ways: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = ways  # type: ignore[attr-defined]

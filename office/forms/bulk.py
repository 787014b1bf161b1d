"""What is filled in for an act on many files."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amicable.models import PayerProfile
from office.forms.arranging import PapersForm
from office.forms.claims import HoldForm
from office.forms.queue import HandOverForm


class ProfileForm(forms.Form):
    """How these debtors pay."""

    kind = forms.ChoiceField(label=_("How these debtors pay"), choices=PayerProfile.Kind.choices)


class StopForm(forms.Form):
    """Why a cycle ends before its last step."""

    reason = forms.CharField(label=_("Reason"), max_length=250, help_text=_("The creditor reads it in the timeline."))


class ReleaseForm(forms.Form):
    """Nothing to say."""


def form_of(act: str, data: Any, *, on: date, agents: list[tuple[str, str]]) -> forms.Form:
    """The form of an act; `data` None shows it empty."""
    if act == "hold":
        return HoldForm(data, on=on)
    if act == "assign":
        return HandOverForm(data, agents=agents)
    plain = {"papers": PapersForm, "profile": ProfileForm, "stop": StopForm, "release": ReleaseForm}
    return plain[act](data)

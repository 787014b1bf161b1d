"""What ends action against a debtor, and what lifts that."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.models import Halt
from claims.wording import REGISTERS
from web.fields import DayField

HOME = {"BE": "bce", "FR": "bodacc"}  # by country of the debtor


class HaltForm(forms.Form):
    """An insolvency, a death, a business struck off."""

    kind = forms.ChoiceField(label=_("What happened"), choices=Halt.Kind.choices)
    since = DayField(label=_("Since"), help_text=_("The day of the judgment, of the death, or in the register."))
    source = forms.CharField(
        label=_("Who says so"), max_length=120, help_text=_("For example: Moniteur belge, BODACC, the family's notary.")
    )
    reference = forms.CharField(label=_("Reference"), max_length=80, required=False)
    stands_for = forms.CharField(
        label=_("Who stands in the debtor's place"),
        max_length=250,
        required=False,
        help_text=_("Trustee, mediator, notary or heirs, where known: name and address. The creditor is told."),
    )
    proof = forms.FileField(label=_("Proof (PDF or picture)"), required=False)

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._on = on

    def clean_since(self) -> date:
        """It has happened."""
        day: date = self.cleaned_data["since"]
        if day > self._on:
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class CheckedForm(forms.Form):
    """Where a business was looked up."""

    register = forms.ChoiceField(label=_("Where you looked"), choices=[*REGISTERS.items()])

    def __init__(self, *args: Any, country: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["register"].initial = HOME.get(country, "other")


class LiftForm(forms.Form):
    """Why it does not hold any more."""

    how = forms.ChoiceField(
        label=_("What changed"),
        choices=[
            ("over", _("It is over: the proceedings are closed, or somebody stands in the debtor's place")),
            ("mistake", _("It was recorded by mistake: as if it had never been")),
        ],
    )
    why = forms.CharField(label=_("Reason"), max_length=250, help_text=_("The creditor reads it in the timeline."))


class ListForm(forms.Form):
    """A list of what became known of firms."""

    file = forms.FileField(label=_("List of events"))

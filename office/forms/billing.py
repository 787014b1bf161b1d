"""What is filled in about tariffs and the agency's own invoices."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.models import Invoice
from web.fields import DayField


class PaidForm(forms.Form):
    """How and when an own invoice was paid."""

    on = DayField(label=_("Paid on"))
    by = forms.ChoiceField(
        label=_("How"), choices=[(way.value, way.label) for way in (Invoice.PaidBy.BANK, Invoice.PaidBy.SET_OFF)]
    )

    def __init__(self, *args: Any, issued_on: date | None, on: date, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"on": on}, **options})
        self._issued_on, self._on = issued_on or on, on

    def clean_on(self) -> date:
        """Not before it was issued, not in the future."""
        day: date = self.cleaned_data["on"]
        if not self._issued_on <= day <= self._on:
            raise forms.ValidationError(_("A day from the invoice's own to today."))
        return day


class CreditForm(forms.Form):
    """Why an invoice is credited: the creditor reads it on the credit note."""

    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("It stands on the credit note."))


class TariffForm(forms.Form):
    """A new tariff, from the lines of another."""

    name = forms.CharField(label=_("Name"), max_length=80)
    code = forms.SlugField(label=_("Short name"), max_length=30, help_text=_("Small letters, digits and hyphens."))
    creditor = forms.ChoiceField(label=_("For"), required=False)
    like = forms.ChoiceField(label=_("Begin with the lines of"))

    def __init__(
        self, *args: Any, creditors: Sequence[tuple[str, str]], tariffs: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["creditor"].choices = [("", _("every creditor")), *creditors]  # type: ignore[attr-defined]
        self.fields["like"].choices = tariffs  # type: ignore[attr-defined]


class GiveForm(forms.Form):
    """The tariff that a contract follows from a day on."""

    version = forms.ChoiceField(label=_("Tariff"))
    since = DayField(
        label=_("For files opened from"), help_text=_("Files opened before keep the prices that they have.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("For example: addendum of 3 March."))

    def __init__(self, *args: Any, versions: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["version"].choices = versions  # type: ignore[attr-defined]

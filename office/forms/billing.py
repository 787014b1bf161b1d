"""What is filled in about tariffs and the agency's own invoices."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.models import Invoice, TariffLine
from billing.rules.prices import Price
from web.fields import AmountField, DayField, RateField

NOTHING = Decimal("0.00")


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


class VersionForm(forms.Form):
    """From when a version holds, and why it was made."""

    since = DayField(label=_("In force from"), help_text=_("For contracts signed from that day on."))
    reason = forms.CharField(label=_("Reason"), max_length=200)


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


class LineForm(forms.Form):
    """One line of a tariff; without a short name it is left out."""

    code = forms.SlugField(label=_("Short name"), max_length=40, required=False)
    label = forms.CharField(label=_("Name"), max_length=80, required=False)
    stage = forms.ChoiceField(label=_("Stage"), choices=TariffLine.Stage.choices)
    kind = forms.ChoiceField(label=_("Kind"), choices=TariffLine.Kind.choices)
    value = RateField(label=_("Price in euros, or per cent"), required=False)
    due = forms.ChoiceField(label=_("Due"), choices=TariffLine.Due.choices)
    bearer = forms.ChoiceField(label=_("Borne by"), choices=TariffLine.Bearer.choices)
    cap = AmountField(label=_("Cap per file and stage"), required=False)
    minimum = AmountField(label=_("Minimum per file and stage"), required=False)
    quantity = forms.IntegerField(label=_("Number of PAYNOW"), min_value=1, max_value=30_000, required=False)
    valid_months = forms.IntegerField(label=_("Valid for months"), min_value=1, max_value=120, required=False)
    advised_from = forms.IntegerField(label=_("Advised from claims a year"), min_value=0, required=False)
    advised_to = forms.IntegerField(label=_("Advised up to claims a year"), min_value=0, required=False)
    why = forms.CharField(label=_("Where it was agreed"), max_length=160, required=False)

    def clean_value(self) -> Decimal:
        """Two decimals; nothing is nothing."""
        value: Decimal = (self.cleaned_data["value"] or NOTHING).quantize(NOTHING)
        return value

    @property
    def main_fields(self) -> list[Any]:
        """What every line says."""
        return [self[name] for name in ("code", "label", "stage", "kind", "value", "due", "bearer")]

    @property
    def more_fields(self) -> list[Any]:
        """What only some lines say."""
        names = ("cap", "minimum", "quantity", "valid_months", "advised_from", "advised_to", "why")
        return [self[name] for name in names]

    def price(self, before: Price | None) -> Price | None:
        """The line as the rules read it; bands and what is passed on stay as they were `before`."""
        given = dict(self.cleaned_data)
        if not given.get("code"):
            return None
        kept: dict[str, Any] = {"bands": before.bands, "passed_on": before.passed_on} if before else {}
        return Price(**given, **kept)


LineForms = forms.formset_factory(LineForm, extra=2)


def filled(line: TariffLine) -> dict[str, Any]:
    """A line as the form shows it."""
    return {name: getattr(line, name) for name in LineForm.base_fields}

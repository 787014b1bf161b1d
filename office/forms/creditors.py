"""What is filled in about a creditor."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.models import Contract, DebtorKind
from web.fields import AmountField, DayField, IbanField, RateField, VatField


class DetailsForm(forms.Form):
    """Who a creditor is, and where it lives."""

    name = forms.CharField(label=_("Name"), max_length=160)
    country = forms.ChoiceField(label=_("Country"), choices=[("BE", _("Belgium")), ("FR", _("France"))])
    street = forms.CharField(label=_("Street and number"), max_length=120)
    postcode = forms.CharField(label=_("Postcode"), max_length=12)
    city = forms.CharField(label=_("City"), max_length=80)
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("Questions and decisions go there."))
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    enterprise_number = forms.CharField(label=_("Enterprise number"), max_length=14, required=False)
    vat_number = VatField(label=_("VAT number"), max_length=20, required=False)
    capacity = forms.CharField(
        label=_("Trade"), max_length=60, required=False, help_text=_("As a notice says it, for example: wholesaler.")
    )
    product = forms.CharField(label=_("What it sells"), max_length=160, required=False)
    default_debtor_kind = forms.ChoiceField(label=_("Its debtors are usually"), choices=DebtorKind.choices)

    def given(self) -> dict[str, Any]:
        """What was filled in; what was left empty is an empty text."""
        return {name: "" if value is None else value for name, value in self.cleaned_data.items()}


class CreditorForm(DetailsForm):
    """A new creditor: its details, and where debtors pay it."""

    iban = IbanField(label=_("Account"), max_length=42, required=False, help_text=_("IBAN on which debtors pay it."))


class AccountForm(forms.Form):
    """Another account for a creditor."""

    iban = IbanField(label=_("New account (IBAN)"), max_length=42)
    bic = forms.RegexField(
        label=_("BIC"),
        regex=re.compile(r"\A[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?\Z"),
        required=False,
        error_messages={"invalid": _("A BIC has eight or eleven signs, in capitals.")},
    )
    reason = forms.CharField(
        label=_("Who asked for it, and how you checked"),
        max_length=200,
        help_text=_("Never on the word of a mail alone: call a number that you knew before."),
    )
    checked = forms.BooleanField(label=_("I checked with the creditor that this account is its own."))


class EndForm(forms.Form):
    """The end of a contract."""

    on = DayField(label=_("Ends on"))
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, signed_on: date, on: date, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"on": on}, **options})
        self._signed_on, self._on = signed_on, on

    def clean_on(self) -> date:
        """Not before the signature, not in the future."""
        day: date = self.cleaned_data["on"]
        if day > self._on:
            raise forms.ValidationError(_("This day has not come yet: record the end on its day."))
        if day < self._signed_on:
            raise forms.ValidationError(_("The contract was signed later."))
        return day


class ContractForm(forms.Form):
    """What entity and creditor agreed."""

    entity = forms.ChoiceField(label=_("Entity"))
    programme = forms.ChoiceField(label=_("Programme"), choices=Contract.Programme.choices)
    signed_on = DayField(label=_("Signed on"))
    report_rhythm = forms.ChoiceField(label=_("Activity report"), choices=Contract.Rhythm.choices)
    power_to_receive = forms.BooleanField(
        label=_("The contract gives the power to receive money in the creditor's name"), required=False
    )
    paynow_from_stock = forms.BooleanField(label=_("PAYNOW come from a prepaid stock"), required=False, initial=True)
    with_charges = forms.BooleanField(label=_("Interest and charges are claimed too"), required=False, initial=True)
    amicable_by_standing_instruction = forms.BooleanField(
        label=_("Without an answer, the amicable stage follows by standing instruction"), required=False
    )
    set_off = forms.BooleanField(
        label=_("The contract lets invoices be taken from the money held for the creditor (set-off)"), required=False
    )

    def __init__(self, *args: Any, entities: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["entity"].choices = entities  # type: ignore[attr-defined]


class TermsForm(forms.Form):
    """A version of a creditor's terms of sale."""

    since = DayField(label=_("In force from"))
    interest_rate = RateField(label=_("Interest, in per cent a year"), required=False)
    penalty_percent = RateField(label=_("Penalty, in per cent of the balance"), required=False)
    penalty_minimum = AmountField(label=_("Penalty, minimum in euros"), required=False)
    penalty_flat = AmountField(label=_("Penalty, fixed sum in euros"), required=False)
    accepted_at_signature = forms.BooleanField(
        label=_("Debtors accept them when they sign"),
        required=False,
        help_text=_("Without that, neither interest nor penalty of the terms is claimed."),
    )


class GrantForm(forms.Form):
    """PAYNOW added to a creditor's stock."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=40)
    quantity = forms.IntegerField(label=_("How many PAYNOW"), min_value=1, max_value=100_000)
    expires_on = DayField(label=_("Last day of validity"), required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("For example: pack of 50, invoice 2026-14.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"token": str(uuid4())}, **options})

"""What is asked about money that came in."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from web.fields import AmountField, DayField
from web.formatting import number


class BankFileForm(forms.Form):
    """A file of the bank."""

    file = forms.FileField(label=_("File of the bank"))


class SumForm(forms.Form):
    """A sum out of what is left of a receipt."""

    amount = AmountField(label=_("Amount"))
    note = forms.CharField(label=_("Why"), max_length=200, required=False)

    def __init__(self, *args: Any, most: Decimal, **options: Any) -> None:
        super().__init__(*args, **{"initial": {}} | options)
        self.initial.setdefault("amount", most)
        self.initial["amount"] = number(self.initial["amount"])
        self._most = most

    def clean_amount(self) -> Any:
        """Between one cent and what is left."""
        amount = self.cleaned_data["amount"]
        if not 0 < amount <= self._most:
            raise forms.ValidationError(_("Write an amount above zero, and no more than is left."))
        return amount


class AttributeForm(SumForm):
    """For which file a sum came."""

    number = forms.IntegerField(label=_("File number"), min_value=1, widget=forms.TextInput({"inputmode": "numeric"}))
    field_order = ("number", "amount", "note")


class WhyForm(forms.Form):
    """The reason of something that others will ask about."""

    note = forms.CharField(label=_("Why"), max_length=200)


class ReturnForm(forms.Form):
    """The bank took a payment back."""

    on = DayField(label=_("Taken back on"))
    note = forms.CharField(label=_("What the bank says"), max_length=60, required=False)

    def __init__(self, *args: Any, first: date, last: date, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"on": last}} | options)
        self._first, self._last = first, last

    def clean_on(self) -> Any:
        """Not before the money came, not tomorrow."""
        on = self.cleaned_data["on"]
        if not self._first <= on <= self._last:
            raise forms.ValidationError(_("The day is not between the payment and today."))
        return on


class ByHandForm(forms.Form):
    """Cash or a cheque that a debtor handed over."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=40)  # a second press counts nothing twice
    way = forms.ChoiceField(
        label=_("What was handed over"),
        choices=[("cash", _("cash")), ("cheque", _("cheque"))],
        widget=forms.RadioSelect,
    )
    amount = AmountField(label=_("Amount"))
    on = DayField(label=_("Received on"))
    payer = forms.CharField(label=_("By whom"), max_length=120, required=False)
    text = forms.CharField(label=_("Number and bank of the cheque"), max_length=120, required=False)

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"token": str(uuid4()), "on": on, "way": "cash"}} | options)
        self._on = on

    def clean_on(self) -> Any:
        """Today or before."""
        on = self.cleaned_data["on"]
        if on > self._on:
            raise forms.ValidationError(_("This day has not come yet."))
        return on


class DepositForm(forms.Form):
    """What was in a deposit."""

    taken = forms.MultipleChoiceField(label=_("What was in it"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["taken"].choices = choices  # type: ignore[attr-defined]


class ExplainForm(forms.Form):
    """What a debit was: the bank's own charge, or a payment that the bank took back."""

    CHARGE = "charge"
    receipt = forms.ChoiceField(label=_("What it was"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], charge: bool, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"receipt": self.CHARGE} if charge else {}} | options)
        self.fields["receipt"].choices = [(self.CHARGE, _("the bank's own charge or interest")), *choices]  # type: ignore[attr-defined]

"""Form fields for what this business types all day: amounts, IBANs, VAT numbers, dates.

The browser formats and checks on blur (`static/js/inputs.js`); these fields decide, with or without it.
"""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum import iban
from stdnum.be import vat as be_vat
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError as NotValid

from web.formatting import language

StrOrPromise = str | Promise
RATE = re.compile(r"\d{1,6}(\.\d{1,6})?", re.ASCII)
AMOUNT = re.compile(r"-?\d+(\.\d{1,2})?", re.ASCII)


TOO_LARGE = 10**10  # what the narrowest column of amounts no longer holds: said here, not by the database


def parse_amount(text: str) -> Decimal:
    """Euros from what people type: "1 234,56", "1.234,56 €", "1234.5"; ValueError when it could mean two things."""
    bare = re.sub(r"[\s\u00a0\u202f€]", "", text.replace("\u2212", "-"))
    if "," in bare:
        whole, _point, cents = bare.rpartition(",")
        if "," in whole or not re.fullmatch(r"-?(\d+|\d{1,3}(\.\d{3})+)", whole, re.ASCII):
            raise ValueError(text)
        bare = f"{whole.replace('.', '')}.{cents}"
    if not AMOUNT.fullmatch(bare):
        raise ValueError(text)
    return Decimal(bare)


class CheckedField(forms.CharField):
    """A text that follows a rule: `check` names what the browser applies on blur, `parse` is what counts."""

    check = ""
    look = "input input-code"
    problem: StrOrPromise = ""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {
            **super().widget_attrs(widget),
            "class": self.look,
            "autocomplete": "off",
            "spellcheck": "false",
            "data-check": self.check,
            "data-message": self.problem,
        }

    def clean(self, value: Any) -> Any:
        """The parsed value, None when left empty; ValidationError with the field's `problem` when the rule fails."""
        text = super().clean(value)
        try:
            return self.parse(text) if text else None
        except (ValueError, NotValid):
            raise forms.ValidationError(str(self.problem), code=self.check) from None

    def parse(self, text: str) -> Any:
        raise NotImplementedError


class AmountField(CheckedField):
    """An amount in euros, at most two decimals; cleans to Decimal."""

    check = "amount"
    look = "input input-amount"
    problem = _("Write an amount in euros, for example 1234.56.")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal"}

    def prepare_value(self, value: Any) -> Any:
        """An amount that the page proposes stands there as readers write it; what was typed stays as it was."""
        if not isinstance(value, Decimal):
            return super().prepare_value(value)
        text = f"{value:.2f}"
        return text if language() == "en" else text.replace(".", ",")

    def parse(self, text: str) -> Decimal:
        amount = parse_amount(text)
        if abs(amount) >= TOO_LARGE:
            raise ValueError(text)
        return amount


class RateField(CheckedField):
    """A rate in per cent, or another number of at most six decimals, with comma or point; cleans to Decimal."""

    look = "input input-amount"
    problem = _("Write a number, for example 8.25.")

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal"}

    def parse(self, text: str) -> Decimal:
        bare = text.strip().removesuffix("%").strip().replace(",", ".")
        if not RATE.fullmatch(bare):
            raise ValueError(text)
        return Decimal(bare)


class IbanField(CheckedField):
    """An IBAN of any country; cleans to its compact form."""

    check = "iban"
    problem = _("This IBAN is not valid: check each character against the bank's document.")

    def parse(self, text: str) -> str:
        return iban.validate(text)


class VatField(CheckedField):
    """A VAT number of the European Union, ten digits alone being a Belgian one. Cleans to the compact form."""

    check = "vat"
    problem = _("This VAT number is not valid: it starts with the country, for example BE or FR.")

    def parse(self, text: str) -> str:
        bare = be_vat.compact(text)
        return f"BE{be_vat.validate(bare)}" if bare.isdecimal() and len(bare) == 10 else eu_vat.validate(text)


class DayField(forms.DateField):
    """A date, with the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input input-day"})
    input_formats = ["%Y-%m-%d", "%d/%m/%Y"]

"""What a debtor fills in."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NumberForm(forms.Form):
    """The second check."""

    number = forms.CharField(
        label=_("Invoice number or customer number"),
        max_length=60,
        help_text=_("As it stands on the invoice of the company that sent it to you. Spaces and dots do not matter."),
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )


class CodeForm(forms.Form):
    """The code that was sent."""

    code = forms.RegexField(
        r"^\s*\d{3}\s?\d{3}\s*$",
        label=_("The code of six digits"),
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        """The digits alone."""
        return "".join(str(self.cleaned_data["code"]).split())

"""What an agent finds out of how a debtor is reached."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from formats.errors import BadValue
from formats.values import phone

LANGUAGES = [("fr", "Français"), ("nl", "Nederlands"), ("de", "Deutsch"), ("en", "English")]


class ContactForm(forms.Form):
    """Telephone, e-mail and language as they are from now on; what is left empty stays as it is."""

    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    language = forms.ChoiceField(label=_("Language of our letters"), choices=LANGUAGES)

    def __init__(self, *args: Any, country: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._country = country

    def clean_phone(self) -> str:
        """As it is dialled from abroad."""
        try:
            return phone(self.cleaned_data["phone"], self._country) if self.cleaned_data["phone"] else ""
        except BadValue:
            raise forms.ValidationError(_("This is no telephone number: check each digit.")) from None

"""What operators fill in."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.base.forms import ReauthenticateForm
from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models.tenant import RESERVED_SLUGS, slug_shape
from creansys import presets


class EnterForm(ReauthenticateForm):
    """Password and second step, both asked again; wrong ones count as failed sign-ins."""

    field_order = ("password", "code")
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    code = forms.CharField(
        label=_("Code of your authenticator app"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_password(self) -> str:
        """It is the user's."""
        password: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password

    def clean_code(self) -> str:
        """Looked at only with the right password: a code serves once."""
        return super().clean_code() if "password" in self.cleaned_data else ""


class FoundForm(forms.Form):
    """A new agency."""

    preset = forms.ChoiceField(label=_("Preset"), choices=[(name, name) for name in presets.NAMES])
    title = forms.CharField(label=_("Name of the agency"), max_length=120)
    slug = forms.CharField(
        label=_("Its word in every address"),
        max_length=39,
        validators=[slug_shape],
        help_text=_("It stands on letters and in links, and does not change later."),
    )
    manager = forms.EmailField(
        label=_("E-mail address of its first manager"), help_text=_("An invitation is sent to this address at once.")
    )

    def clean_slug(self) -> str:
        """No address of the platform's own."""
        slug: str = self.cleaned_data["slug"]
        if slug in RESERVED_SLUGS:
            raise forms.ValidationError(_("This word is an address of the platform's own: choose another."))
        return slug


class ReasonForm(forms.Form):
    """Why an operator does it."""

    reason = forms.CharField(
        label=_("Reason"),
        min_length=5,
        max_length=250,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The agency's managers read it in their audit. Name nobody."),
    )

    def clean_reason(self) -> Any:
        """On one line."""
        return " ".join(self.cleaned_data["reason"].split())

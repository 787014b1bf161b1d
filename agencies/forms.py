"""What an invited person fills in, and what a member keeps."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.utils.translation import gettext_lazy as _

from agencies.models import User


class ViewForm(forms.Form):
    """What a member calls a list as it is narrowed now."""

    name = forms.CharField(
        label=_("Name of the view"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    opens = forms.BooleanField(label=_("Open the list with this view"), required=False)


class NewUserForm(forms.Form):
    """Name and password of an invited person who has no account yet; the address is the invitation's."""

    name = forms.CharField(
        label=_("First name and name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=password_validators_help_text_html,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._email = email

    def clean(self) -> dict[str, Any]:
        """The two passwords are one, and good enough."""
        given = super().clean() or {}
        password = given.get("password")
        if password and given.get("again") and password != given["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        elif password:
            self._check(password, given.get("name", ""))
        return given

    def _check(self, password: str, name: str) -> None:
        try:
            validate_password(password, User(email=self._email, name=name))
        except forms.ValidationError as error:
            self.add_error("password", error)


class KeyForm(forms.Form):
    """A key for the API."""

    label = forms.CharField(label=_("What it is for"), max_length=80)
    rights = forms.ChoiceField(
        label=_("What it may do"),
        choices=[
            ("read", _("read")),
            ("write", _("read, and hand over invoices")),
            ("decide", _("read, hand over, sign, decide, declare payments")),
        ],
    )
    days = forms.IntegerField(label=_("Valid for, in days"), min_value=1, max_value=730, initial=365)

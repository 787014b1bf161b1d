"""What is filled in about seats and keys."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import ROLE_NAMES
from agencies.rules import OUTSIDE_ROLES, Role


class InviteForm(forms.Form):
    """An offer of a seat."""

    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, ROLE_NAMES[role]) for role in Role if role != Role.PARTNER]
    )
    creditor = forms.ChoiceField(
        label=_("Creditor"), required=False, help_text=_("Only for the role of creditor: whose files they see.")
    )

    def __init__(self, *args: Any, creditors: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["creditor"].choices = [("", "–"), *creditors]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A creditor's seat names its creditor, and no other seat does."""
        given = super().clean() or {}
        if given.get("role") in OUTSIDE_ROLES and not given.get("creditor"):
            self.add_error("creditor", _("Choose the creditor."))
        elif given.get("role") and given["role"] not in OUTSIDE_ROLES and given.get("creditor"):
            self.add_error("creditor", _("A seat of the agency belongs to no creditor."))
        return given


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
    creditor = forms.ChoiceField(
        label=_("Whose files"), required=False, help_text=_("Without a creditor, the key sees the whole agency.")
    )
    days = forms.IntegerField(label=_("Valid for, in days"), min_value=1, max_value=730, initial=365)

    def __init__(self, *args: Any, creditors: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["creditor"].choices = [("", _("the whole agency")), *creditors]  # type: ignore[attr-defined]

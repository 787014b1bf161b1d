"""What is filled in about seats and keys."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.forms import KeyForm
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


class TeamForm(forms.Form):
    """The team of a seat."""

    team = forms.ChoiceField(
        label=_("Team"), required=False, help_text=_("Whose files the queue begins with; every file stays in reach.")
    )

    def __init__(self, *args: Any, teams: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"].choices = [("", _("none: every file")), *teams]  # type: ignore[attr-defined]


class AgencyKeyForm(KeyForm):
    """A key for a creditor's files, or for the whole agency."""

    creditor = forms.ChoiceField(
        label=_("Whose files"), required=False, help_text=_("Without a creditor, the key sees the whole agency.")
    )

    def __init__(self, *args: Any, creditors: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["creditor"].choices = [("", _("the whole agency")), *creditors]  # type: ignore[attr-defined]
        self.order_fields(["label", "rights", "creditor", "days"])

"""What agents say of files in their queue."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class HandOverForm(forms.Form):
    """To whom a file goes."""

    agent = forms.ChoiceField(label=_("To whom"))

    def __init__(self, *args: Any, agents: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agent"].choices = [("", _("Whoever is next")), *agents]  # type: ignore[attr-defined]
        self.fields["agent"].required = False

"""What is filled in about letters and messages on their way."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from messaging.channels.postal import registered_number
from web.fields import DayField

NUMBER = "number-"


class RegisteredField(forms.CharField):
    """The post's number of a registered letter, kept without blanks."""

    default_error_messages = {
        "required": _("Enter the number that the post gave this letter."),
        "invalid": _("This is no number of a registered letter: compare it with the label."),
    }

    def clean(self, value: Any) -> str:
        """The number, checked."""
        given = super().clean(value)
        if not (number := registered_number(given)):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return number


class HandOverForm(forms.Form):
    """The day on which a print run was given to the post, and the number of each of its registered letters."""

    on = DayField(label=_("Handed over on"))

    def __init__(self, *args: Any, letters: Sequence[tuple[int, str]] = (), **options: Any) -> None:
        """`letters` are the registered ones: id, and how a person knows it."""
        super().__init__(*args, **options)
        self._lines = [f"{NUMBER}{letter}" for letter, _label in letters]
        if letters:
            self.fields["pasted"] = forms.CharField(
                label=_("Several numbers at once"),
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("One on each line, in the order below. You check the lines before anything is recorded."),
            )
        for line, (_letter, label) in zip(self._lines, letters, strict=True):
            self.fields[line] = RegisteredField(label=label, max_length=60)

    def pasted(self) -> list[str]:
        """The numbers given at once."""
        return [line.strip() for line in str(self.data.get("pasted", "")).splitlines() if line.strip()]

    def filled(self) -> dict[str, str]:
        """What was typed, with the pasted numbers in the lines still empty, in order."""
        typed = {line: str(self.data.get(line, "")).strip() for line in self._lines}
        waiting = iter(self.pasted())
        lines = {line: number or next(waiting, "") for line, number in typed.items()}
        return {"on": str(self.data.get("on", "")), **lines}

    def too_many(self) -> str:
        """Why the pasted numbers do not fit; "" when each finds its line."""
        free = sum(1 for line in self._lines if not str(self.data.get(line, "")).strip())
        count = len(self.pasted())
        if count <= free:
            return ""
        said = ngettext("%(n)d number for %(free)d empty lines.", "%(n)d numbers for %(free)d empty lines.", count)
        return said % {"n": count, "free": free}

    def clean(self) -> dict[str, Any]:
        """No number stands on two lines."""
        given = super().clean() or {}
        seen: set[str] = set()
        for line in self._lines:
            if (number := given.get(line)) in seen:
                self.add_error(line, _("This number stands on another line too."))
            elif number:
                seen.add(number)
        return given

    def numbers(self) -> Mapping[int, str]:
        """The numbers by letter."""
        return {int(line.removeprefix(NUMBER)): self.cleaned_data[line] for line in self._lines}


class ParkedForm(forms.Form):
    """What a person found out about a message that may have left."""

    outcome = forms.ChoiceField(
        label=_("What you found out"),
        choices=[("sent", _("It arrived: record it as sent")), ("again", _("It did not arrive: send it again"))],
    )


class ProofForm(forms.Form):
    """The post's proof of a registered letter."""

    file = forms.FileField(label=_("PDF or picture"))


class AttachForm(forms.Form):
    """The file that a message is about."""

    number = forms.IntegerField(
        label=_("Number of the file"),
        min_value=1,
        max_value=10**15,
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "numeric", "autocomplete": "off"}),
    )

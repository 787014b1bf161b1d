"""What is filled in about the agency's settings."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from web.fields import DayField, RateField

STAGE_NAMES = ("paynow", "amicable", "judicial")


TABLE_WORDS = {
    "be-b2b": _("Belgium: late payment between businesses"),
    "be-civil": _("Belgium: legal interest"),
    "be-reminder-cost": _("Belgium: cost of a reminder to a consumer"),
    "be-flat-compensation": _("Belgium: fixed sum for recovery costs"),
    "fr-legal-individual": _("France: legal interest, creditor a natural person"),
    "fr-legal-pro": _("France: legal interest, other creditors"),
    "ecb-refinancing": _("European Central Bank: refinancing rate"),
    "fr-flat-compensation": _("France: fixed sum for recovery costs"),
}


class OptionForm(forms.Form):
    """A value of an option, from a day on; the type is that of the value in force."""

    since = DayField(label=_("In force from"))

    def __init__(self, *args: Any, now: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._now = now
        self.fields["value"] = self._field(now)
        self.order_fields(["value", "since"])

    def _field(self, now: Any) -> forms.Field:
        if isinstance(now, bool):
            return forms.ChoiceField(
                label=_("Value"), choices=[("yes", _("yes")), ("no", _("no"))], initial="yes" if now else "no"
            )
        if isinstance(now, int):
            return forms.IntegerField(label=_("Value"), min_value=0, initial=now)
        if isinstance(now, str):
            return forms.CharField(label=_("Value"), initial=now, max_length=200, required=False)
        listed = ", ".join(str(one) for one in now)
        return forms.CharField(label=_("Values, separated by commas"), initial=listed, max_length=200)

    def clean_value(self) -> Any:
        """The value in the option's own type."""
        given = self.cleaned_data["value"]
        if isinstance(self._now, bool):
            return given == "yes"
        if isinstance(self._now, int | str):
            return given
        parts = [part.strip() for part in given.split(",") if part.strip()]
        if self._now and isinstance(self._now[0], int):
            if not all(part.isascii() and part.isdigit() for part in parts):
                raise forms.ValidationError(_("Write whole numbers separated by commas."))
            return [int(part) for part in parts]
        if unknown := [part for part in parts if part not in STAGE_NAMES]:
            raise forms.ValidationError(_("Not known: %(names)s.") % {"names": ", ".join(unknown)})
        return parts


class OverrideForm(forms.Form):
    """A value of a table of law that the agency replaces or adds."""

    table = forms.ChoiceField(label=_("Table"), choices=list(TABLE_WORDS.items()))
    since = DayField(label=_("From"), help_text=_("The first day of the half-year or year, where the table has those."))
    value = RateField(
        label=_("Value"), help_text=_("A rate in per cent a year, or an amount in euros, as the table holds it.")
    )
    source = forms.CharField(label=_("Source"), max_length=200, help_text=_("As letters and statements cite it."))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class LetterTextForm(forms.Form):
    """The agency's words for a letter, a field a block, and why they change."""

    reason = forms.CharField(label=_("Why it changes"), max_length=200)
    claim = forms.IntegerField(
        label=_("Shown on file"),
        required=False,
        min_value=1,
        max_value=10**15,
        help_text=_("Its number; without one, the latest file of this kind."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, blocks: Mapping[str, str], needed: Mapping[str, str], **options: Any) -> None:
        """`blocks` are labels; `needed` says why a block cannot stay empty."""
        super().__init__(*args, **options)
        self._blocks = list(blocks)
        for block, label in blocks.items():
            self.fields[block] = forms.CharField(
                label=label,
                required=block in needed,
                error_messages={"required": needed.get(block, "")},
                widget=forms.Textarea(attrs={"rows": 4}),
            )
        self.order_fields([*self._blocks, "claim", "reason"])

    def only_look(self) -> None:
        """Nothing is kept: no reason is asked for."""
        self.fields["reason"].required = False

    def texts(self) -> dict[str, str]:
        """What was written, by block, whether the form is complete or not."""
        return {block: str(self.data.get(block, "")) for block in self._blocks}

    def number(self) -> int | None:
        """The file to show the words on; None for the latest, or where what was typed is no number."""
        number: int | None = self.cleaned_data.get("claim") if self.is_bound and hasattr(self, "cleaned_data") else None
        return number

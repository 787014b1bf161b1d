"""What agents say of addresses that are no good: letters that came back, sources asked, what was found."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as plain
from django.utils.translation import gettext_lazy as _

from amicable.models import Look
from amicable.rules.tracing import Source
from core.money import ZERO
from web.fields import AmountField

BROUGHT_BACK = [
    ("unknown", _("unknown at this address")),
    ("moved", _("moved")),
    ("incomplete", _("address incomplete")),
    ("refused", _("refused by who lives there")),
    ("unclaimed", _("not collected at the post office")),
]
MOST_LETTERS = 200


class ReturnedForm(forms.Form):
    """Letters that the post brought back, scanned or typed; one reason for all."""

    reason = forms.ChoiceField(label=_("What the post says"), choices=BROUGHT_BACK)
    lines = forms.CharField(
        label=_("Letters"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("One a line: scan the QR code of the letter, or type the number of the file or of the post."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # the lines that were shown before

    def clean_lines(self) -> list[str]:
        """As many as a page shows."""
        lines = [line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        if len(lines) > MOST_LETTERS:
            raise forms.ValidationError(_("At most 200 letters at once."))
        return lines


class TraceForm(forms.Form):
    """Why the address of a debtor is no good."""

    reason = forms.CharField(
        label=_("What shows it"), max_length=250, help_text=_("In a sentence; the creditor reads it in the timeline.")
    )


class LookForm(forms.Form):
    """A source that was asked."""

    source = forms.ChoiceField(label=_("Where"))
    result = forms.ChoiceField(label=_("What it says"), choices=Look.Result.choices, initial=Look.Result.NOTHING)
    cost = AmountField(label=_("Cost, for the agency"), required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args: Any, sources: Sequence[Source], **options: Any) -> None:
        super().__init__(*args, **options)
        names = [(source.key, plain(source.name)) for source in sources]
        self.fields["source"].choices = names  # type: ignore[attr-defined]

    def clean_cost(self) -> Any:
        """Nothing where it was left empty."""
        cost = self.cleaned_data["cost"]
        if cost is not None and cost < 0:
            raise forms.ValidationError(_("Write an amount of zero or more."))
        return cost or ZERO

"""What is chosen for a report of a creditor's own; both faces ask it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.rules import Stage
from claims.wording import KINDS, STAGES
from clients.models import Contract
from reports.columns import COLUMNS, GROUPINGS
from reports.rules.choosing import SECTIONS, USUAL, Choice, faults
from reports.wording import SECTION_NAMES
from web.fields import AmountField

FEW_DAYS = 36_500


class SettingForm(forms.Form):
    """A report of a creditor's own: its name and rhythm, which files, which columns, which figures beside them."""

    name = forms.CharField(label=_("Name of the report"), max_length=60)
    rhythm = forms.ChoiceField(label=_("Rhythm"), choices=Contract.Rhythm.choices)
    stages = forms.MultipleChoiceField(
        label=_("Stages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(stage.value, STAGES[stage]) for stage in Stage],
        help_text=_("None ticked: all of them. Closed files are those closed in the period."),
    )
    kind = forms.ChoiceField(
        label=_("Debtors who owe as"), required=False, choices=[("", _("all of them")), *KINDS.items()]
    )
    least = AmountField(label=_("Principal from"), required=False)
    most = AmountField(label=_("Principal up to"), required=False)
    youngest = forms.IntegerField(
        label=_("Overdue for at least (days)"), required=False, min_value=0, max_value=FEW_DAYS
    )
    oldest = forms.IntegerField(label=_("Overdue for at most (days)"), required=False, min_value=0, max_value=FEW_DAYS)
    customer = forms.CharField(
        label=_("Your customer number begins with"),
        required=False,
        max_length=60,
        help_text=_("The number that you gave the debtor, as it came with your lists."),
    )
    open_only = forms.BooleanField(label=_("Without the files closed in the period"), required=False)
    columns = forms.MultipleChoiceField(
        label=_("Columns of the list"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(key, one.label) for key, one in COLUMNS.items()],
        initial=list(USUAL),
    )
    grouping = forms.ChoiceField(label=_("How the list is parted"), choices=list(GROUPINGS.items()))
    sections = forms.MultipleChoiceField(
        label=_("Figures beside the list"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(SECTION_NAMES.items()),
        initial=list(SECTIONS),
    )

    def clean(self) -> dict[str, Any]:
        """A lower bound is not over the upper one."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for name in faults(self.choice()):
                self.add_error(name, _("It is below the lower bound."))
        return given

    def choice(self) -> Choice:
        """The choice that was filled in."""
        names = ("kind", "grouping", "least", "most", "youngest", "oldest", "customer", "open_only")
        given: dict[str, Any] = {name: self.cleaned_data[name] for name in names}
        return Choice(**given | {name: tuple(self.cleaned_data[name]) for name in ("columns", "sections", "stages")})


def initial_of(name: str, rhythm: str, choice: Choice) -> dict[str, Any]:
    """What the form shows of a report that is there."""
    told = {field: getattr(choice, field) for field in Choice.__slots__}
    return told | {"name": name, "rhythm": rhythm, "columns": list(choice.shown)}

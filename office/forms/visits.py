"""What an agent says of a visit, at the door, on a phone."""

from django import forms
from django.utils.translation import gettext_lazy as _

RESULTS = [
    ("reached", _("reached, nothing agreed")),
    ("absent", _("nobody there")),
    ("promises", _("promises to pay")),
    ("refuses", _("refuses to pay")),
]


class VisitForm(forms.Form):
    """A visit by its result."""

    outcome = forms.ChoiceField(label=_("What came of it"), choices=RESULTS, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, help_text=_("The creditor reads it in the timeline.")
    )

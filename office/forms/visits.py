"""What an agent says of a visit, at the door, on a phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from web.fields import DayField

RESULTS = [
    ("reached", _("reached, nothing agreed")),
    ("absent", _("nobody there")),
    ("promises", _("promises to pay")),
    ("refuses", _("refuses to pay")),
]


class VisitForm(forms.Form):
    """A visit by its result; `printed`: a document was printed to be handed over."""

    outcome = forms.ChoiceField(label=_("What came of it"), choices=RESULTS, widget=forms.RadioSelect)
    handed_over = forms.BooleanField(label=_("The document was handed over before anything else"), required=False)
    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, help_text=_("The creditor reads it in the timeline.")
    )

    def __init__(self, *args: Any, printed: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not printed:
            del self.fields["handed_over"]

    def clean(self) -> dict[str, Any]:
        """Nothing is handed over to nobody."""
        given = super().clean() or {}
        if given.get("handed_over") and given.get("outcome") == "absent":
            self.add_error("handed_over", _("Nobody was there: to whom was it handed over?"))
        return given


class TourForm(forms.Form):
    """Whose visits of which day are printed."""

    on = DayField(label=_("Day"))
    agent = forms.ChoiceField(label=_("Whose visits"), required=False)

    def __init__(self, *args: Any, agents: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agent"].choices = [("", _("Everybody's")), *agents]  # type: ignore[attr-defined]

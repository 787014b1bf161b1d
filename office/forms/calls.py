"""What an agent says of a call."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from amicable.models import Dispute
from amicable.rules.calls import OUTCOMES, Call
from web.fields import AmountField, DayField

WORDS = {
    "no_answer": _("no answer"),
    "reached": _("reached, nothing agreed"),
    "call_back": _("call back at"),
    "promises": _("promises to pay"),
    "says_paid": _("says it has paid"),
    "disputes": _("disputes"),
    "refuses": _("refuses to pay"),
    "wrong_number": _("wrong number"),
}
FAR = timedelta(days=30)
NEEDS = {"call_back": ("again_on", "again_hour"), "promises": ("amount", "due_on"), "disputes": ("ground", "note")}


class CallForm(forms.Form):
    """A call by its outcome, with what the outcome needs."""

    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=[(one, WORDS[one]) for one in OUTCOMES], widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, help_text=_("The creditor reads it in the timeline.")
    )
    again_on = DayField(label=_("Call back on"), required=False)
    again_hour = forms.TimeField(label=_("At"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    amount = AmountField(label=_("Amount promised"), required=False)
    due_on = DayField(label=_("By"), required=False)
    ground = forms.ChoiceField(label=_("Reason"), choices=[("", ""), *Dispute.Ground.choices], required=False)
    incoming = forms.BooleanField(label=_("The debtor called us"), required=False)

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self._now = now
        for name in ("again_on", "again_hour", "amount", "due_on", "ground"):
            self.fields[name].needed = True  # type: ignore[attr-defined]  # shown for the outcome that needs it alone

    def clean(self) -> dict[str, Any]:
        """What the outcome needs is there, and lies ahead."""
        given = super().clean() or {}
        for name in NEEDS.get(given.get("outcome", ""), ()):
            if not given.get(name) and name not in self.errors:
                self.add_error(name, _("This is needed for this outcome."))
        if given.get("outcome") == "call_back" and not self.errors:
            self._check_moment(self._again(given))
        return given

    def _check_moment(self, again: datetime) -> None:
        if not self._now < again <= self._now + FAR:
            self.add_error("again_on", _("Choose a moment within the next thirty days."))

    @staticmethod
    def _again(given: dict[str, Any]) -> datetime:
        return timezone.make_aware(datetime.combine(given["again_on"], given["again_hour"]))

    def call(self) -> Call:
        """The call that was told."""
        given = self.cleaned_data
        back = given["outcome"] == "call_back"
        return Call(
            outcome=given["outcome"],
            note=given["note"],
            incoming=given["incoming"],
            again_at=self._again(given) if back else None,
            amount=given["amount"],
            due_on=given["due_on"],
            ground=given["ground"],
        )

"""What an agent fills in about promises, plans, disputes, papers and complaints."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amicable.models import By, Complaint, Dispute, Way
from amicable.rules.plans import MOST_INSTALMENTS, Wish
from files.rules import DOCUMENTS, MAX_BYTES, kind_of
from web.fields import AmountField, DayField, RateField

HEARD = [choice for choice in Way.choices if choice[0] != Way.PORTAL]
EVERY = [("month", _("every month")), ("fortnight", _("every two weeks")), ("week", _("every week"))]
AREA = {"rows": 4}
DECISIONS = (Dispute.State.REJECTED, Dispute.State.PARTLY, Dispute.State.UPHELD)


class PromiseForm(forms.Form):
    """The debtor's word."""

    amount = AmountField(label=_("Amount promised"))
    due_on = DayField(label=_("By"))
    way = forms.ChoiceField(label=_("How the debtor said so"), choices=HEARD)


class PlanForm(forms.Form):
    """How a debt is cut into instalments: by number, or by amount."""

    number = forms.IntegerField(
        label=_("Number of instalments"), min_value=1, max_value=MOST_INSTALMENTS, required=False,
        help_text=_("Or leave it empty and write the amount of one instalment."),
    )  # fmt: skip
    amount = AmountField(label=_("Amount of one instalment"), required=False)
    every = forms.ChoiceField(label=_("Rhythm"), choices=EVERY)
    first_on = DayField(label=_("First instalment by"))
    discount = AmountField(
        label=_("Settlement discount"), required=False, help_text=_("Above the creditor's limit, it must approve.")
    )
    way = forms.ChoiceField(label=_("How the debtor asked"), choices=HEARD)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # the instalments that were shown before

    def clean(self) -> dict[str, Any]:
        """One of the two ways to cut, and only one."""
        given = super().clean() or {}
        if not self.errors and (given.get("number") is None) == (given.get("amount") is None):
            self.add_error("number", _("Write a number of instalments or an amount, one of the two."))
        return given

    def wish(self) -> Wish:
        """The plan that is wanted."""
        given = self.cleaned_data
        return Wish(first_on=given["first_on"], every=given["every"], number=given["number"], amount=given["amount"])

    def discount_given(self) -> Decimal:
        """Nothing where it was left empty."""
        return self.cleaned_data["discount"] or Decimal("0.00")


class ReasonForm(forms.Form):
    """Why something is refused or ended."""

    reason = forms.CharField(label=_("Reason"), max_length=250, help_text=_("The debtor reads it."))


class DisputeForm(forms.Form):
    """A reasoned objection."""

    by = forms.ChoiceField(label=_("Who objects"), choices=By.choices)
    way = forms.ChoiceField(label=_("How we were told"), choices=HEARD)
    ground = forms.ChoiceField(label=_("Reason"), choices=Dispute.Ground.choices)
    said = forms.CharField(
        label=_("In the words of who objects"), max_length=2000, widget=forms.Textarea(attrs=AREA),
        help_text=_("The creditor reads it and answers it."),
    )  # fmt: skip
    amount = AmountField(label=_("Amount disputed"), required=False, help_text=_("Left empty, the whole is disputed."))
    paper = forms.FileField(
        label=_("Paper that shows it"), required=False, help_text=_("PDF, JPG or PNG. The creditor sees it.")
    )

    def clean_paper(self) -> tuple[str, bytes] | None:
        """Name and bytes of a PDF or picture, checked by content before anything is done."""
        sent = self.cleaned_data["paper"]
        if not sent:
            return None
        if sent.size > MAX_BYTES or kind_of(data := sent.read()) not in DOCUMENTS:
            raise forms.ValidationError(_("Give a PDF or a picture of 25 MB at most."))
        return sent.name, data


class DecisionForm(forms.Form):
    """The end of a dispute."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[("", "–"), *(choice for choice in Dispute.State.choices if choice[0] in DECISIONS)],
    )
    reduced_by = AmountField(
        label=_("Taken off what is owed"),
        required=False,
        help_text=_("For a dispute that is upheld, in whole or part."),
    )
    reasons = forms.CharField(
        label=_("Reasons"), max_length=2000, widget=forms.Textarea(attrs=AREA), help_text=_("The debtor reads them.")
    )


class PapersForm(forms.Form):
    """Papers asked of the creditor."""

    by = forms.ChoiceField(
        label=_("Who asks"), choices=[choice for choice in By.choices if choice[0] != By.CREDITOR], initial=By.DEBTOR
    )
    what = forms.CharField(
        label=_("Which papers, or which question"),
        max_length=250,
        help_text=_("The creditor gives them, or answers, in the portal."),
    )
    rests = forms.BooleanField(label=_("The file rests until the creditor has answered"), required=False)


class ComplaintForm(forms.Form):
    """Somebody complains of the agency."""

    name = forms.CharField(label=_("Who complains"), max_length=160)
    contact = forms.CharField(label=_("Where to answer"), max_length=250, required=False)
    received_on = DayField(label=_("Received on"))
    way = forms.ChoiceField(label=_("How we were told"), choices=HEARD)
    subject = forms.ChoiceField(label=_("About"), choices=Complaint.Subject.choices)
    number = forms.IntegerField(label=_("File"), required=False, min_value=1)
    said = forms.CharField(label=_("The complaint"), max_length=4000, widget=forms.Textarea(attrs=AREA))

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._on = on
        self.fields["received_on"].initial = on

    def clean_received_on(self) -> date:
        """Not in the future."""
        day: date = self.cleaned_data["received_on"]
        if day > self._on:
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class ComplaintAnswerForm(forms.Form):
    """What was answered."""

    outcome = forms.ChoiceField(label=_("The complaint is"), choices=Complaint.Outcome.choices)
    text = forms.CharField(label=_("Our answer"), max_length=4000, widget=forms.Textarea(attrs=AREA))
    measures = forms.CharField(
        label=_("What changes"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class LimitsForm(forms.Form):
    """A creditor's limits for payment plans."""

    minimum = AmountField(label=_("Smallest instalment"))
    longest_months = forms.IntegerField(label=_("Longest plan, in months"), min_value=1, max_value=MOST_INSTALMENTS)
    discount_percent = RateField(
        label=_("Settlement discount without approval, in per cent"), help_text=_("0: each discount is approved.")
    )

    def clean_minimum(self) -> Decimal:
        """More than nothing."""
        amount: Decimal = self.cleaned_data["minimum"]
        if amount <= 0:
            raise forms.ValidationError(_("Write an amount above zero."))
        return amount

    def clean_discount_percent(self) -> Decimal:
        """A part of what is owed, not the whole of it."""
        percent: Decimal = self.cleaned_data["discount_percent"]
        if not 0 <= percent < 100:
            raise forms.ValidationError(_("Write a percentage below 100."))
        return percent

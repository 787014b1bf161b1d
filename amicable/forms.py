"""What office and portal both ask about credit insurance."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amicable.models import InsurancePolicy
from amicable.rules.insurance import Policy
from web.fields import AmountField, DayField

MOST_MONTHS, MOST_DAYS = 24, 365


class PolicyForm(forms.Form):
    """A policy: who insures, which invoices, until when each thing is done."""

    insurer = forms.CharField(label=_("Insurer"), max_length=120)
    number = forms.CharField(label=_("Policy number"), max_length=60)
    since = DayField(label=_("Covers invoices due from"))
    until = DayField(label=_("Until"), required=False, help_text=_("Empty as long as it runs."))
    declare_from_months = forms.IntegerField(
        label=_("Declare from"), min_value=0, max_value=MOST_MONTHS, help_text=_("Months after the due date.")
    )
    declare_until_months = forms.IntegerField(
        label=_("Declare until"), min_value=1, max_value=MOST_MONTHS, help_text=_("Months after the due date.")
    )
    papers_within_days = forms.IntegerField(
        label=_("Papers within"), min_value=1, max_value=MOST_DAYS, help_text=_("Days after the declaration.")
    )
    customers = forms.CharField(
        label=_("Customer numbers covered"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line; empty, every business debtor is."),
    )  # fmt: skip

    def __init__(self, *args: Any, taken: Collection[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self._taken = taken

    def clean_number(self) -> str:
        """A creditor has one policy of a number."""
        number: str = self.cleaned_data["number"]
        if number in self._taken:
            raise forms.ValidationError(_("A policy of this number is on record."))
        return number

    def clean(self) -> dict[str, Any]:
        """What ends does not end before it begins."""
        given = super().clean() or {}
        if given.get("until") and given.get("since") and given["until"] < given["since"]:
            self.add_error("until", _("This day lies before the first one."))
        first, last = given.get("declare_from_months"), given.get("declare_until_months")
        if first is not None and last is not None and last < first:
            self.add_error("declare_until_months", _("It ends before it begins."))
        return given

    def terms(self) -> Policy:
        """The policy as the rules know it."""
        given = self.cleaned_data
        named = frozenset(filter(None, (one.strip() for one in given["customers"].replace(",", "\n").split("\n"))))
        keys = ("since", "until", "declare_from_months", "declare_until_months", "papers_within_days")
        return Policy(**{key: given[key] for key in keys}, customers=named)


class CoverForm(forms.Form):
    """Under which policy a claim is."""

    policy = forms.ChoiceField(label=_("Policy"))

    def __init__(self, *args: Any, policies: list[InsurancePolicy], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["policy"].choices = [(str(one.pk), f"{one.insurer} · {one.number}") for one in policies]  # type: ignore[attr-defined]


class _OnADay(forms.Form):
    """Something that was done on a day that has come."""

    on = DayField(label=_("On"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"on": today}, **options})
        self._today = today

    def clean_on(self) -> date:
        """What was done, was by today."""
        day: date = self.cleaned_data["on"]
        if day > self._today:
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class DeclareForm(_OnADay):
    """A claim as it was declared to the insurer."""

    amount = AmountField(label=_("Amount declared"))
    reference = forms.CharField(label=_("Reference of the insurer"), max_length=60, required=False)


class PapersForm(_OnADay):
    """The day on which the insurer had all papers."""


class AnswerForm(_OnADay):
    """What the insurer decided."""

    accepted = forms.ChoiceField(
        label=_("The insurer"), choices=[("yes", _("covers the claim")), ("no", _("refuses the claim"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    takes_over = forms.BooleanField(label=_("It collects the claim itself: our cycle stops"), required=False)
    reason = forms.CharField(label=_("Its reasons"), max_length=250, required=False)


class PaidForm(_OnADay):
    """What the insurer paid the creditor."""

    amount = AmountField(label=_("Amount paid by the insurer"))
    reference = forms.CharField(label=_("Payment reference"), max_length=80, required=False)
    proof = forms.FileField(label=_("Proof"), required=False, help_text=_("PDF or image."))

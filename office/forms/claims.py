"""What is filled in about a claim, and about lists of claims."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.models import Document
from claims.rules import HoldKind
from claims.wording import HOLDS, KINDS, LAWS
from web.fields import AmountField, DayField

WITH_AN_ARRANGEMENT = (HoldKind.PLAN_ASKED, HoldKind.PLAN, HoldKind.PROMISE, HoldKind.PAPERS_ASKED)
BY_HAND = [(kind, words) for kind, words in HOLDS.items() if kind not in WITH_AN_ARRANGEMENT]


class HoldForm(forms.Form):
    """Why a claim rests, and until when."""

    kind = forms.ChoiceField(label=_("Why"), choices=BY_HAND)
    reason = forms.CharField(
        label=_("Reason"), max_length=250, help_text=_("In a sentence; the creditor reads it in the timeline.")
    )
    until = DayField(label=_("Last day"), required=False, help_text=_("Without a day, it holds until it is ended."))

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._on = on

    def clean_until(self) -> date | None:
        """A hold does not end before it begins."""
        until: date | None = self.cleaned_data["until"]
        if until and until < self._on:
            raise forms.ValidationError(_("This day is over."))
        return until


class KindForm(forms.Form):
    """In which capacity the debtor owes."""

    kind = forms.ChoiceField(label=_("The debtor owes as"), choices=list(KINDS.items()))


class LawForm(forms.Form):
    """Which law the contract chose, and where it says so."""

    law = forms.ChoiceField(label=_("The contract chose"), choices=list(LAWS.items()))
    ground = forms.CharField(
        label=_("Where it says so"),
        max_length=250,
        help_text=_("For example: article 12 of the terms accepted on 3 May 2025."),
    )


class AddressForm(forms.Form):
    """Where the debtor lives."""

    street = forms.CharField(label=_("Street and number"), max_length=160)
    postcode = forms.CharField(label=_("Postcode"), max_length=12)
    city = forms.CharField(label=_("City"), max_length=80)


class PaymentForm(forms.Form):
    """A payment that the creditor told us of."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=40)  # a second press counts nothing twice
    amount = AmountField(label=_("Amount paid"))
    value_on = DayField(label=_("Paid on"))
    note = forms.CharField(
        label=_("Who said so"), max_length=200, required=False, help_text=_("For example: Mrs Maes, by telephone.")
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"token": str(uuid4()), "value_on": on}, **options})
        self._on = on

    def clean_amount(self) -> Any:
        """Something was paid."""
        amount = self.cleaned_data["amount"]
        if amount <= 0:
            raise forms.ValidationError(_("Write an amount above zero."))
        return amount

    def clean_value_on(self) -> date:
        """A payment lies in the past, or is of today."""
        day: date = self.cleaned_data["value_on"]
        if day > self._on:
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class DocumentForm(forms.Form):
    """A paper of the claim."""

    kind = forms.ChoiceField(
        label=_("What it is"), choices=[choice for choice in Document.Kind.choices if choice[0] != "letter"]
    )
    file = forms.FileField(label=_("PDF or picture"))


class UploadForm(forms.Form):
    """A creditor's file, handed over to the agency."""

    creditor = forms.ChoiceField(label=_("Creditor"))
    file = forms.FileField(label=_("Unpaid invoices"))

    def __init__(self, *args: Any, creditors: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["creditor"].choices = [(number, f"{name} ({number})") for number, name in creditors]  # type: ignore[attr-defined]


class AttestForm(forms.Form):
    """A manager holds the creditor's signed order on paper."""

    name = forms.CharField(label=_("Who signed, as written on the order"), max_length=160)
    held = forms.BooleanField(label=_("I hold the order that the creditor signed for this list."))

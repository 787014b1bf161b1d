"""What a debtor fills in."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amicable.services.saying import Paper
from files.rules import DOCUMENTS, MAX_BYTES, kind_of
from web.fields import AmountField, DayField


class NumberForm(forms.Form):
    """The second check."""

    number = forms.CharField(
        label=_("Invoice number or customer number"),
        max_length=60,
        help_text=_("As it stands on the invoice of the company that sent it to you. Spaces and dots do not matter."),
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )


class CodeForm(forms.Form):
    """The code that was sent."""

    code = forms.RegexField(
        r"^\s*\d{3}\s?\d{3}\s*$",
        label=_("The code of six digits"),
        widget=forms.TextInput(attrs={"class": "input", "inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        """The digits alone."""
        return "".join(str(self.cleaned_data["code"]).split())


MOST_PAPERS = 5
TEXT = {"rows": 5, "class": "input"}
GROUNDS = (
    ("not_delivered", _("I did not receive the goods or the service")),
    ("faulty", _("What I received is faulty")),
    ("amount", _("The amount is wrong")),
    ("not_debtor", _("It is not my debt")),
    ("no_contract", _("I ordered nothing, or had cancelled")),
    ("terms", _("I never accepted these terms")),
    ("limitation", _("The debt is too old")),
    ("other", _("Another reason")),
)
PAPERS = (
    ("invoice", _("A copy of the invoice")),
    ("order", _("The order or the contract")),
    ("delivery", _("The proof of delivery")),
    ("terms", _("The terms of sale")),
    ("account", _("A statement of my account with the company")),
)


class ManyFiles(forms.ClearableFileInput):
    """The browser's own choice of several files."""

    allow_multiple_selected = True


class PapersField(forms.FileField):
    """PDFs and pictures, a few at most, judged by their content; cleans to a list of papers."""

    widget = ManyFiles(attrs={"accept": ".pdf,.png,.jpg,.jpeg"})

    def clean(self, data: Any, initial: Any = None) -> list[Paper]:
        sent = data if isinstance(data, list | tuple) else [data] if data else []
        if len(sent) > MOST_PAPERS:
            raise forms.ValidationError(_("Send five files at most."))
        return [self._paper(one) for one in sent]

    def _paper(self, sent: Any) -> Paper:
        if sent.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 25 MB. Split it and send the parts."))
        data = sent.read()
        if kind_of(data) not in DOCUMENTS:
            raise forms.ValidationError(
                _("This content is not accepted here. Send one of: %(kinds)s."), params={"kinds": "JPG, PDF, PNG"}
            )
        return Paper(str(sent.name), data)


class ObjectForm(forms.Form):
    """A reasoned objection."""

    ground = forms.ChoiceField(label=_("What is wrong?"), choices=GROUNDS, widget=forms.RadioSelect)
    said = forms.CharField(
        label=_("Tell us what happened"),
        max_length=2000,
        widget=forms.Textarea(attrs=TEXT),
        help_text=_("In your own words and language. The company that sent the invoice reads it and must answer."),
    )
    papers = PapersField(
        label=_("Papers or photographs"), required=False, help_text=_("PDF, JPG or PNG, five at most.")
    )


class PaidForm(forms.Form):
    """It is paid already."""

    paid_on = DayField(label=_("When did you pay?"))
    amount = AmountField(label=_("How much?"))
    how = forms.CharField(
        label=_("How did you pay?"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "input"}),
        help_text=_("For example: transfer from my account at the bank, in cash at the shop."),
    )
    papers = PapersField(label=_("Proof of payment"), required=False, help_text=_("PDF, JPG or PNG, five at most."))

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._on = on

    def clean_paid_on(self) -> date:
        """Not in the future."""
        day: date = self.cleaned_data["paid_on"]
        if day > self._on:
            raise forms.ValidationError(_("This day lies in the future."))
        return day

    def clean_amount(self) -> Decimal:
        """More than nothing."""
        amount: Decimal = self.cleaned_data["amount"]
        if amount <= 0:
            raise forms.ValidationError(_("Write an amount above zero."))
        return amount


class PartsForm(forms.Form):
    """How a debtor wants to pay in parts: one of the ways that the page offers."""

    number = forms.TypedChoiceField(label=_("How much a month?"), coerce=int, widget=forms.RadioSelect)
    said = forms.CharField(
        label=_("Something that we should know"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={**TEXT, "rows": 3}),
    )
    first_on = DayField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["number"].choices = offered  # type: ignore[attr-defined]


class FirstDayForm(forms.Form):
    """From when a debtor can pay."""

    first_on = DayField(label=_("When can you pay the first part?"))


class AskPapersForm(forms.Form):
    """Which papers a debtor wants to see."""

    which = forms.MultipleChoiceField(
        label=_("What do you want to see?"), choices=PAPERS, widget=forms.CheckboxSelectMultiple
    )
    other = forms.CharField(
        label=_("Something else"), max_length=80, required=False, widget=forms.TextInput(attrs={"class": "input"})
    )

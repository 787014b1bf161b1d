"""What a creditor fills in."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.models import Decision, Document
from claims.rules import choices_after
from web.fields import AmountField, DayField

CONSENT = _(
    "I expressly ask for judicial recovery of this claim. I know that a bailiff or a lawyer will be instructed"
    " in my name, and that costs may arise."
)
WAYS = [
    (Decision.Choice.AMICABLE, _("Amicable stage: calls, messages, visits; nothing is due if nothing is recovered")),
    (Decision.Choice.JUDICIAL, _("Judicial stage: a bailiff or a lawyer acts in my name")),
    (Decision.Choice.KEEP, _("I keep the file: it is closed here")),
    (Decision.Choice.ABANDON, _("I give the claim up: it is closed, and I may ask for a certificate of non-recovery")),
]
PAPERS = [
    (Document.Kind.INVOICE, _("Invoice")),
    (Document.Kind.REMINDER_PROOF, _("Proof of my first reminder")),
    (Document.Kind.TERMS, _("Terms of sale")),
    (Document.Kind.DELIVERY, _("Proof of delivery")),
    (Document.Kind.OTHER, _("Other document")),
]


class SignForm(forms.Form):
    """The written order for a list: the name typed and the box ticked."""

    name = forms.CharField(
        label=_("First name and name of who signs"),
        max_length=160,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "name"}),
    )
    agreed = forms.BooleanField(
        label=_(
            "I order the recovery of the claims of this list. They are certain, due and unpaid to my knowledge, and"
            " amounts above the legal caps may be lowered."
        )
    )

    def clean_name(self) -> str:
        """Two words at least: a signature is a first name and a name."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if len(name.split()) < 2:
            raise forms.ValidationError(_("Write your first name and your name."))
        return name


class DecideForm(forms.Form):
    """What comes next for a claim whose stage has ended; the judicial stage takes an express consent."""

    choice = forms.ChoiceField(label=_("Your choice"), choices=WAYS, widget=forms.RadioSelect)
    consent = forms.BooleanField(label=CONSENT, required=False)

    def __init__(self, *args: Any, stages: list[str], stage: str, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = choices_after(stage, stages)
        self.fields["choice"].choices = [(key, words) for key, words in WAYS if key in offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The judicial stage is never entered without the box ticked."""
        given = super().clean() or {}
        if given.get("choice") == Decision.Choice.JUDICIAL and not given.get("consent"):
            self.add_error("consent", _("Tick this box: the judicial stage needs your express consent."))
        return given


class PaymentForm(forms.Form):
    """A payment that the creditor received; `token` counts it once, however often the form is sent."""

    amount = AmountField(label=_("Amount received"))
    value_on = DayField(label=_("Received on"))
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._on = on
        self.fields["value_on"].initial = on

    def clean_amount(self) -> Any:
        """More than nothing, and no more than the table holds."""
        amount = self.cleaned_data["amount"]
        if amount <= 0:
            raise forms.ValidationError(_("Write an amount above zero."))
        return amount

    def clean_value_on(self) -> date:
        """Not in the future."""
        day: date = self.cleaned_data["value_on"]
        if day > self._on:
            raise forms.ValidationError(_("This day lies in the future."))
        return day


class KindForm(forms.Form):
    """Whether the debtor owes as a consumer or as a business."""

    kind = forms.ChoiceField(
        label=_("For what did the debtor buy?"),
        choices=[
            ("consumer", _("For private use: a consumer")),
            ("business", _("For a trade or profession: a business")),
        ],
        widget=forms.RadioSelect,
    )


class PaperForm(forms.Form):
    """A document of the claim."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=PAPERS)


class VolumeForm(forms.Form):
    """How many claims a creditor expects to hand over in a year."""

    claims = forms.IntegerField(
        label=_("Claims that you expect in a year"),
        min_value=0,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"class": "input", "inputmode": "numeric"}),
    )


class ColleagueForm(forms.Form):
    """Who is invited to work for the same creditor."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"})
    )


class WithdrawForm(forms.Form):
    """Nothing to fill in: the page says the consequence."""


class AnswerForm(forms.Form):
    """What the creditor says of a dispute."""

    position = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            ("rejects", _("The debtor is wrong: the claim stays as it is")),
            ("partly", _("The debtor is right in part")),
            ("accepts", _("The debtor is right")),
        ],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Your reasons"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5, "class": "input"}),
        help_text=_("The agency decides on them and answers the debtor in writing."),
    )


class AskedForm(forms.Form):
    """A paper that is asked for: given as a file, or said not to exist."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=PAPERS)
    missing = forms.BooleanField(label=_("I do not have this paper"), required=False)
    reason = forms.CharField(
        label=_("Why you do not have it"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"class": "input"}),
    )

    def clean(self) -> dict[str, Any]:
        """Without the paper, the reason is needed."""
        given = super().clean() or {}
        if given.get("missing") and not given.get("reason"):
            self.add_error("reason", _("Say why you do not have it."))
        return given


class ApproveForm(forms.Form):
    """The creditor's word on a settlement."""

    approved = forms.ChoiceField(
        label=_("Do you approve?"),
        choices=[("yes", _("Yes: the discount is waived once all the rest is paid")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )


class OrderForm(forms.Form):
    """The consent to a price that the page showed."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=40)
    quantity = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=30_000)
    price = forms.DecimalField(widget=forms.HiddenInput, max_digits=12, decimal_places=2)
    agreed = forms.BooleanField(label=_("I order these PAYNOW at this price. The invoice is sent to us."))

    def order(self) -> dict[str, Any]:
        """What was agreed to."""
        return {name: self.cleaned_data[name] for name in ("token", "quantity", "price")}

"""What a debtor fills in."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from amicable.services.saying import Paper
from files.rules import DOCUMENTS, MAX_BYTES, kind_of
from formats.errors import BadValue
from formats.values import phone
from web.fields import AmountField, DayField, StrOrPromise
from web.formatting import money


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


HOURS = (("9-12", _("between 9 and 12")), ("12-14", _("between 12 and 14")), ("14-17", _("between 14 and 17")))
WAYS = {
    "email": _("By e-mail"),
    "sms": _("By SMS"),
    "call": _("By telephone"),
    "visit": _("By a visit at home"),
}
LINE = {"class": "input"}


class CallForm(forms.Form):
    """When a debtor wants to be called."""

    day = forms.TypedChoiceField(label=_("Which day?"), coerce=date.fromisoformat, widget=forms.RadioSelect)
    hours = forms.ChoiceField(label=_("At what time?"), choices=HOURS, widget=forms.RadioSelect)
    phone = forms.CharField(
        label=_("Your telephone number"),
        max_length=20,
        widget=forms.TextInput(attrs={**LINE, "type": "tel", "autocomplete": "tel"}),
    )
    about = forms.CharField(
        label=_("What is it about?"), max_length=120, required=False, widget=forms.TextInput(attrs=LINE)
    )

    def __init__(self, *args: Any, days: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["day"].choices = days  # type: ignore[attr-defined]


class DetailsForm(forms.Form):
    """How a debtor is reached; what is left empty stays as it is. Nothing that we know is shown."""

    email = forms.EmailField(
        label=_("E-mail"), required=False, widget=forms.EmailInput(attrs={**LINE, "autocomplete": "email"})
    )
    phone = forms.CharField(
        label=_("Telephone"), max_length=20, required=False,
        widget=forms.TextInput(attrs={**LINE, "type": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    street = forms.CharField(
        label=_("Street and number"), max_length=160, required=False,
        widget=forms.TextInput(attrs={**LINE, "autocomplete": "street-address"}),
    )  # fmt: skip
    postcode = forms.CharField(
        label=_("Postcode"), max_length=12, required=False,
        widget=forms.TextInput(attrs={**LINE, "autocomplete": "postal-code"}),
    )  # fmt: skip
    city = forms.CharField(
        label=_("Town"), max_length=80, required=False,
        widget=forms.TextInput(attrs={**LINE, "autocomplete": "address-level2"}),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of our letters"),
        required=False,
        choices=[("", _("as it is")), ("fr", "Français"), ("nl", "Nederlands"), ("de", "Deutsch"), ("en", "English")],
    )

    def __init__(self, *args: Any, country: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._country = country

    def clean_phone(self) -> str:
        """As it is dialled from abroad."""
        try:
            return phone(self.cleaned_data["phone"], self._country) if self.cleaned_data["phone"] else ""
        except BadValue:
            raise forms.ValidationError(_("This is no telephone number: check each digit.")) from None

    def clean(self) -> dict[str, Any]:
        """An address is whole, and something is said."""
        given = super().clean() or {}
        place = [given.get(name) for name in ("street", "postcode", "city")]
        if any(place) and not all(place):
            self.add_error("street", _("Write the whole address: street, postcode and town."))
        if not self.errors and not any(given.values()):
            self.add_error(None, _("Nothing was filled in."))
        return given


class WaysForm(forms.Form):
    """By which ways a debtor lets us contact it."""

    wanted = forms.MultipleChoiceField(
        label=_("You may contact me"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, ways: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["wanted"].choices = [(way, words) for way, words in WAYS.items() if way in ways]  # type: ignore[attr-defined]


class OnlineForm(forms.Form):
    """How much is paid by card or Bancontact; cleans to `sum`, in euros."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=40)  # a second press pays nothing twice
    what = forms.ChoiceField(label=_("How much do you want to pay?"), widget=forms.RadioSelect)
    amount = AmountField(label=_("The amount, if it is another one"), required=False)

    def __init__(
        self, *args: Any, sums: Mapping[str, tuple[StrOrPromise, Decimal]], least: Decimal, most: Decimal, **more: Any
    ) -> None:
        super().__init__(*args, **{"initial": {"token": str(uuid4()), "what": next(iter(sums))}} | more)
        self._sums, self._least, self._most = {key: amount for key, (_label, amount) in sums.items()}, least, most
        told = [(key, f"{label}: {money(amount)}") for key, (label, amount) in sums.items()]
        self.fields["what"].choices = [*told, ("other", _("Another amount"))]  # type: ignore[attr-defined]
        self.fields["amount"].help_text = _("Between %(least)s and %(most)s.") % self._bounds

    @property
    def _bounds(self) -> dict[str, str]:
        return {"least": money(self._least), "most": money(self._most)}

    def clean(self) -> dict[str, Any]:
        """The sum that was chosen, within what may be paid here."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        amount = self._sums.get(given.get("what", ""), given.get("amount"))
        if given.get("what") in self._sums and given.get("amount") is not None:
            self.add_error("what", _("You wrote another amount too. Choose which one you want to pay."))
        elif "amount" in given and "what" in given and (amount is None or not self._least <= amount <= self._most):
            problem = _("Choose an amount between %(least)s and %(most)s.") % self._bounds
            self.add_error("amount", forms.ValidationError(problem))
        return given | {"sum": amount}

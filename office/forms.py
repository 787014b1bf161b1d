"""What the agency's staff fills in."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import ROLE_NAMES
from agencies.rules import OUTSIDE_ROLES, Role
from claims.models import Document
from claims.wording import HOLDS, KINDS
from clients.models import Contract, DebtorKind
from web.fields import AmountField, DayField, IbanField, RateField, VatField


class HandOverForm(forms.Form):
    """The day on which a print run was given to the post."""

    on = DayField(label=_("Handed over on"))


class ParkedForm(forms.Form):
    """What a person found out about a message that may have left."""

    outcome = forms.ChoiceField(
        label=_("What you found out"),
        choices=[("sent", _("It arrived: record it as sent")), ("again", _("It did not arrive: send it again"))],
    )


class HoldForm(forms.Form):
    """Why a claim rests, and until when."""

    kind = forms.ChoiceField(label=_("Why"), choices=list(HOLDS.items()))
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


class CreditorForm(forms.Form):
    """A new creditor: who it is, where it lives, where debtors pay it."""

    name = forms.CharField(label=_("Name"), max_length=160)
    country = forms.ChoiceField(label=_("Country"), choices=[("BE", _("Belgium")), ("FR", _("France"))])
    street = forms.CharField(label=_("Street and number"), max_length=120)
    postcode = forms.CharField(label=_("Postcode"), max_length=12)
    city = forms.CharField(label=_("City"), max_length=80)
    email = forms.EmailField(label=_("E-mail"), required=False, help_text=_("Questions and decisions go there."))
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    enterprise_number = forms.CharField(label=_("Enterprise number"), max_length=14, required=False)
    vat_number = VatField(label=_("VAT number"), max_length=20, required=False)
    capacity = forms.CharField(
        label=_("Trade"), max_length=60, required=False, help_text=_("As a notice says it, for example: wholesaler.")
    )
    product = forms.CharField(label=_("What it sells"), max_length=160, required=False)
    iban = IbanField(label=_("Account"), max_length=42, required=False, help_text=_("IBAN on which debtors pay it."))
    default_debtor_kind = forms.ChoiceField(label=_("Its debtors are usually"), choices=DebtorKind.choices)

    def given(self) -> dict[str, Any]:
        """What was filled in; what was left empty is an empty text."""
        return {name: "" if value is None else value for name, value in self.cleaned_data.items()}


class ContractForm(forms.Form):
    """What entity and creditor agreed."""

    entity = forms.ChoiceField(label=_("Entity"))
    programme = forms.ChoiceField(label=_("Programme"), choices=Contract.Programme.choices)
    signed_on = DayField(label=_("Signed on"))
    report_rhythm = forms.ChoiceField(label=_("Activity report"), choices=Contract.Rhythm.choices)
    power_to_receive = forms.BooleanField(
        label=_("The contract gives the power to receive money in the creditor's name"), required=False
    )
    paynow_from_stock = forms.BooleanField(label=_("PAYNOW come from a prepaid stock"), required=False, initial=True)
    with_charges = forms.BooleanField(label=_("Interest and charges are claimed too"), required=False, initial=True)
    amicable_by_standing_instruction = forms.BooleanField(
        label=_("Without an answer, the amicable stage follows by standing instruction"), required=False
    )

    def __init__(self, *args: Any, entities: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["entity"].choices = entities  # type: ignore[attr-defined]


class TermsForm(forms.Form):
    """A version of a creditor's terms of sale."""

    since = DayField(label=_("In force from"))
    interest_rate = RateField(label=_("Interest, in per cent a year"), required=False)
    penalty_percent = RateField(label=_("Penalty, in per cent of the balance"), required=False)
    penalty_minimum = AmountField(label=_("Penalty, minimum in euros"), required=False)
    penalty_flat = AmountField(label=_("Penalty, fixed sum in euros"), required=False)
    accepted_at_signature = forms.BooleanField(
        label=_("Debtors accept them when they sign"),
        required=False,
        help_text=_("Without that, neither interest nor penalty of the terms is claimed."),
    )


class GrantForm(forms.Form):
    """PAYNOW added to a creditor's stock."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=40)
    quantity = forms.IntegerField(label=_("How many PAYNOW"), min_value=1, max_value=100_000)
    expires_on = DayField(label=_("Last day of validity"), required=False)
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("For example: pack of 50, invoice 2026-14.")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"initial": {"token": str(uuid4())}, **options})


class InviteForm(forms.Form):
    """An offer of a seat."""

    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, ROLE_NAMES[role]) for role in Role if role != Role.PARTNER]
    )
    creditor = forms.ChoiceField(
        label=_("Creditor"), required=False, help_text=_("Only for the role of creditor: whose files they see.")
    )

    def __init__(self, *args: Any, creditors: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["creditor"].choices = [("", "–"), *creditors]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A creditor's seat names its creditor, and no other seat does."""
        given = super().clean() or {}
        if given.get("role") in OUTSIDE_ROLES and not given.get("creditor"):
            self.add_error("creditor", _("Choose the creditor."))
        elif given.get("role") and given["role"] not in OUTSIDE_ROLES and given.get("creditor"):
            self.add_error("creditor", _("A seat of the agency belongs to no creditor."))
        return given


class KeyForm(forms.Form):
    """A key for the API."""

    label = forms.CharField(label=_("What it is for"), max_length=80)
    rights = forms.ChoiceField(
        label=_("What it may do"),
        choices=[
            ("read", _("read")),
            ("write", _("read, and hand over invoices")),
            ("decide", _("read, hand over, sign, decide, declare payments")),
        ],
    )
    creditor = forms.ChoiceField(
        label=_("Whose files"), required=False, help_text=_("Without a creditor, the key sees the whole agency.")
    )
    days = forms.IntegerField(label=_("Valid for, in days"), min_value=1, max_value=730, initial=365)

    def __init__(self, *args: Any, creditors: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["creditor"].choices = [("", _("the whole agency")), *creditors]  # type: ignore[attr-defined]


class OptionForm(forms.Form):
    """A value of an option, from a day on; the type is that of the value in force."""

    since = DayField(label=_("In force from"))

    def __init__(self, *args: Any, now: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._now = now
        self.fields["value"] = self._field(now)
        self.order_fields(["value", "since"])

    def _field(self, now: Any) -> forms.Field:
        if isinstance(now, bool):
            return forms.ChoiceField(
                label=_("Value"), choices=[("yes", _("yes")), ("no", _("no"))], initial="yes" if now else "no"
            )
        if isinstance(now, int):
            return forms.IntegerField(label=_("Value"), min_value=0, initial=now)
        if isinstance(now, str):
            return forms.CharField(label=_("Value"), initial=now, max_length=200, required=False)
        listed = ", ".join(str(one) for one in now)
        return forms.CharField(label=_("Values, separated by commas"), initial=listed, max_length=200)

    def clean_value(self) -> Any:
        """The value in the option's own type."""
        given = self.cleaned_data["value"]
        if isinstance(self._now, bool):
            return given == "yes"
        if isinstance(self._now, int | str):
            return given
        parts = [part.strip() for part in given.split(",") if part.strip()]
        if self._now and isinstance(self._now[0], int):
            if not all(part.isascii() and part.isdigit() for part in parts):
                raise forms.ValidationError(_("Write whole numbers separated by commas."))
            return [int(part) for part in parts]
        if unknown := [part for part in parts if part not in STAGE_NAMES]:
            raise forms.ValidationError(_("Not known: %(names)s.") % {"names": ", ".join(unknown)})
        return parts


STAGE_NAMES = ("paynow", "amicable", "judicial")


TABLE_WORDS = {
    "be-b2b": _("Belgium: late payment between businesses"),
    "be-civil": _("Belgium: legal interest"),
    "be-reminder-cost": _("Belgium: cost of a reminder to a consumer"),
    "be-flat-compensation": _("Belgium: fixed sum for recovery costs"),
    "fr-legal-individual": _("France: legal interest, creditor a natural person"),
    "fr-legal-pro": _("France: legal interest, other creditors"),
    "ecb-refinancing": _("European Central Bank: refinancing rate"),
    "fr-flat-compensation": _("France: fixed sum for recovery costs"),
}


class OverrideForm(forms.Form):
    """A value of a table of law that the agency replaces or adds."""

    table = forms.ChoiceField(label=_("Table"), choices=list(TABLE_WORDS.items()))
    since = DayField(label=_("From"), help_text=_("The first day of the half-year or year, where the table has those."))
    value = RateField(
        label=_("Value"), help_text=_("A rate in per cent a year, or an amount in euros, as the table holds it.")
    )
    source = forms.CharField(label=_("Source"), max_length=200, help_text=_("As letters and statements cite it."))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)


class LetterTextForm(forms.Form):
    """The agency's words for a letter, a field a block, and why they change."""

    reason = forms.CharField(label=_("Why it changes"), max_length=200)

    def __init__(self, *args: Any, blocks: Mapping[str, str], needed: Mapping[str, str], **options: Any) -> None:
        """`blocks` are labels; `needed` says why a block cannot stay empty."""
        super().__init__(*args, **options)
        self._blocks = list(blocks)
        for block, label in blocks.items():
            self.fields[block] = forms.CharField(
                label=label,
                required=block in needed,
                error_messages={"required": needed.get(block, "")},
                widget=forms.Textarea(attrs={"rows": 4}),
            )
        self.order_fields([*self._blocks, "reason"])

    def only_look(self) -> None:
        """Nothing is kept: no reason is asked for."""
        self.fields["reason"].required = False

    def texts(self) -> dict[str, str]:
        """What was written, by block, whether the form is complete or not."""
        return {block: str(self.data.get(block, "")) for block in self._blocks}

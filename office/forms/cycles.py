"""What is filled in about a cycle of reminders: for which claims it is, and its steps."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from amicable.models import PolicyVersion
from amicable.rules.steps import ACTS, Condition, Step
from claims import wording
from web.fields import AmountField

NOBODY = ("", "–")
DEBTORS = [("", _("every debtor")), ("consumer", _("consumers")), ("business", _("businesses"))]
COUNTRIES = [("", _("every country")), ("BE", _("Belgium")), ("FR", _("France"))]
TONES = [("friendly", _("friendly")), ("neutral", _("neutral")), ("firm", _("firm"))]
WAYS = [("", _("usual way")), ("registered-letter", _("registered letter")), ("bailiff", _("by a bailiff"))]
CUSTOMERS = [("", _("every customer")), ("known", _("known")), ("new", _("new")), ("repeat", _("repeat offender"))]
PROFILES = [
    ("", _("every payer")),
    ("good", _("good payer")),
    ("negligent", _("negligent payer")),
    ("bad", _("bad payer")),
    ("administrative", _("slow administration")),
]
ANSWERS = [("", _("answered or not")), ("no", _("only without an answer")), ("yes", _("only after an answer"))]


class PolicyForm(forms.Form):
    """A new cycle."""

    name = forms.CharField(label=_("Name"), max_length=80)
    code = forms.SlugField(label=_("Short name"), max_length=30, help_text=_("Small letters, digits and hyphens."))


class NameForm(forms.Form):
    """What a cycle is called, and when it is tried."""

    name = forms.CharField(label=_("Name"), max_length=80)
    place = forms.IntegerField(
        label=_("Place"),
        min_value=1,
        max_value=99,
        help_text=_("1 is tried first; the first cycle that fits takes a claim."),
    )


class VersionForm(forms.Form):
    """For which claims a version is, and from when its days count."""

    starts = forms.ChoiceField(label=_("Days count"), choices=PolicyVersion.Starts.choices)
    claims = forms.ChoiceField(label=_("Amount"), choices=PolicyVersion.Claims.choices)
    customers = forms.ChoiceField(label=_("Customer"), choices=PolicyVersion.Customers.choices)
    debtors = forms.ChoiceField(label=_("Debtor"), choices=DEBTORS, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=COUNTRIES, required=False)


class StepForm(forms.Form):
    """One act of a cycle; without an act it is left out."""

    act = forms.ChoiceField(label=_("Act"), required=False)
    day = forms.IntegerField(label=_("Day"), min_value=0, max_value=999, required=False)
    tone = forms.ChoiceField(label=_("Tone"), choices=TONES, required=False, initial="neutral")
    by = forms.ChoiceField(label=_("Way"), choices=WAYS, required=False)
    fee = forms.CharField(label=_("Tariff line"), max_length=40, required=False)
    firm = forms.BooleanField(label=_("Firm phase"), required=False)
    minimum = AmountField(label=_("From (euros)"), required=False)
    maximum = AmountField(label=_("Up to (euros)"), required=False)
    customer = forms.ChoiceField(label=_("Customer"), choices=CUSTOMERS, required=False)
    profile = forms.ChoiceField(label=_("Payer"), choices=PROFILES, required=False)
    debtor = forms.ChoiceField(label=_("Debtor"), choices=DEBTORS, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=COUNTRIES, required=False)
    answered = forms.ChoiceField(label=_("Answer"), choices=ANSWERS, required=False)
    good_address = forms.BooleanField(label=_("Only with a good address"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(act, wording.ACTS[act]) for act in ACTS]
        self.fields["act"].choices = [NOBODY, *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A step has its day."""
        given = self.cleaned_data
        if given.get("act") and given.get("day") is None and "day" not in self.errors:
            self.add_error("day", _("Say on which day."))
        return given

    @property
    def main_fields(self) -> list[Any]:
        """What every step says."""
        return [self[name] for name in ("act", "day", "tone", "by")]

    @property
    def condition_fields(self) -> list[Any]:
        """When the step is done, and what it earns."""
        names = ("minimum", "maximum", "customer", "profile", "debtor", "country", "answered")
        return [self[name] for name in (*names, "good_address", "firm", "fee")]

    @property
    def has_condition(self) -> bool:
        """Whether any of those is filled in."""
        return any(field.value() not in (None, "", False) for field in self.condition_fields)

    def step(self, key: int) -> Step | None:
        """The step, None where no act was chosen."""
        given = self.cleaned_data
        if not given.get("act"):
            return None
        return Step(
            key=key,
            day=given["day"],
            act=given["act"],
            by=given["by"],
            phase="firm" if given["firm"] else "",
            tone=given["tone"] or "neutral",
            fee=given["fee"],
            condition=self._condition(given),
        )

    def _condition(self, given: dict[str, Any]) -> Condition:
        answered = {"no": False, "yes": True}.get(given["answered"])
        return Condition(
            minimum=given["minimum"],
            maximum=given["maximum"],
            customers=(given["customer"],) if given["customer"] else (),
            profiles=(given["profile"],) if given["profile"] else (),
            debtor=given["debtor"],
            country=given["country"],
            needs=("address",) if given["good_address"] else (),
            answered=answered,
        )


BLANKS = 3
StepForms = forms.formset_factory(StepForm, extra=BLANKS, max_num=60, absolute_max=80)


def filled(step: Step) -> dict[str, Any]:
    """A step as its form shows it."""
    asked = step.condition
    amounts = {"minimum": _typed(asked.minimum), "maximum": _typed(asked.maximum)}
    return amounts | {
        "act": step.act,
        "day": step.day,
        "tone": step.tone,
        "by": step.by,
        "fee": step.fee,
        "firm": step.phase == "firm",
        "customer": next(iter(asked.customers), ""),
        "profile": next(iter(asked.profiles), ""),
        "debtor": asked.debtor,
        "country": asked.country,
        "answered": {True: "yes", False: "no"}.get(asked.answered, "") if asked.answered is not None else "",
        "good_address": "address" in asked.needs,
    }


def _typed(amount: Decimal | None) -> str:
    """An amount as people type it."""
    return "" if amount is None else f"{amount:.2f}".replace(".", ",")


class PublishForm(forms.Form):
    """In the place of the version in force, or beside it for a share of the debtors."""

    share = forms.IntegerField(
        label=_("Share of new debtors, in per cent"),
        min_value=1,
        max_value=100,
        initial=100,
        help_text=_("100 replaces the version in force; less tries this one beside it, on debtors drawn at random."),
    )

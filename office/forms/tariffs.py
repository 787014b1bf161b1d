"""The next version of a tariff as it is filled in: its lines, and the bands of a percentage."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from billing.models import TariffLine
from billing.rules.bands import Written, bands_written, rows_of
from billing.rules.prices import Price
from claims.wording import translated
from web.fields import AmountField, DayField, RateField

NOTHING = Decimal("0.00")
MANY = 20  # bands of one percentage
SIDES = ("start", "end", "percent")


class VersionForm(forms.Form):
    """From when a version holds, and why it was made."""

    since = DayField(label=_("In force from"), help_text=_("For contracts signed from that day on."))
    reason = forms.CharField(label=_("Reason"), max_length=200)
    amount = AmountField(
        label=_("What would be due on"), required=False, help_text=_("An amount received, to try the percentages on.")
    )

    def clean(self) -> dict[str, Any]:
        """The amount is tried here and kept nowhere."""
        given: dict[str, Any] = super().clean() or {}
        self.tried: Decimal | None = given.pop("amount", None)
        return given


class LineForm(forms.Form):
    """One line of a tariff; without a short name it is left out."""

    code = forms.SlugField(label=_("Short name"), max_length=40, required=False)
    label = forms.CharField(label=_("Name"), max_length=80, required=False)
    stage = forms.ChoiceField(label=_("Stage"), choices=TariffLine.Stage.choices)
    kind = forms.ChoiceField(label=_("Kind"), choices=TariffLine.Kind.choices)
    value = RateField(label=_("Price in euros, or per cent"), required=False)
    due = forms.ChoiceField(label=_("Due"), choices=TariffLine.Due.choices)
    bearer = forms.ChoiceField(label=_("Borne by"), choices=TariffLine.Bearer.choices)
    cap = AmountField(label=_("Cap per file and stage"), required=False)
    minimum = AmountField(label=_("Minimum per file and stage"), required=False)
    quantity = forms.IntegerField(label=_("Number of PAYNOW"), min_value=1, max_value=30_000, required=False)
    valid_months = forms.IntegerField(label=_("Valid for months"), min_value=1, max_value=120, required=False)
    advised_from = forms.IntegerField(label=_("Advised from claims a year"), min_value=0, required=False)
    advised_to = forms.IntegerField(label=_("Advised up to claims a year"), min_value=0, required=False)
    why = forms.CharField(label=_("Where it was agreed"), max_length=160, required=False)
    rows = forms.IntegerField(required=False, min_value=0, max_value=MANY, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        told = self.data.get(self.add_prefix("rows")) if self.is_bound else self.initial.get("rows")
        self.count = min(int(str(told)), MANY) if str(told or "").isdecimal() else 0
        for n in range(1, self.count + 1):
            self.fields[f"start_{n}"] = AmountField(label=_("Beyond"), required=False)
            self.fields[f"end_{n}"] = AmountField(label=_("Up to (empty: without end)"), required=False)
            self.fields[f"percent_{n}"] = RateField(label=_("Per cent"), required=False)

    def clean_value(self) -> Decimal:
        """Two decimals; nothing is nothing."""
        value: Decimal = (self.cleaned_data["value"] or NOTHING).quantize(NOTHING)
        return value

    @property
    def main_fields(self) -> list[Any]:
        """What every line says."""
        return [self[name] for name in ("code", "label", "stage", "kind", "value", "due", "bearer")]

    @property
    def more_fields(self) -> list[Any]:
        """What only some lines say."""
        names = ("cap", "minimum", "quantity", "valid_months", "advised_from", "advised_to", "why")
        return [self[name] for name in names]

    @property
    def band_rows(self) -> list[list[Any]]:
        """The rows of the bands, field by field."""
        return [[self[f"{side}_{n}"] for side in SIDES] for n in range(1, self.count + 1)]

    def clean(self) -> dict[str, Any]:
        """The bands, or what is wrong with which row and field, and what to do."""
        given: dict[str, Any] = super().clean() or {}
        names = [[f"{side}_{n}" for side in SIDES] for n in range(1, self.count + 1)]
        told = bands_written([Written(*(given.pop(name, None) for name in row)) for row in names])
        given.pop("rows", None)
        if isinstance(told, tuple):
            return given | {"bands": told}
        for fault in told:
            said = f"{translated(fault.reason)} {translated(fault.cure)}"
            self.add_error(f"{fault.field}_{fault.row}", _("Band %(n)d: %(why)s") % {"n": fault.row, "why": said})
        return given

    def price(self, before: Price | None) -> Price | None:
        """The line as the rules read it; what is passed on stays as it was `before`."""
        given = dict(self.cleaned_data)
        if not given.get("code"):
            return None
        return Price(**given, passed_on=before.passed_on if before else False)


LineForms = forms.formset_factory(LineForm, extra=2)


def filled(line: TariffLine) -> dict[str, Any]:
    """A line as the form shows it."""
    rows = rows_of(line.price.bands)
    given = {name: getattr(line, name) for name in LineForm.base_fields if name != "rows"} | {"rows": len(rows)}
    for n, row in enumerate(rows, 1):
        given |= {f"{side}_{n}": getattr(row, side) for side in SIDES}
    return given


def one_more(data: Mapping[str, Any], prefix: str) -> tuple[dict[str, Any], Any]:
    """What was typed, with one more row of bands for the line of this prefix: the version's form, and the lines'."""
    count = data.get("lines-TOTAL_FORMS", "")
    typed = [_typed(data, f"lines-{place}", prefix) for place in range(int(count) if count.isdecimal() else 0)]
    lines = LineForms(initial=typed[:1000], prefix="lines")
    lines.extra = 0
    return {name: data.get(name, "") for name in VersionForm.base_fields}, lines


def _typed(data: Mapping[str, Any], place: str, prefix: str) -> dict[str, Any]:
    given = {name.removeprefix(f"{place}-"): value for name, value in data.items() if name.startswith(f"{place}-")}
    rows = given.get("rows", "")
    return given | {"rows": (int(rows) if rows.isdecimal() else 0) + (place == prefix)}

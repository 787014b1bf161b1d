"""What the manager's figures are narrowed by."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from claims.wording import KINDS
from clients.models import Contract
from core.dates import add_months, month_end
from reports.queries.figures import Choices, Narrowed
from web.formatting import MONTHS, language

BACK = 60  # months that can be looked at
USUAL = 12
COUNTRIES = {"BE": _("Belgium"), "FR": _("France")}
PROGRAMMES = dict(Contract.Programme.choices)


def month_name(month: date) -> str:
    """A month as it is read: mars 2026."""
    return f"{MONTHS[language()][month.month - 1]} {month.year}"


class NarrowForm(forms.Form):
    """Sent by GET; what is not among the choices counts as not said."""

    first = forms.ChoiceField(label=_("From"), required=False)
    last = forms.ChoiceField(label=_("To, inclusive"), required=False)
    entity = forms.ChoiceField(label=_("Entity"), required=False)
    creditor = forms.ChoiceField(label=_("Creditor"), required=False)
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    country = forms.ChoiceField(label=_("Country of the debtor"), required=False)
    kind = forms.ChoiceField(label=_("Owes as"), required=False)

    def __init__(self, asked: Mapping[str, str], *, found: Choices, on: date) -> None:
        """`on` is the day until which months are offered."""
        this = on.replace(day=1)
        self.usual = {"first": add_months(this, 1 - USUAL).isoformat(), "last": this.isoformat()}
        offered = self._offered(found, this)
        given = {name: asked.get(name, "") for name in offered}
        kept = {name: value if value in dict(offered[name]) else "" for name, value in given.items()}
        super().__init__({name: value or self.usual.get(name, "") for name, value in kept.items()})
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _offered(self, found: Choices, this: date) -> dict[str, list[tuple[str, Any]]]:
        months = [add_months(this, -back) for back in range(BACK)]
        named = [(month.isoformat(), month_name(month)) for month in months]
        every = [("", _("all"))]
        return {
            "first": named,
            "last": named,
            "entity": [*every, *found.entities],
            "creditor": [*every, *found.creditors],
            "programme": [*every, *((one, PROGRAMMES.get(one, one)) for one in found.programmes)],
            "country": [*every, *((one, COUNTRIES.get(one, one)) for one in found.countries)],
            "kind": [*every, *((one, KINDS.get(one, _("not known"))) for one in found.kinds)],
        }

    def narrowed(self) -> Narrowed:
        """What was asked for; months in the wrong order are put right."""
        given = dict(self.data)
        days = sorted(filter(None, (parse_date(given.pop(name)) for name in ("first", "last"))))
        return Narrowed(first=days[0], last=month_end(days[-1]), **given)

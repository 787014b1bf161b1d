"""The visits to be made, by postcode."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from amicable.models import Action
from claims.models import Claim

MOST = 200


@dataclass(frozen=True, slots=True)
class Round:
    """The visits of one postcode, by street."""

    country: str
    postcode: str
    city: str
    visits: tuple[Action, ...]


def rounds(until: date) -> list[Round]:
    """The open visits due on `until` or before, 200 at most, grouped by country and postcode; one query.

    Each has its claim, debtor and creditor.
    """
    rows = Action.objects.filter(act="visit", state=Action.State.OPEN, on__lte=until)
    found = list(rows.select_related("claim__creditor", "claim__entity", "debtor").order_by("on", "pk")[:MOST])
    found.sort(key=lambda one: (*_place(one), one.debtor.street))
    grouped = [(place, tuple(visits)) for place, visits in groupby(found, key=_place)]
    return [Round(country, postcode, visits[0].debtor.city, visits) for (country, postcode), visits in grouped]


def _place(visit: Action) -> tuple[str, str]:
    return visit.debtor.country, visit.debtor.postcode


def visit_of(claim: Claim) -> Action | None:
    """The visit to be made for a claim; one query."""
    return Action.objects.filter(claim=claim, act="visit", state=Action.State.OPEN).order_by("on", "pk").first()

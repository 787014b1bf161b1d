"""The visits to be made, by postcode."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Exists, OuterRef

from amicable.models import Action, QueueEntry
from claims.models import Claim

MOST = 200
LONGEST_TOUR = 60  # stops of a day on one sheet


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
    found = _due(until, None)[:MOST]
    found.sort(key=_on_the_way)
    grouped = [(place, tuple(visits)) for place, visits in groupby(found, key=_place)]
    return [Round(country, postcode, visits[0].debtor.city, visits) for (country, postcode), visits in grouped]


def tour_of(member_id: int | None, on: date) -> list[Action]:
    """The visits of a day in the order of the road, what is late included; 60 at most, the oldest first; one query.

    With a member, those charged to it or to nobody.
    """
    return sorted(_due(on, member_id)[:LONGEST_TOUR], key=_on_the_way)


def _due(until: date, member_id: int | None) -> list[Action]:
    rows = Action.objects.filter(act="visit", state=Action.State.OPEN, on__lte=until)
    if member_id is not None:
        charged = QueueEntry.objects.filter(claim_id=OuterRef("claim_id"), assigned_to__isnull=False)
        rows = rows.filter(~Exists(charged.exclude(assigned_to_id=member_id)))
    found = list(rows.select_related(*NEEDED).order_by("on", "pk")[:MOST])
    for visit in found:
        visit.claim.debtor = visit.debtor
    return found


NEEDED = (
    "claim__creditor",
    "claim__entity",
    "claim__contract",
    "claim__source",
    "claim__terms",
    "claim__agency",
    "debtor",
)


def _on_the_way(visit: Action) -> tuple[str, str, str]:
    return (*_place(visit), visit.debtor.street)


def _place(visit: Action) -> tuple[str, str]:
    return visit.debtor.country, visit.debtor.postcode


def visit_of(claim: Claim) -> Action | None:
    """The visit to be made for a claim; one query."""
    return Action.objects.filter(claim=claim, act="visit", state=Action.State.OPEN).order_by("on", "pk").first()

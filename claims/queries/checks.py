"""Which firms must be looked up in their register again before anybody visits them."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Max
from django.utils.timezone import localdate

from agencies.options import option
from claims.models import Claim, Event
from claims.rules import must_be_looked_up
from law.refusals import Refusal
from law.refusals import gettext_noop as _

CHECKED = "standing_checked"  # kind of link in the timeline
UNCHECKED = Refusal(
    rule="standing-unchecked",
    source=_("House rule"),
    reason=_("The business was not looked up in its register lately: it may be insolvent or struck off."),
    cure=_("Look it up, and record the check on the page of the file."),
)


def has_register(claim: Claim) -> bool:
    """Whether the debtor is a business with a number to look up."""
    return claim.debtor_kind == "business" and bool(claim.debtor.enterprise_number or claim.debtor.vat_number)


def unchecked(claims: Iterable[Claim], on: date) -> list[Claim]:
    """Those of the claims whose debtor may not be visited on `on` before it is looked up; two queries at most.

    Each comes with its debtor. The guard does not ask: a visit that took place can always be told.
    """
    firms = [claim for claim in claims if has_register(claim)]
    if not firms:
        return []
    days, checked = option("visits.standing_days", on), checked_on({claim.debtor_id for claim in firms})
    return [
        claim
        for claim in firms
        if must_be_looked_up(checked_on=checked.get(claim.debtor_id), handed_over_on=claim.opened_on, on=on, days=days)
    ]


def checked_on(debtor_ids: Iterable[int]) -> dict[int, date]:
    """The day on which each debtor was last looked up, on whichever of its claims; one query."""
    found = Event.objects.filter(kind=CHECKED, claim__debtor_id__in=list(debtor_ids)).order_by()
    rows = found.values_list("claim__debtor_id").annotate(last=Max("at"))
    return {debtor: localdate(last) for debtor, last in rows}


def refusals_of(claim: Claim, on: date) -> Sequence[Refusal]:
    """Why a claim's debtor may not be visited on `on` before it is looked up; empty when it may."""
    return [UNCHECKED] if unchecked([claim], on) else []

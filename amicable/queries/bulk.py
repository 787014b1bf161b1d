"""What an act on many claims would do: which it can be done to, and why not to the others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amicable.models import Dispute, PaperRequest, Plan, Promise, Run
from claims.access import listed_claims
from claims.models import Claim, Hold

ACTS = ("hold", "release", "assign", "papers", "profile", "stop")
ARRANGED = (Plan, Dispute, Promise, PaperRequest)  # whose holds end with them, not by hand


@dataclass(frozen=True, slots=True)
class Judged:
    """The claims that an act can be done to, and by number why not to others: "closed", "held", "not-held"…"""

    possible: Sequence[Claim]
    refused: Mapping[int, str]


def judge(act: str, numbers: Collection[int], given: Mapping[str, Any]) -> Judged:
    """What `act`, one of ACTS, would do to these claims of the scope in force; a few queries, whatever their number."""
    claims = list(listed_claims().filter(number__in=list(numbers)).select_related("debtor").order_by("number"))
    found = {claim.number for claim in claims}
    refused = {number: "unknown" for number in numbers if number not in found}
    refused |= {claim.number: "closed" for claim in claims if claim.closed_on}
    reasons = _REASONS.get(act, _nothing)({claim.pk for claim in claims}, given)
    for claim in claims:
        if claim.pk in reasons:
            refused.setdefault(claim.number, reasons[claim.pk])
    return Judged([claim for claim in claims if claim.number not in refused], refused)


def holds_by_hand(claim_ids: Collection[int]) -> dict[int, list[int]]:
    """The open holds that people put on these claims by hand, by claim; five queries."""
    rows = Hold.objects.filter(claim_id__in=claim_ids, ended_on=None)
    arranged: set[int] = set()
    for model in ARRANGED:
        arranged |= set(model.objects.filter(hold__in=rows).values_list("hold_id", flat=True))
    found: dict[int, list[int]] = {}
    for hold_id, claim_id in rows.order_by("pk").values_list("pk", "claim_id"):
        if hold_id not in arranged:
            found.setdefault(claim_id, []).append(hold_id)
    return found


def _nothing(claim_ids: Collection[int], given: Mapping[str, Any]) -> dict[int, str]:
    return {}


def _held(claim_ids: Collection[int], given: Mapping[str, Any]) -> dict[int, str]:
    rows = Hold.objects.filter(claim_id__in=claim_ids, ended_on=None, kind=given.get("kind", ""))
    return dict.fromkeys(rows.values_list("claim_id", flat=True), "held")


def _free(claim_ids: Collection[int], given: Mapping[str, Any]) -> dict[int, str]:
    return dict.fromkeys(set(claim_ids) - set(holds_by_hand(claim_ids)), "not-held")


def _asked(claim_ids: Collection[int], given: Mapping[str, Any]) -> dict[int, str]:
    rows = PaperRequest.objects.filter(claim_id__in=claim_ids, state=PaperRequest.State.OPEN)
    return dict.fromkeys(rows.values_list("claim_id", flat=True), "asked")


def _still(claim_ids: Collection[int], given: Mapping[str, Any]) -> dict[int, str]:
    running = Run.objects.filter(claim_id__in=claim_ids, ended_on=None).values_list("claim_id", flat=True)
    return dict.fromkeys(set(claim_ids) - set(running), "no-cycle")


_REASONS = {"hold": _held, "release": _free, "papers": _asked, "stop": _still}

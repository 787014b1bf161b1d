"""What happened on a creditor's files in some days, and where they stand: a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum

from amicable.models import Action
from claims.models import Claim, Credit, Decision
from claims.rules import Stage
from clients.models import Contract
from core.dates import add_days
from core.money import ZERO
from funds.models import ReceiptPart, RemittanceLine
from funds.queries.ledger import held_for
from messaging.models import Message

BY_HAND = ("call", "visit")  # what leaves by the outbox is counted there
AHEAD = 14  # days
MANY = 20  # decisions named in a report; all of them are counted
Gone = RemittanceLine.State


@dataclass(frozen=True, slots=True)
class InStage:
    """The files of one stage: how many, what they were handed over for, what of it is not covered."""

    stage: str
    claims: int
    principal: Decimal
    left: Decimal


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that the creditor has not answered."""

    number: int
    debtor: str
    stage: str
    asked_on: date
    principal: Decimal


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next on how many files, and when first."""

    act: str
    claims: int
    first: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """Some days of a creditor's files, `first` and `last` inclusive; amounts in euros."""

    first: date
    last: date
    stages: Sequence[InStage]
    opened: int
    opened_principal: Decimal
    closed: Sequence[tuple[str, int]]
    done: Sequence[tuple[str, int]]
    received: Decimal  # by anybody
    in_trust: Decimal  # of that, by the agency
    remitted: Decimal
    withheld: Decimal
    held: Decimal  # and not remitted at the end of `last`
    waiting: Sequence[Waiting]
    waiting_count: int
    next: Sequence[Next]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to tell: no open file, and nothing that happened."""
        running = any(one.claims for one in self.stages if one.stage != Stage.CLOSED)
        return not (running or self.opened or self.closed or self.received or self.remitted)


def activity(contract: Contract, first: date, last: date) -> Activity:
    """What is told of the files of a contract; stages and next steps are those of the moment."""
    claims = Claim.objects.filter(contract=contract)
    opened = claims.filter(opened_on__range=(first, last)).aggregate(n=Count("pk"), all=Sum("principal"))
    waiting = Decision.objects.filter(party_id=contract.party_id, claim__contract=contract, decided_at=None)
    return Activity(
        first=first,
        last=last,
        stages=_stages(contract),
        opened=opened["n"],
        opened_principal=opened["all"] or ZERO,
        closed=_counted(claims.filter(closed_on__range=(first, last)), "closed_as"),
        done=_done(contract, first, last),
        waiting=_waiting(waiting),
        waiting_count=waiting.count(),
        next=_next(claims, add_days(last, AHEAD)),
        **_money(contract, first, last),
    )


def _stages(contract: Contract) -> list[InStage]:
    claims = Claim.objects.filter(contract=contract).order_by().values_list("stage")
    sums = {stage: (n, principal) for stage, n, principal in claims.annotate(Count("pk"), Sum("principal"))}
    credits = Credit.objects.filter(party_id=contract.party_id, claim__contract=contract)
    credited = dict(credits.order_by().values_list("claim__stage").annotate(Sum("amount")))
    found = []
    for stage in Stage:
        count, principal = sums.get(stage.value, (0, ZERO))
        left = ZERO if stage == Stage.CLOSED else max(principal - credited.get(stage.value, ZERO), ZERO)
        found.append(InStage(stage.value, count, principal, left))
    return found


def _counted(rows: QuerySet[Any], column: str) -> list[tuple[str, int]]:
    return sorted(rows.order_by().values_list(column).annotate(Count("pk")), key=lambda pair: (-pair[1], pair[0]))


def _done(contract: Contract, first: date, last: date) -> list[tuple[str, int]]:
    """What went out to debtors by channel, calls and visits made."""
    of_claim = Q(party_id=contract.party_id, recipient__startswith="debtor:")
    sent = Message.objects.filter(of_claim, state="sent", sent_on__range=(first, last))
    by_hand = Action.objects.filter(party_id=contract.party_id, claim__contract=contract, act__in=BY_HAND)
    made = by_hand.filter(state=Action.State.DONE, on__range=(first, last))
    return [*_counted(sent, "channel"), *_counted(made, "act")]


def _money(contract: Contract, first: date, last: date) -> dict[str, Decimal]:
    party, days = contract.party_id, (first, last)
    paid = Credit.objects.filter(party_id=party, claim__contract=contract, kind=Credit.Kind.PAYMENT)
    parts = ReceiptPart.objects.filter(party_id=party, claim__contract=contract, ended_on=None, booked_on__range=days)
    lines = RemittanceLine.objects.filter(party_id=party, remittance__entity=contract.entity_id)
    gone = lines.filter(state__in=[Gone.ORDERED, Gone.PAID], on__range=days)
    sums = gone.aggregate(gross=Sum("gross"), withheld=Sum("withheld"))
    withheld = sums["withheld"] or ZERO
    return {
        "received": paid.filter(value_on__range=days).aggregate(all=Sum("amount"))["all"] or ZERO,
        "in_trust": parts.aggregate(all=Sum("amount"))["all"] or ZERO,
        "remitted": (sums["gross"] or ZERO) - withheld,
        "withheld": withheld,
        "held": held_for(last, entity_id=contract.entity_id, party_id=party).get(party, ZERO),
    }


def _waiting(rows: QuerySet[Decision]) -> list[Waiting]:
    oldest = rows.select_related("claim__debtor").order_by("asked_on", "pk")[:MANY]
    return [
        Waiting(one.claim.number, one.claim.debtor.name, one.stage_ended, one.asked_on, one.claim.principal)
        for one in oldest
    ]


def _next(claims: QuerySet[Claim], until: date) -> list[Next]:
    """What files wait for, and what was planned with their debtors, the soonest first."""
    own = claims.filter(closed_on=None, next_on__lte=until).exclude(next_act="").order_by()
    planned = Action.objects.filter(claim__in=claims.filter(closed_on=None), state=Action.State.OPEN, on__lte=until)
    found: dict[str, Next] = {}
    for act, count, first in [
        *own.values_list("next_act").annotate(Count("pk"), Min("next_on")),
        *planned.order_by().values_list("act").annotate(Count("claim", distinct=True), Min("on")),
    ]:
        found[act] = Next(act, count, first)
    return sorted(found.values(), key=lambda one: (one.first, one.act))

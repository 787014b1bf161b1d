"""What payments served of a debt, and what they would serve in each order that may be agreed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import prefetch_related_objects

from claims.models import Allocation, Claim, Credit
from claims.queries.law import facts_of, orders_of, rules_of
from claims.queries.statement import with_statement_rows
from claims.statement import Credited, Facts, shared_out, statement
from law.allocation import SOURCES, Consent, Part, consent_for, other_orders

NO_CONSENT = Consent(creditor=False, debtor=False, source="")


@dataclass(frozen=True, slots=True)
class Served:
    """A payment, the order agreed for it (empty: the law's), and what it served; nothing once it was undone."""

    credit: Credit
    order: tuple[Part, ...]
    served: Mapping[Part, Decimal]


def payments_of(claim: Claim, on: date) -> list[Served]:
    """The payments on a claim, the latest first, as they stand at the end of `on`; as many queries as its statement."""
    prefetch_related_objects([claim], *with_statement_rows())
    orders, facts = orders_of(claim), facts_of(claim, on)
    shares = shared_out(facts, on)
    paid = [credit for credit in claim.credits.all() if credit.kind == Credit.Kind.PAYMENT and not credit.reverses_id]
    undone = {credit.reverses_id for credit in claim.credits.all() if credit.reverses_id}
    told = []
    for credit in sorted(paid, key=lambda one: (one.value_on, one.pk), reverse=True):
        order = orders.get(credit.pk, ())
        served = {} if credit.pk in undone else _served(shares, _as_fact(credit, order))
        told.append(Served(credit, order, served))
    return told


@dataclass(frozen=True, slots=True)
class Outcome:
    """An order that a payment may be shared out in: whose consent it needs, what it serves, what is then owed today."""

    order: tuple[Part, ...]
    consent: Consent
    served: Mapping[Part, Decimal]
    owed: Decimal
    holds: bool


def outcomes(claim: Claim, credit: Credit, on: date) -> list[Outcome]:
    """The law's order first (an empty one), then every other that may be agreed, each with what follows from it.

    Only the law's for a claim without rules. As many queries as the claim's statement.
    """
    prefetch_related_objects([claim], *with_statement_rows())
    facts, rules = facts_of(claim, on), rules_of(claim)
    held = orders_of(claim).get(credit.pk, ())
    known = _as_fact(credit, held)
    others = list(facts.credits)
    others.remove(known)
    return [
        _outcome(facts, others, replace(known, order=order), on, holds=order == held)
        for order in ((), *(other_orders(rules) if rules else ()))
    ]


def _as_fact(credit: Credit, order: tuple[Part, ...]) -> Credited:
    return Credited(credit.kind, credit.value_on, credit.amount, order=order)


def _outcome(facts: Facts, others: Sequence[Credited], paid: Credited, on: date, *, holds: bool) -> Outcome:
    asked = replace(facts, credits=(*others, paid))
    needed = consent_for(facts.rules, paid.order) if facts.rules and paid.order else NO_CONSENT
    consent = needed if isinstance(needed, Consent) else NO_CONSENT  # other_orders() names no forbidden one
    return Outcome(paid.order, consent, _served(shared_out(asked, on), paid), statement(asked, on).total, holds)


def _served(shares: Sequence[tuple[Credited, dict[Part, Decimal]]], paid: Credited) -> dict[Part, Decimal]:
    """What a payment served; of two alike, the first."""
    return next((served for credit, served in shares if credit == paid), {})


def source_of(claim: Claim) -> str:
    """The article by which payments are shared out; empty while no rule set is known."""
    rules = rules_of(claim)
    return SOURCES[rules] if rules else ""


def agreements_of(credit: Credit) -> list[Allocation]:
    """What was agreed about a payment, the latest first. One query."""
    rows = Allocation.objects.filter(claim_id=credit.claim_id, credit=credit)
    return list(rows.select_related("member__user").order_by("-pk"))

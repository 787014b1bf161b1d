"""Random lives of money, committed step by step, broken off at any statement, two at once at times: at every point, per
entity and to the cent, what the trust has is what it holds for others, and the own ledger says what that leaves.
"""

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from threading import Barrier

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.db.models import F, Q, Sum

from agencies.scope import acting_for
from billing.models import Invoice
from claims.models import Credit
from core.errors import Stale
from core.money import ZERO
from funds.models import Line, Receipt, ReceiptPart
from funds.queries.ledger import balances, held_for, where_is
from funds.rules.ledger import Account, Ledger, reconciles
from tests import world
from tests.funds.lives import LAST, Life, Step

STEPS = 24
HISTORIES = int(os.environ.get("CREANSYS_HISTORIES", "12"))  # 500 is the whole size
TOGETHER = max(4, HISTORIES // 25)  # histories of a test: emptying the tables takes as long as one of them
PLACES = ("unmatched", "to_return", "held", "withheld")
LATE = (Stale, IntegrityError, OperationalError)  # whoever comes second may be told so; nothing of it is booked
seen: Counter[str] = Counter()


class Crash(Exception):
    """The process died here."""


class DiesAt:
    """The process dies before its nth statement."""

    def __init__(self, nth):
        self.left = nth

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if self.left <= 0:
            raise Crash
        return execute(sql, params, many, context)


def happens(life, step, member, dies_at=None):
    """A step in a transaction of its own; whether it is in the books."""
    try:
        with acting_for(life.pk, member_id=member):
            if dies_at is None:
                step.run()
            else:
                with connection.execute_wrapper(DiesAt(dies_at)):
                    step.run()
    except Crash:
        seen["crashes"] += 1
        return False
    step.commit()
    seen[step.act.__name__] += 1
    return True


def one_after_the_other(life, chance):
    """A step; at times the process dies in the middle of it, and whoever was at it tries again."""
    member, state = chance.choice(life.people), chance.getstate()
    if chance.random() < 0.35:
        nth = chance.randint(1, 80)
        chance.setstate(state)
        if happens(life, Step(life, chance), member, nth):
            return
        check(life)
        chance.setstate(state)
    happens(life, Step(life, chance), member)


def at_once(life, chance):
    """Two members do something on connections of their own: each of it is in the books whole, or not at all."""
    steps = [Step(life, Random(chance.random()), alone=False) for _ in range(2)]
    start = Barrier(2)

    def run(member, step):
        try:
            with acting_for(life.pk, member_id=member):
                start.wait()
                step.run()
        except LATE as late:
            seen[f"second: {type(late).__name__}"] += 1
            return None
        finally:
            connection.close()
        return step

    with ThreadPoolExecutor(2) as people:
        for step in filter(None, people.map(run, life.people, steps)):
            step.commit()
    seen["at once"] += 1


def check(life):
    """What must hold after every step."""
    with acting_for(life.pk):
        for entity in life.entities:
            _of_entity(life, entity)
        _of_receipts()
        _of_creditors(life)


def _of_entity(life, entity):
    found = balances(entity.pk, LAST)
    has = {account: found.get(account, ZERO) for account in Account}
    assert reconciles(found)
    assert (has[Account.BANK], has[Account.OWN_BANK]) == (life.bank[entity.pk, False], life.bank[entity.pk, True])
    assert has[Account.COVER] == -has[Account.OWN_OWED_TO_TRUST] >= 0
    assert sum(amount for account, amount in has.items() if account.ledger == Ledger.OWN) == 0
    assert has[Account.OWN_DUE_FROM_TRUST] == life.sweeping[entity.pk] - has[Account.WITHHELD]
    left = Invoice.objects.filter(entity=entity).aggregate(all=Sum(F("total") - F("paid")))["all"] or ZERO
    assert has[Account.OWN_INVOICES] == left


def _of_receipts():
    """Every cent is in one place: the lines of a receipt add up to nothing, and what is left of it is what they say."""
    sums = {name: Sum("amount", filter=Q(account=f"trust.{name}"), default=ZERO) for name in PLACES}
    lines = Line.objects.filter(entry__ledger="trust").exclude(receipt=None).order_by().values("receipt_id")
    told = {row["receipt_id"]: row for row in lines.annotate(all=Sum("amount"), **sums)}
    parts = {f"parts_{name}": Sum(f"parts__{name}", default=ZERO) for name in ("held", "withheld")}
    for row in Receipt.objects.annotate(**parts):
        left = [row.unmatched, row.to_return, row.parts_held, row.parts_withheld]
        assert [-told[row.pk][name] for name in PLACES] == left
        assert told[row.pk]["all"] == 0 <= min(left)
        assert sum(left) <= row.amount


def _of_creditors(life):
    """Nobody below zero; what is attributed to a file is what lowers its debt."""
    assert all(held > 0 for held in held_for(LAST).values())
    parts = ReceiptPart.objects.filter(ended_on=None).order_by().values_list("claim_id").annotate(Sum("amount"))
    credited = Credit.objects.filter(kind="payment").order_by().values_list("claim_id").annotate(Sum("amount"))
    assert dict(parts) == {claim: amount for claim, amount in credited if amount}


@pytest.mark.real_commits
@pytest.mark.parametrize("first", range(0, HISTORIES, TOGETHER))
def test_the_trust_has_what_it_holds_at_every_point_of_random_histories(first):
    for seed in range(first, min(first + TOGETHER, HISTORIES)):
        is_lived(seed)


def is_lived(seed):
    """One history, in an agency of its own."""
    side, chance = world.side(f"ours-{seed}"), Random(seed)
    with acting_for(side.pk):
        life = Life(side)
    for _ in range(STEPS):
        life.on += timedelta(days=1)
        (at_once if chance.random() < 0.1 else one_after_the_other)(life, chance)
        check(life)
    with acting_for(life.pk):
        assert all(sum(where_is(row.pk).values()) == row.amount for row in Receipt.objects.all())

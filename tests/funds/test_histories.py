"""Random lives of money, committed step by step, broken off at random: at every point, to the cent, what the trust has
is what it holds for others, no creditor's money is below zero, and every cent of a receipt is somewhere once."""

import os
from datetime import timedelta
from decimal import Decimal as D
from random import Random

import pytest

from agencies.scope import acting_for
from claims.queries.statement import statement_of
from core.money import ZERO
from funds.models import Receipt, ReceiptPart, Remittance, RemittanceLine
from funds.queries.ledger import balances, held_for, where_is
from funds.rules.ledger import Account, Kind, between, reconciles
from funds.services.answered import refuse
from funds.services.attributing import Wanted, allocate, move, repaid, share_of, to_return
from funds.services.ledger import post
from funds.services.remitting import CHANGED, SAME_PERSON, approve, propose, withdraw
from funds.services.returning import return_payment
from law.refusals import Refusal
from tests import world
from tests.funds.make import fresh, receipt

NOW, ON = world.NOW, world.DAY
STEPS = 18
HISTORIES = int(os.environ.get("CREANSYS_HISTORIES", "12"))  # 500 is the whole size


class Crash(Exception):
    """The process died here."""


class Life:
    """One history: what may happen next, and how much came and left by our own count."""

    def __init__(self, side, chance):
        self.side, self.chance, self.on = side, chance, ON
        self.bank = ZERO
        with acting_for(side.pk):
            self.people = [world.member("accountant").pk, world.member("accountant").pk]

    def step(self):
        """Something happens, or nothing where there is nothing to do; the bank's own movement."""
        acts = [self.pay, self.pay, self.book, self.book, self.aside, self.back, self.moved, self.withhold]
        acts += [self.propose, self.approve, self.approve, self.refused]
        moved = self.chance.choice(acts)() or ZERO
        if self.chance.random() < 0.2:
            raise Crash
        return moved

    def pay(self):
        amount = D(self.chance.randint(1, 90000)) / 100
        receipt(self.side.entity, str(amount), on=self.on)
        return amount

    def book(self):
        row, claim = self.any(Receipt.objects.filter(unmatched__gt=0)), self.chance.choice(self.claims())
        owed = statement_of(claim, row.value_on).total if row else ZERO
        most = min(row.unmatched, owed) if row else ZERO
        if most > 0:
            wanted = [Wanted(claim.pk, self.some(most))]
            assert isinstance(allocate(receipt_id=row.pk, parts=wanted, on=self.on, at=NOW), list)

    def aside(self):
        if row := self.any(Receipt.objects.filter(unmatched__gt=0)):
            assert to_return(receipt_id=row.pk, amount=self.some(row.unmatched), on=self.on, at=NOW) is None
        if row := self.any(Receipt.objects.filter(to_return__gt=0)):
            amount, source = self.some(row.to_return), f"back:{self.on}"
            assert repaid(receipt_id=row.pk, amount=amount, on=self.on, source=source, at=NOW) is None
            return -amount
        return ZERO

    def back(self):
        if row := self.any(Receipt.objects.filter(returned_on=None)):
            return_payment(receipt_id=row.pk, on=self.on, at=NOW)
            return -row.amount
        return ZERO

    def moved(self):
        if part := self.any(ReceiptPart.objects.filter(ended_on=None)):
            move(part_id=part.pk, on=self.on, at=NOW, note="another's")

    def propose(self):
        propose(entity_id=self.side.entity.pk, on=self.on, at=NOW)

    def approve(self):
        """Whoever did not propose the run approves it: it is paid whole, or nothing moves."""
        run = self.any(Remittance.objects.filter(state="proposed"))
        if run and isinstance(made := approve(remittance_id=run.pk, on=self.on, at=NOW), Refusal):
            assert made in (CHANGED, SAME_PERSON)
            withdraw(remittance_id=run.pk, on=self.on, at=NOW, note="again")
        elif run:
            return -sum(line.amount for line in made.lines.all())
        return ZERO

    def refused(self):
        """The bank does not pay a line, before or after it said that it did."""
        line = self.any(RemittanceLine.objects.filter(state__in=["ordered", "paid"]))
        if line is None:
            return ZERO
        refuse(line=line, reason="AC04", on=self.on, at=NOW)
        return line.amount

    def withhold(self):
        self.out(Account.HELD, Account.WITHHELD, Kind.WITHHELD)
        return self.out(Account.WITHHELD, Account.BANK, Kind.SWEPT)

    def out(self, source, target, kind):
        column = source.value.partition(".")[2]
        part = self.any(ReceiptPart.objects.filter(**{f"{column}__gt": 0}))
        if part is None:
            return ZERO
        amount, share = self.some(getattr(part, column)), share_of(part)
        of_part = {"target_of": share, "source_of": share if target == Account.WITHHELD else None}
        lines = between(target, source, amount, part.receipt_id, **of_part)
        post(entity_id=self.side.entity.pk, on=self.on, kind=kind, source=f"{kind}:{self.on}", lines=lines)
        return -amount if target == Account.BANK else ZERO

    def any(self, rows):
        found = list(rows.order_by("pk"))
        return self.chance.choice(found) if found else None

    def some(self, most):
        return most if self.chance.random() < 0.5 else D(self.chance.randint(1, int(most * 100))) / 100

    def claims(self):
        return [fresh(self.side.claim), fresh(self.side.others_claim)]


def check(life):
    """What must hold after every step."""
    found = balances(life.side.entity.pk, life.on)
    assert reconciles(found)
    assert found.get(Account.BANK, ZERO) == life.bank
    assert found.get(Account.COVER, ZERO) == -found.get(Account.OWN_OWED_TO_TRUST, ZERO)
    assert all(held > 0 for held in held_for(life.on).values())
    for row in Receipt.objects.all():
        assert sum(where_is(row.pk).values()) == row.amount


@pytest.mark.real_commits
@pytest.mark.parametrize("seed", range(HISTORIES))
def test_the_trust_has_what_it_holds_at_every_point_of_a_random_history(seed):
    life = Life(world.side("ours"), Random(seed))
    for _ in range(STEPS):
        life.on += timedelta(days=1)
        try:
            with acting_for(life.side.pk, member_id=life.chance.choice(life.people)):
                moved = life.step()
            life.bank += moved
        except Crash:
            pass
        with acting_for(life.side.pk):
            check(life)

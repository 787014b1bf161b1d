"""Two members who pay, and what they see: for the tests of money out."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal as D

from agencies.models import Member
from agencies.scope import acting_for
from funds.models import RemittanceLine
from funds.queries.ledger import balances
from funds.rules.ledger import reconciles
from funds.services.attributing import Wanted, allocate
from funds.services.remitting import approve, propose
from tests import world
from tests.funds.make import receipt

NOW, ON, NEXT = world.NOW, world.DAY, date(2026, 3, 3)


@dataclass
class Office:
    """Two members who pay, and the money of two creditors."""

    side: world.Side
    one: Member
    two: Member

    def as_(self, member):
        return acting_for(self.side.pk, member_id=member.pk)


def made():
    side = world.side("ours")
    with acting_for(side.pk):
        seats = world.member("accountant"), world.member("manager")
        for claim, amount in ((side.claim, "100.00"), (side.claim, "50.00"), (side.others_claim, "70.00")):
            got = receipt(side.entity, amount)
            allocate(receipt_id=got.pk, parts=[Wanted(claim.pk, D(amount))], on=ON, at=NOW)
    return Office(side, *seats)


def proposed(office, **more):
    with office.as_(office.one):
        return propose(entity_id=office.side.entity.pk, on=ON, at=NOW, **more)


def approved(office, run=None):
    run = run or proposed(office)
    with office.as_(office.two):
        return approve(remittance_id=run.pk, on=ON, at=NOW)


def told(office, on=NEXT):
    with acting_for(office.side.pk):
        found = balances(office.side.entity.pk, on)
        assert reconciles(found)
        return {account.value.partition(".")[2]: total for account, total in found.items() if total}


def lines_of(run):
    return list(RemittanceLine.objects.filter(remittance=run).order_by("pk"))

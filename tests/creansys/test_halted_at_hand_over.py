"""A file for a debtor that is stopped already rests from its first day, whoever its creditor is."""

import pytest

from agencies.scope import acting_for
from claims.models import Claim, Debtor, Halt, Hold
from claims.services.halting import Told, halt_debtor, lift, tell_creditors
from clients.models import Creditor
from messaging.models import Message
from tests import world
from tests.claims.make import ON, row, taken

pytestmark = pytest.mark.django_db
TOLD = Told(kind="bankruptcy", since=ON, source="Moniteur belge", reference="2026/1234")


@pytest.fixture
def ours():
    """A debtor of another creditor is bankrupt, its number written as the BCE does."""
    side = world.side("ours")
    with acting_for(side.pk):
        Debtor.objects.filter(pk=side.others_claim.debtor_id).update(enterprise_number="0403170701")
        Creditor.objects.update(email="creditor@example.test")
        halt_debtor(debtor_id=side.others_claim.debtor_id, told=TOLD, on=ON, at=world.NOW)
        tell_creditors(on=ON, at=world.NOW)
    return side


def rests(found) -> list[str]:
    return list(Hold.objects.filter(claim__source=found).values_list("kind", flat=True))


def test_the_same_firm_of_another_creditor_rests_at_once(ours):
    found = taken(ours, row(number="A1", vat="BE 0403.170.701"), row(number="B1", customer="C2", name="Autre SRL"))
    with acting_for(ours.pk):
        assert rests(found) == ["insolvency"]
        assert Halt.objects.count() == 2
        assert {one.reference for one in Halt.objects.all()} == {"2026/1234"}


def test_a_later_file_of_the_same_debtor_rests_by_the_halt_that_stands(ours):
    first = taken(ours, row(number="A1", vat="BE0403170701"))
    again = taken(ours, row(number="A2", vat="BE0403170701"))
    with acting_for(ours.pk):
        old, new = Claim.objects.get(source=first), Claim.objects.get(source=again)
        assert old.debtor_id == new.debtor_id
        assert Hold.objects.get(claim=old).halt_id == Hold.objects.get(claim=new).halt_id


def test_a_halt_that_was_lifted_stops_nothing(ours):
    with acting_for(ours.pk):
        lift(halt_id=Halt.objects.get().pk, why="clôture", mistake=False, on=ON, at=world.NOW)
    found = taken(ours, row(number="A1", vat="BE0403170701"))
    with acting_for(ours.pk):
        assert rests(found) == []


def test_the_creditor_is_told_when_it_hands_over(ours):
    with acting_for(ours.pk):
        before = Message.objects.filter(kind="halted").count()
    taken(ours, row(number="A1", vat="BE0403170701"))
    with acting_for(ours.pk):
        assert Message.objects.filter(kind="halted").count() == before + 1

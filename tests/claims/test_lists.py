"""Finding claims by how a number or a name starts, on indexes that row security keeps."""

import pytest
from django.db import connection

from agencies.scope import acting_for
from claims.access import listed_claims
from claims.intake.judge import number_key
from claims.models import Claim, Debtor, Hold
from claims.queries import lists
from claims.queries.lists import for_list, starting_with
from claims.queries.looks import looked_at
from tests.world import DAY, claim, contract, creditor, debtor, item, world


@pytest.fixture
def side(db):
    made = world().ours
    with acting_for(made.pk):
        for number, name in ((2026000123, "Épicerie Œuvre"), (2026000999, "Été SRL"), (2025000001, "eteindre")):
            claim(made.contract, number=number, debtor=debtor(made.creditor, name=name))
        yield made


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("2026000123", {2026000123}),
        ("2026", {2026000123, 2026000999}),
        ("epi", {2026000123}),
        ("ÉTÉ", {2026000999, 2025000001}),
        (" été  s", {2026000999}),
        ("%", set()),
        ("\U0010ffff", set()),
    ],
)
def test_a_start_finds(side, text, numbers):
    assert set(starting_with(Claim.objects.all(), text).values_list("number", flat=True)) == numbers


def test_nothing_asked_is_everything(side):
    assert starting_with(Claim.objects.all(), "  ").count() == Claim.objects.count()


def test_a_row_of_a_list_costs_no_query(side, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [one.debtor.name for one in for_list(Claim.objects.all()) if not (one.held or one.asked)]


def test_a_prefix_is_looked_up_in_the_index_behind_the_wall(side):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # for so few rows it would not look them up
    found = Claim.objects.filter(sought__gte="epi", sought__lt="epi\U0010ffff").order_by("sought", "pk")
    plan = found[:10].explain()
    conditions = [line for line in plan.splitlines() if "Index Cond" in line]
    assert any("sought >= 'epi'" in line for line in conditions), plan


@pytest.mark.parametrize("many", [0, 1_000])
@pytest.mark.parametrize(("text", "found"), [("inv 2026-7", True), ("INV2026", True), ("nv-2026", False), ("77", True)])
def test_an_invoice_is_found_by_how_its_number_starts(side, monkeypatch, many, text, found):
    monkeypatch.setattr(lists, "MANY", many)
    made = claim(side.contract)
    for number in ("INV-2026/77", "INV-2026/78", "77.1"):
        item(made, number=number, number_key=number_key(number))
    assert (made in starting_with(Claim.objects.all(), text)) is found


def test_an_invoice_withdrawn_or_of_another_creditor_finds_nothing(side):
    item(claim(side.contract), number="W-1", number_key="w1", withdrawn_on=DAY)
    other = contract(creditor())
    item(claim(other), number="W-2", number_key="w2")
    with acting_for(side.pk, party_id=side.creditor.party_id):
        assert not starting_with(listed_claims(), "W-")


def test_a_claim_follows_its_debtor_s_name(side):
    one = Claim.objects.get(number=2026000123)
    Debtor.objects.filter(pk=one.debtor_id).update(name="Zèbre")
    assert Claim.objects.get(pk=one.pk).sought == "zebre"
    one.save()  # it still carries the old name
    assert Claim.objects.get(pk=one.pk).sought == "zebre"


def test_a_granted_claim_is_listed_beside_the_party_s_own(side):
    with acting_for(side.pk, party_id=side.partner.party_id):
        assert [one.pk for one in listed_claims()] == [side.claim.pk]


@pytest.mark.parametrize("many", [0, 1_000])
def test_the_claims_of_a_look_are_the_same_few_or_many(side, monkeypatch, many):
    monkeypatch.setattr(lists, "MANY", many)
    Hold.objects.create(claim=side.claim, party_id=side.claim.party_id, kind="dispute", since=DAY)
    assert [one.pk for one in looked_at(Claim.objects.all(), "held")] == [side.claim.pk]

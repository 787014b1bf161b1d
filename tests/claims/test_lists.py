"""Finding claims by how a number or a name starts, on indexes that row security keeps."""

import pytest

from agencies.scope import acting_for
from claims.models import Claim, Debtor
from claims.queries import lists
from claims.queries.lists import for_list, starting_with
from tests.world import claim, debtor, world


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
    many = (
        Debtor(party_id=side.creditor.party_id, identity=f"n{n}", name=f"Name {n}", country="BE") for n in range(500)
    )
    Debtor.objects.bulk_create(many)
    plan = Debtor.objects.filter(sought__gte="epi", sought__lt="epi\U0010ffff").explain()
    conditions = [line for line in plan.splitlines() if "Index Cond" in line]
    assert any("sought >= 'epi'" in line for line in conditions), plan


def test_a_name_that_many_bear_is_found_the_same(side, monkeypatch):
    monkeypatch.setattr(lists, "MANY", 1)
    found = starting_with(Claim.objects.all(), "et").values_list("number", flat=True)
    assert set(found) == {2026000999, 2025000001}

"""The law that a contract with a business elsewhere chose: who may say it, what is then asked."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from agencies.models import AuditEntry
from agencies.scope import acting_for
from claims import guard
from claims.letters.parts import audience_of
from claims.models import Claim, Event
from claims.queries.statement import statement_of
from claims.services.choosing import choose_law, may_choose
from claims.services.lifecycle import accept_import
from core.errors import Stale
from law.clearance import Clearance
from tests import world
from tests.claims.make import row, taken, with_bordereau

AT = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
LATER = date(2026, 6, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    side = world.side("ours")
    with acting_for(side.pk):
        yield side


def claim(ours, **cells) -> Claim:
    found = taken(ours, row(**{"country": "ES", **cells}))
    accept_import(import_id=with_bordereau(found).pk, name="A. Manager", on=AT.date(), at=AT)
    return again(Claim.objects.get(source=found))


def again(one) -> Claim:
    return Claim.objects.select_related("source", "contract", "entity", "terms", "debtor").get(pk=one.pk)


def chosen(one, law="be") -> Claim:
    choose_law(claim_id=one.pk, law=law, ground="Article 12 of the terms", on=AT.date(), at=AT)
    return again(one)


@pytest.mark.parametrize("law", ["be", "fr"])
def test_once_the_law_is_chosen_a_notice_is_cleared_and_worded_by_it(ours, law):
    one = chosen(claim(ours), law)
    assert isinstance(guard.ask(one, "notice", recipient=f"debtor:{one.debtor_id}", at=AT), Clearance)
    assert audience_of(one) == f"{law}_business"


def test_only_principal_is_asked_where_the_contract_sets_no_interest(ours):
    one = chosen(claim(ours))
    assert {line.part for line in statement_of(one, LATER).lines} == {"principal"}


def test_the_contracts_own_interest_is_asked_and_no_penalty(ours):
    terms = world.terms(ours.creditor, version=2, interest_rate=8, penalty_percent=10)
    one = chosen(claim(ours))
    Claim.objects.filter(pk=one.pk).update(terms=terms)
    owed = statement_of(again(one), LATER)
    assert {line.part for line in owed.lines} == {"principal", "interest"}
    assert {line.rate for line in owed.lines if line.part == "interest"} == {Decimal(8)}


def test_a_choice_is_told_and_kept_in_the_audit(ours):
    one = chosen(claim(ours))
    assert Event.objects.filter(claim=one, kind="law_chosen").exists()
    assert AuditEntry.objects.get(kind="law.chosen").detail["reason"] == "Article 12 of the terms"


@pytest.mark.parametrize("cells", [{"country": "BE"}, {"country": "FR"}])
def test_at_home_nothing_is_chosen(ours, cells):
    one = claim(ours, **cells)
    with pytest.raises(Stale):
        chosen(one)
    assert again(one).chosen_law == ""


@pytest.mark.parametrize("fields", [{"debtor_kind": "consumer"}, {"notified_on": date(2026, 3, 2)}])
def test_no_choice_for_a_consumer_or_after_the_notice(ours, fields):
    one = claim(ours)
    Claim.objects.filter(pk=one.pk).update(**fields)
    assert not may_choose(again(one))

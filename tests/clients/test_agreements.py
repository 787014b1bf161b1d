"""What is agreed with a creditor and changes afterwards: details, preferences, the end of a contract."""

from datetime import timedelta

import pytest

from agencies.models import AuditEntry, Party
from agencies.scope import acting_for
from claims.services.lifecycle import accept_import
from clients.models import Creditor
from clients.queries import running_contract
from clients.services import change_details, end_contract, set_preferences
from core.errors import Stale
from tests import world
from tests.claims.make import row, taken
from tests.world import DAY, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    side = world.side("ours")
    with acting_for(side.pk):
        yield side


def ended(ours):
    end_contract(contract=ours.contract, on=DAY, reason="Written notice", at=NOW)


def test_only_what_changed_is_written_and_named_in_the_audit(ours):
    given = {"name": "New name", "city": ours.creditor.city}
    assert change_details(creditor=ours.creditor, fields=given, at=NOW) == ("name",)
    assert Party.objects.get(pk=ours.creditor.party_id).name == "New name"
    assert AuditEntry.objects.get(kind="creditor.changed").detail["columns"] == ["name"]


def test_details_hold_no_account(ours):
    with pytest.raises(ValueError, match="iban"):
        change_details(creditor=ours.creditor, fields={"iban": "BE68539007547034"}, at=NOW)


def test_preferences_hold_for_running_contracts(ours):
    set_preferences(creditor=ours.creditor, language="nl", wants_sms=False, rhythm="weekly", at=NOW)
    found = Creditor.objects.get(pk=ours.creditor.pk)
    assert (found.language, found.wants_sms, running_contract(found).report_rhythm) == ("nl", False, "weekly")


def test_an_ended_contract_takes_nothing_new_and_its_claims_go_on(ours):
    handed = taken(ours, row())
    before = handed.claims
    ended(ours)
    assert running_contract(ours.creditor) is None
    refused = accept_import(import_id=handed.pk, name="A. Manager", on=DAY, at=NOW)
    ours.claim.refresh_from_db()
    assert (refused.rule, before, ours.claim.closed_on) == ("contract-ended", 1, None)


def test_a_contract_ends_once_and_not_before_its_signature(ours):
    with pytest.raises(ValueError, match="signed"):
        end_contract(contract=ours.contract, on=ours.contract.signed_on - timedelta(days=1), reason="x", at=NOW)
    ended(ours)
    with pytest.raises(Stale):
        ended(ours)

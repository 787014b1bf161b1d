"""The office keeps tariffs, names them in contracts, and follows its own invoices."""

from decimal import Decimal

import pytest

from agencies.scope import acting_for
from billing.models import Fee, Invoice, Tariff, TariffVersion
from billing.queries.tariffs import prices_for, version_of
from tests.billing.make import SUCCESS, fee, invoice, tariff
from tests.world import DAY

REASON = {"reason": "Indexation", "since": "2026-06-01"}


@pytest.fixture
def priced(ours):
    with acting_for(ours.pk):
        tariff(SUCCESS)
    return ours


def lines(*given: dict[str, str]) -> dict[str, str]:
    """The form of a version with these lines."""
    told = {"lines-TOTAL_FORMS": str(len(given)), "lines-INITIAL_FORMS": "1"}
    for place, line in enumerate(given):
        usual = {"stage": "amicable", "kind": "percent", "due": "recovery", "bearer": "creditor"} | line
        told |= {f"lines-{place}-{name}": value for name, value in usual.items()}
    return told | REASON


def test_a_new_version_leaves_running_contracts_as_they_are(manager, priced):
    given = lines({"code": "amicable-success", "value": "12", "cap": "300"})
    assert manager.post(manager.at("settings/tariffs/standard/edit/"), given).status_code == 302
    with acting_for(priced.pk):
        assert TariffVersion.objects.count() == 2
        assert [line.value for line in prices_for(priced.contract, DAY)] == [Decimal("10.00")]


def test_a_contract_follows_what_it_is_given_from_its_day_on(manager, priced):
    manager.post(manager.at("settings/tariffs/standard/edit/"), lines({"code": "amicable-success", "value": "12"}))
    with acting_for(priced.pk):
        new = TariffVersion.objects.get(number=2)
    address = manager.at(f"creditors/{priced.creditor.number}/contracts/{priced.contract.pk}/tariff/")
    assert manager.post(address, {"version": new.pk, "since": "2026-03-03", "reason": "x"}).status_code == 302
    with acting_for(priced.pk):
        assert version_of(priced.contract, DAY).number == 1
        assert version_of(priced.contract, DAY.replace(day=3)).number == 2


@pytest.mark.parametrize("wrong", [{"due": "opening"}, {"value": "101"}, {"minimum": "9", "cap": "8"}, {"value": "x"}])
def test_a_version_that_makes_no_sense_is_not_kept(manager, priced, wrong):
    given = lines({"code": "a", "value": "5"} | wrong)
    assert manager.post(manager.at("settings/tariffs/standard/edit/"), given).status_code == 422
    with acting_for(priced.pk):
        assert TariffVersion.objects.count() == 1


def test_a_premium_tariff_is_made_from_the_same_lines_for_one_creditor(manager, priced):
    given = {"name": "PREMIUM", "code": "premium", "creditor": priced.creditor.number, "like": "standard"}
    assert [manager.post(manager.at("settings/tariffs/new/"), given).status_code for _twice in "ab"] == [302, 422]
    with acting_for(priced.pk):
        made = Tariff.objects.get(code="premium")
        assert made.party_id == priced.creditor.party_id
    with acting_for(priced.pk, party_id=priced.other.party_id):
        assert not Tariff.objects.filter(code="premium").exists()


def test_the_tariff_of_another_creditor_is_not_offered(manager, priced):
    given = {"name": "PREMIUM", "code": "premium", "creditor": priced.creditor.number, "like": "standard"}
    manager.post(manager.at("settings/tariffs/new/"), given)
    with acting_for(priced.pk):
        premium = TariffVersion.objects.get(tariff__code="premium")
    address = manager.at(f"creditors/{priced.other.number}/contracts/{priced.others_claim.contract_id}/tariff/")
    assert manager.post(address, {"version": premium.pk, "since": "2026-03-03", "reason": "x"}).status_code == 422


def test_an_invoice_is_marked_as_paid_once(manager, ours):
    with acting_for(ours.pk):
        made = invoice(ours.contract)
    address, given = manager.at(f"invoices/{made.uid}/paid/"), {"on": "2026-03-05", "by": "bank"}
    manager.post(address, given)
    manager.post(address, given | {"on": "2026-03-06"})
    with acting_for(ours.pk):
        made.refresh_from_db()
    assert (str(made.paid_on), made.paid_by) == ("2026-03-05", "bank")


def test_an_invoice_is_credited_once(manager, ours):
    with acting_for(ours.pk):
        made = invoice(ours.contract)
        fee(ours.contract, invoice=made)
    address = manager.at(f"invoices/{made.uid}/credit/")
    assert [manager.post(address, {"reason": "Erreur"}).status_code for _twice in "ab"] == [302, 409]
    with acting_for(ours.pk):
        assert sum(one.amount for one in Fee.objects.all()) == 0
        assert Invoice.objects.get(kind="credit_note").corrects_id == made.pk


@pytest.mark.parametrize("page", ["paid", "credit"])
def test_an_agent_books_no_money(agent, ours, page):
    with acting_for(ours.pk):
        made = invoice(ours.contract)
    assert agent.post(agent.at(f"invoices/{made.uid}/{page}/"), {"reason": "x"}).status_code == 403
    with acting_for(ours.pk):
        assert (Invoice.objects.count(), Invoice.objects.filter(paid_on=None).count()) == (1, 1)

"""The chart of accounts on its page: numbers are kept or refused with what would do, files are handed out whole."""

from decimal import Decimal

import pytest

from agencies.models import AuditEntry, Entity
from agencies.scope import acting_for
from formats.fec import read_fec
from funds.rules.ledger import Account, Kind, Posting
from funds.services.ledger import post
from reports.models import ChartAccount
from tests.billing.make import invoice
from tests.funds.make import receipt
from tests.world import DAY, member

pytestmark = pytest.mark.django_db
MARCH = {"first": "2026-03-01", "last": "2026-03-31"}
UNNAMED = (Posting(Account.BANK, Decimal(1)), Posting(Account.COVER, Decimal(-1)))


@pytest.fixture
def accountant(client, ours):
    with acting_for(ours.pk):
        client.force_login(member("accountant").user)
    client.at = lambda path="": f"/{ours.agency.slug}/office/money/chart/{path}"
    return client


def kept(side):
    with acting_for(side.pk):
        return list(ChartAccount.objects.values_list("account", "number", "label"))


def test_the_accountant_finds_every_account_with_its_number(accountant, ours):
    page = accountant.get(accountant.at(), follow=True)
    numbers = [row.cells[1].text for row in page.context["accounts"].rows]
    assert numbers[:2] == ["550100", "570100"]
    assert "700000" in numbers


def test_an_account_gets_another_number(accountant, ours):
    at = accountant.at(f"{ours.entity.pk}/trust.held/")
    page = accountant.post(at, {"number": "489 500", "label": "Tiers"}, follow=True)
    assert page.redirect_chain
    assert kept(ours) == [("trust.held", "489500", "Tiers")]
    with acting_for(ours.pk):
        said = AuditEntry.objects.get(kind="chart.numbered").detail
    assert said == {"code": "trust.held", "before": "489100", "value": "489500"}


@pytest.mark.parametrize(
    ("account", "number", "says"),
    [
        ("trust.held", "700001", "ni l’un ni l’autre"),
        ("trust.held", "550100", "autre compte"),
        ("own.fees", "400100", "commence par 7"),
        ("own.fees", "7", "6 à 8 chiffres"),
    ],
)
def test_a_number_that_does_not_fit_is_refused_and_says_why(accountant, ours, account, number, says):
    page = accountant.post(accountant.at(f"{ours.entity.pk}/{account}/"), {"number": number, "label": "X"})
    assert page.status_code == 422
    assert says in page.content.decode()
    assert not kept(ours)


def test_an_account_that_no_ledger_has_is_not_there(accountant, ours):
    assert accountant.get(accountant.at(f"{ours.entity.pk}/own.nothing/")).status_code == 404


def test_the_entries_of_a_month_come_as_a_belgian_file(accountant, ours):
    with acting_for(ours.pk):
        receipt(ours.entity, "80.00")
    answer = accountant.get(accountant.at(f"{ours.entity.pk}/entries/"), MARCH)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ecritures-20260301-20260331.csv"'
    assert "BT;1;02/03/2026;202603;550100" in answer.content.decode("utf-8-sig")


def test_a_year_of_the_french_entity_comes_as_its_fec(accountant, ours):
    with acting_for(ours.pk):
        Entity.objects.filter(pk=ours.entity.pk).update(country="FR", enterprise_number="999000003")
        receipt(ours.entity, "80.00")
    days = {"first": "2026-01-01", "last": "2026-12-31"}
    answer = accountant.get(accountant.at(f"{ours.entity.pk}/entries/"), days)
    assert "999000003FEC20261231.txt" in answer.headers["Content-Disposition"]
    assert [row["CompteNum"] for row in read_fec(answer.content)] == ["512100", "471000"]


def test_a_file_that_breaks_a_rule_is_not_handed_out(accountant, ours):
    with acting_for(ours.pk):
        Entity.objects.filter(pk=ours.entity.pk).update(country="FR", enterprise_number="999000003")
        post(entity_id=ours.entity.pk, on=DAY, kind=Kind.RECEIVED, source=" ", lines=UNNAMED)
    page = accountant.get(accountant.at(f"{ours.entity.pk}/entries/"), MARCH)
    assert page.status_code == 409
    assert [row.cells[1].text for row in page.context["faults"].rows] == ["PieceRef", "PieceRef"]


@pytest.mark.parametrize("last", ["2026-02-28", "2027-03-01", ""])
def test_days_that_make_no_period_are_asked_again(accountant, ours, last):
    page = accountant.get(accountant.at(f"{ours.entity.pk}/entries/"), MARCH | {"last": last})
    assert (page.status_code, page.context["form"].is_valid()) == (422, False)


def test_an_invoice_without_an_entry_is_told(accountant, ours, monkeypatch):
    monkeypatch.setattr("office.views.chart.timezone.localdate", lambda: DAY)
    with acting_for(ours.pk):
        made = invoice(ours.contract)
    page = accountant.get(accountant.at(f"{ours.entity.pk}/"))
    assert page.context["unbooked"] == made.label


def test_an_agent_numbers_nothing(agent, ours):
    address = agent.at(f"money/chart/{ours.entity.pk}/own.vat/")
    assert agent.post(address, {"number": "451500", "label": "TVA"}).status_code == 403
    assert not kept(ours)

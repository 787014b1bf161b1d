"""A creditor makes reports of its own: looked at first, kept in versions, ended; PREMIUM alone."""

import pytest

from agencies.scope import acting_for
from clients.models import Contract
from reports.models import Setting, SettingVersion
from tests.reports.make import setting

GIVEN = {"name": "Grands comptes", "rhythm": "weekly", "columns": ["number", "left"], "grouping": "stage"}


@pytest.fixture
def premium(ours):
    with acting_for(ours.pk):
        Contract.objects.filter(pk=ours.contract.pk).update(programme="premium")
    return ours


def kept(ours) -> list[Setting]:
    with acting_for(ours.pk):
        return list(Setting.objects.all())


def new(creditor, ours) -> str:
    return creditor.at(f"reports/settings/new/{ours.contract.pk}/")


def test_looking_keeps_nothing(creditor, premium):
    page = creditor.post(new(creditor, premium), GIVEN | {"do": "look"})
    assert page.status_code == 200
    assert [row.cells[0].text for row in page.context["preview"]["table"].rows] == [str(premium.claim.number)]
    assert kept(premium) == []


def test_a_report_is_kept_and_changed_by_a_version_more(creditor, premium):
    assert creditor.post(new(creditor, premium), GIVEN | {"do": "keep"}).status_code == 302
    (made,) = kept(premium)
    at = creditor.at(f"reports/settings/{made.uid}/")
    assert creditor.post(at, GIVEN | {"do": "keep", "rhythm": "monthly"}).status_code == 302
    with acting_for(premium.pk):
        assert [one.rhythm for one in SettingVersion.objects.order_by("number")] == ["weekly", "monthly"]


def test_it_belongs_to_premium(creditor, ours):
    page = creditor.post(new(creditor, ours), GIVEN | {"do": "keep"})
    assert page.status_code == 409
    assert "PREMIUM" in page.content.decode()
    assert kept(ours) == []


@pytest.mark.parametrize("wrong", [{"least": "9", "most": "8"}, {"columns": []}, {"columns": ["salary"]}, {"name": ""}])
def test_what_cannot_be_is_asked_again(creditor, premium, wrong):
    assert creditor.post(new(creditor, premium), GIVEN | {"do": "keep"} | wrong).status_code == 422
    assert kept(premium) == []


def test_another_creditor_neither_sees_nor_ends_it(stranger, ours):
    with acting_for(ours.pk):
        made = setting(ours.contract)
    assert made.name not in stranger.get(stranger.at("reports/settings/")).content.decode()
    assert stranger.post(stranger.at(f"reports/settings/{made.uid}/end/")).status_code == 404
    assert kept(ours)[0].ended_on is None


def test_ended_it_is_gone_from_the_list(creditor, ours):
    with acting_for(ours.pk):
        made = setting(ours.contract)
    assert creditor.post(creditor.at(f"reports/settings/{made.uid}/end/")).status_code == 302
    assert creditor.get(creditor.at("reports/settings/")).context["table"].rows == []

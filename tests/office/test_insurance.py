"""Credit insurance in the office: policies by managers, deadlines and claims by agents."""

from agencies.scope import acting_for
from amicable.models import InsurancePolicy, InsuredClaim
from tests.portal.test_insurance import given
from tests.world import DAY


def insure(manager, ours) -> InsuredClaim:
    """Our claim under a policy that a manager recorded."""
    page = manager.at(f"creditors/{ours.creditor.number}/insurance/")
    assert manager.post(f"{page}new/", given()).status_code == 302
    assert len(manager.get(page).context["table"].rows) == 1
    with acting_for(ours.pk):
        return InsuredClaim.objects.get()


def test_a_manager_records_a_policy_and_the_deadlines_are_listed(manager, ours):
    insure(manager, ours)
    rows = manager.get(manager.at("insurance/")).context["table"].rows
    assert [row.url for row in rows] == [manager.at(f"claims/{ours.claim.number}/insurance/")]
    assert manager.get(manager.at("insurance/?state=refused")).context["table"].rows == []
    assert len(manager.get(manager.at(f"insurance/?q={ours.claim.number}")).context["table"].rows) == 1


def test_an_agent_sees_policies_and_changes_none(agent, ours):
    page = agent.at(f"creditors/{ours.creditor.number}/insurance/")
    assert agent.get(page).status_code == 200
    assert agent.post(f"{page}new/", given()).status_code == 403
    with acting_for(ours.pk):
        assert not InsurancePolicy.objects.exists()


def test_a_claim_without_a_policy_says_so_and_is_covered_by_hand(manager, ours):
    page = manager.at(f"claims/{ours.claim.number}/insurance/")
    assert manager.get(page).context["form"] is None
    manager.post(manager.at(f"creditors/{ours.creditor.number}/insurance/new/"), given(since="2027-01-01"))
    with acting_for(ours.pk):
        policy = InsurancePolicy.objects.get()
    assert manager.post(page, {"policy": policy.pk}).status_code == 302
    assert manager.get(page).context["facts"]


def test_a_claim_is_declared_from_its_page(manager, ours):
    row = insure(manager, ours)
    page = manager.at(f"claims/{ours.claim.number}/insurance/")
    manager.post(page, {"on": DAY.isoformat(), "amount": "1000", "reference": "S-1"})
    with acting_for(ours.pk):
        row.refresh_from_db()
    assert (row.state, row.declared_on) == ("declared", DAY)
    assert manager.post(f"{page}file/").status_code == 302

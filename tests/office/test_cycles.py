"""Managers write cycles: drafted, checked, seen on a real claim, published, tried, archived."""

import pytest

from agencies.scope import acting_for
from amicable.models import Policy, PolicyVersion, Step
from amicable.services.policies import install, start
from creansys.presets import load, wanted_cycles
from tests.world import NOW

ABOUT = {"starts": "stage", "claims": "all", "customers": "all", "debtors": "", "country": ""}


@pytest.fixture
def policy(ours) -> Policy:
    """The cycle of the first preset, in force."""
    with acting_for(ours.pk):
        install(cycles=wanted_cycles(load("creansys")), at=NOW)
        return Policy.objects.get()


def steps(*rows: dict[str, str]) -> dict[str, str]:
    """What the form of the steps sends."""
    sent = {f"steps-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}
    return ABOUT | sent | {"steps-TOTAL_FORMS": str(len(rows)), "steps-INITIAL_FORMS": "0"}


def versions(side) -> list[tuple[int, str, int]]:
    with acting_for(side.pk):
        return list(PolicyVersion.objects.order_by("number").values_list("number", "state", "share"))


CALL, MAIL = {"act": "call", "day": "0"}, {"act": "email", "day": "5", "tone": "friendly", "minimum": "100,00"}


def test_a_change_is_a_draft_and_the_version_in_force_stays(manager, ours, policy):
    page = manager.post(manager.at(f"settings/cycles/{policy.pk}/edit/"), steps(CALL, MAIL, {"act": ""}))
    assert page.status_code == 200
    assert versions(ours) == [(1, "champion", 100), (2, "draft", 100)]
    with acting_for(ours.pk):
        written = Step.objects.filter(version__number=2).values_list("day", "act", "template", "condition")
        assert list(written) == [(0, "call", "", {}), (5, "email", "reminder", {"minimum": "100.00"})]


def test_reading_the_editor_makes_no_draft(manager, ours, policy):
    assert manager.get(manager.at(f"settings/cycles/{policy.pk}/edit/")).status_code == 200
    assert versions(ours) == [(1, "champion", 100)]


def test_what_is_wrong_is_said_and_stops_publishing(manager, ours, policy):
    after_end = steps({"act": "end", "day": "2"}, {"act": "call", "day": "9"})
    page = manager.post(manager.at(f"settings/cycles/{policy.pk}/edit/"), after_end).content.decode()
    assert "Étape 2" in page
    manager.post(manager.at(f"settings/cycles/{policy.pk}/publish/"), {"share": "100"})
    assert versions(ours)[0] == (1, "champion", 100)


def test_a_published_draft_takes_over(manager, ours, policy):
    manager.post(manager.at(f"settings/cycles/{policy.pk}/edit/"), steps(CALL, MAIL))
    manager.post(manager.at(f"settings/cycles/{policy.pk}/publish/"), {"share": "100"})
    assert versions(ours) == [(1, "retired", 100), (2, "champion", 100)]


def test_a_share_puts_it_on_trial_until_one_is_kept(manager, ours, policy):
    manager.post(manager.at(f"settings/cycles/{policy.pk}/edit/"), steps(CALL, MAIL))
    manager.post(manager.at(f"settings/cycles/{policy.pk}/publish/"), {"share": "20"})
    assert versions(ours) == [(1, "champion", 100), (2, "challenger", 20)]
    assert "20 %" in manager.get(manager.at(f"settings/cycles/{policy.pk}/")).content.decode()
    manager.post(manager.at(f"settings/cycles/{policy.pk}/trial/"), {"winner": "champion"})
    assert versions(ours) == [(1, "champion", 100), (2, "retired", 20)]


def test_the_preview_says_what_when_and_under_which_rule(manager, ours, policy):
    with acting_for(ours.pk):
        type(ours.claim).objects.filter(pk=ours.claim.pk).update(debtor_kind="consumer")
    page = manager.get(manager.at(f"settings/cycles/{policy.pk}/"), {"claim": str(ours.claim.number)}).content.decode()
    assert "CDE art. XIX.9 § 1" in page
    assert "CDE art. XIX.2" in page


def test_an_unknown_claim_is_said(manager, policy):
    page = manager.get(manager.at(f"settings/cycles/{policy.pk}/"), {"claim": "999"}).content.decode()
    assert "Aucune créance ne porte ce numéro" in page or "Aucun dossier ne porte ce numéro" in page


def test_a_new_cycle_starts_empty_and_its_short_name_is_its_own(manager, ours, policy):
    made = manager.post(manager.at("settings/cycles/new/"), {"name": "Été", "code": "ete"})
    assert made.status_code == 302
    again = manager.post(manager.at("settings/cycles/new/"), {"name": "Autre", "code": "amicable"})
    assert again.status_code == 422


def test_an_archived_cycle_takes_no_claim(manager, ours, policy):
    manager.post(manager.at(f"settings/cycles/{policy.pk}/archive/"))
    with acting_for(ours.pk):
        assert Policy.objects.get().archived_on is not None


@pytest.mark.parametrize("act", ["edit", "publish", "trial", "archive"])
def test_a_cycle_of_another_agency_is_not_found_and_stays(manager, made, ours, policy, act):
    with acting_for(made.theirs.pk):
        install(cycles=wanted_cycles(load("creansys")), at=NOW)
        theirs = Policy.objects.get()
    sent = manager.post(manager.at(f"settings/cycles/{theirs.pk}/{act}/"), steps(CALL) | {"share": "100"})
    assert sent.status_code == 404
    assert versions(made.theirs) == [(1, "champion", 100)]


def test_a_cycle_is_renamed_and_tried_first(manager, ours, policy):
    with acting_for(ours.pk):
        other = start(code="other", name="Autre", rank=9, at=NOW)
    page = manager.at(f"settings/cycles/{other.policy_id}/name/")
    assert manager.get(page).context["form"].initial["place"] == 2
    assert manager.post(page, {"name": "D'abord", "place": "1"}).status_code == 302
    with acting_for(ours.pk):
        assert list(Policy.objects.order_by("rank").values_list("name", "rank")) == [("D'abord", 1), (policy.name, 2)]
    assert versions(ours)[0] == (1, "champion", 100)


def test_a_copy_is_a_draft_with_the_same_steps(manager, ours, policy):
    page, given = manager.at(f"settings/cycles/{policy.pk}/copy/"), {"name": "Copie", "code": "copie"}
    assert manager.post(page, given).status_code == 302
    assert manager.post(page, given).status_code == 422
    with acting_for(ours.pk):
        rows = Step.objects.order_by("position").values_list("day", "act", "template", "tone", "condition")
        made = Policy.objects.get(code="copie")
        assert list(rows.filter(version__policy=made)) == list(rows.filter(version__policy=policy))
        assert (made.rank, made.versions.get().state) == (policy.rank + 1, "draft")


def test_an_agent_renames_and_copies_no_cycle(agent, ours, policy):
    for act in ("name", "copy"):
        given = {"name": "Copie", "code": "copie", "place": "1"}
        assert agent.post(agent.at(f"settings/cycles/{policy.pk}/{act}/"), given).status_code == 403
    with acting_for(ours.pk):
        assert list(Policy.objects.values_list("name", flat=True)) == [policy.name]

"""The page of a claim: one story with filters, the debtor's other files, the hour it wishes to be called, its plan."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from agencies.scope import acting_for
from amicable.rules.calls import Call
from amicable.services import queueing, saying
from amicable.services.calling import log_call
from claims.arranging import BARE_ARRANGED
from claims.wording import BARE
from office.views.story import REST, STORIES, STORY
from tests.world import claim, debtor


def page(agent, ours, query=""):
    return agent.get(agent.at(f"claims/{ours.claim.number}/{query}"))


def test_each_kind_of_link_stands_in_one_part_of_the_story():
    placed = [kind for kinds in STORY.values() for kind in kinds]
    assert len(placed) == len(set(placed))
    assert set(placed) <= set(BARE) | set(BARE_ARRANGED)
    assert {*STORY, REST} == set(STORIES)


@pytest.mark.parametrize("part", [*STORIES, "no-such-part"])
def test_the_timeline_keeps_what_is_asked_for(agent, ours, part):
    with acting_for(ours.pk):
        log_call(claim_id=ours.claim.pk, call=Call(outcome="reached"), on=date(2026, 3, 2), at=timezone.now())
    shown = [one.what for one in page(agent, ours, f"?story={part}").context["entries"]]
    assert bool(shown) == (part in ("contact", "no-such-part")) or part == "decisions"


def test_the_debtors_other_files_stand_beside_with_what_is_left(agent, ours):
    with acting_for(ours.pk):
        other = claim(ours.contract, debtor=ours.claim.debtor)
        claim(ours.contract)
    [row] = page(agent, ours).context["others_table"].rows
    assert (row.key, row.cells[1].note) == (str(other.number), "")
    assert "000,00" in row.cells[3].text


@pytest.mark.parametrize(("postcode", "number", "found"), [("1000", "", 1), ("9000", "", 0), ("9000", "0400000000", 1)])
def test_who_seems_to_be_the_same_person_elsewhere_is_named_to_the_agency(agent, ours, postcode, number, found):
    with acting_for(ours.pk):
        who = ours.claim.debtor
        type(who).objects.filter(pk=who.pk).update(name="Maes", enterprise_number="0400000000")
        twin = debtor(ours.other, name="MAES", postcode=postcode, enterprise_number=number)
        claim(ours.others_claim.contract, debtor=twin)
    rows = page(agent, ours).context["others_table"].rows
    assert len(rows) == found
    assert all("MAES" in row.cells[1].note for row in rows)


def test_the_hour_at_which_the_debtor_wishes_to_be_called_is_shown_until_somebody_calls(agent, ours):
    now = timezone.now()
    with acting_for(ours.pk):
        saying.call_back(claim_id=ours.claim.pk, day=timezone.localdate(), when="le matin", at=now)
    assert page(agent, ours).context["call_wished"] == "le matin"
    with acting_for(ours.pk):
        log_call(claim_id=ours.claim.pk, call=Call(outcome="reached"), on=timezone.localdate(), at=now)
    assert page(agent, ours).context["call_wished"] == ""


def test_the_queue_says_so_too(agent, ours):
    with acting_for(ours.pk):
        now = timezone.now()
        saying.call_back(claim_id=ours.claim.pk, day=timezone.localdate(), when="le matin", at=now)
        queueing.refresh(ours.claim.pk, at=now)
    assert "le matin" in agent.get(agent.at("queue/")).content.decode()


def test_a_plan_that_the_debtor_asked_for_fills_the_form(agent, ours):
    now, first_on = timezone.now(), timezone.localdate() + timedelta(days=10)
    with acting_for(ours.pk):
        given = {"number": 4, "first_on": first_on, "said": "Je ne peux pas plus."}
        saying.ask_in_parts(claim_id=ours.claim.pk, on=timezone.localdate(), at=now, **given)
    form = agent.get(agent.at(f"claims/{ours.claim.number}/plan/")).context["form"]
    assert form.initial == {"number": 4, "every": "month", "first_on": first_on}


def test_what_an_outcome_needs_is_not_called_optional(agent, ours):
    said = page(agent, ours).content.decode()
    assert said.count("facultatif") <= 6

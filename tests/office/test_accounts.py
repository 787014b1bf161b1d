"""The account of a creditor in the office: any period, on the page, in a sheet and on paper."""

import pytest

from agencies.scope import acting_for
from funds.services.attributing import Wanted, allocate
from funds.services.remitting import propose
from jobs.models import Job
from tests.funds.make import receipt, run_out
from tests.world import DAY, NOW

YEAR = "?first=2026-01-01&last=2026-12-31"


@pytest.fixture
def held(ours):
    with acting_for(ours.pk):
        got = receipt(ours.entity)
        allocate(receipt_id=got.pk, parts=[Wanted(ours.claim.pk, got.amount)], on=DAY, at=NOW)
    return ours


def at(side, end=""):
    return f"creditors/{side.creditor.number}/money/{end}"


def test_the_account_tells_each_line_and_leads_to_its_file(agent, held):
    page = agent.get(agent.at(at(held, YEAR)))
    _before, line, _after = page.context["table"].rows
    assert line.url == agent.at(f"claims/{held.claim.number}/")
    assert "Paiement d’un débiteur" in page.content.decode()
    assert [figure.value for figure in page.context["figures"]][3].startswith("100,00")


@pytest.mark.parametrize("days", ["?first=2026-02-31&last=x", "?first=2026-12-31&last=2026-01-01"])
def test_days_that_are_none_or_turned_round_are_taken_kindly(agent, held, days):
    assert agent.get(agent.at(at(held, days))).status_code == 200


def test_the_lines_are_taken_home_as_a_sheet(agent, held):
    told = agent.get(agent.at(at(held, f"lines.csv{YEAR}"))).content.decode("utf-8-sig").splitlines()
    assert len(told) == 4
    assert told[2].endswith(";100,00;100,00")


def test_a_paper_is_asked_for_followed_and_of_the_agency_alone(agent, held):
    asked = agent.post(agent.at(at(held, f"paper/{YEAR}")))
    with acting_for(held.pk):
        job = Job.objects.latest("pk")
    assert asked.headers["Location"] == agent.at(f"money/papers/{job.uid}/")
    assert (job.party_id, agent.get(asked.headers["Location"]).status_code) == (None, 200)


def test_a_run_that_may_still_be_withdrawn_has_no_advice(agent, held):
    with acting_for(held.pk, member_id=held.agent.pk):
        line = propose(entity_id=held.entity.pk, on=DAY, at=NOW).lines.get()
    assert agent.get(agent.at(f"money/out/lines/{line.uid}/")).context["main"] is None
    assert agent.post(agent.at(f"money/out/lines/{line.uid}/advice/")).status_code == 404


def test_the_advice_of_a_line_is_asked_for(agent, held):
    with acting_for(held.pk):
        line = run_out(held, 1)
    assert agent.post(agent.at(f"money/out/lines/{line.uid}/advice/")).status_code == 302
    assert agent.post(agent.at(f"money/out/lines/{held.job.uid}/advice/")).status_code == 404

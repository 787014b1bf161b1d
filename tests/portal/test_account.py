"""A creditor's own account with the agency: its own lines alone, on the page, in a sheet and on paper."""

from dataclasses import replace

import pytest

from agencies.scope import acting_for
from funds.services.attributing import Wanted, allocate
from jobs.models import Job
from tests.funds.make import receipt, run_out
from tests.world import DAY, NOW

YEAR = "?first=2026-01-01&last=2026-12-31"


@pytest.fixture
def paid(ours):
    """A payment for us and one for another creditor."""
    with acting_for(ours.pk):
        for claim, amount in ((ours.claim, "100.00"), (ours.others_claim, "70.00")):
            got = receipt(ours.entity, amount)
            allocate(receipt_id=got.pk, parts=[Wanted(claim.pk, got.amount)], on=DAY, at=NOW)
    return ours


def test_a_creditor_reads_its_own_account_and_nobody_elses(creditor, paid):
    page = creditor.get(creditor.at(f"remittances/account/{YEAR}"))
    _before, line, _after = page.context["table"].rows
    assert line.url == creditor.at(f"claims/{paid.claim.number}/")
    assert "70,00" not in page.content.decode()


def test_its_lines_are_taken_home(creditor, paid):
    told = creditor.get(creditor.at(f"remittances/account/lines.csv{YEAR}")).content.decode("utf-8-sig")
    assert f";{paid.claim.number};" in told
    assert f";{paid.others_claim.number};" not in told


@pytest.mark.parametrize("asked", ["account/paper/", "{line}/advice/"])
def test_a_paper_is_kept_for_the_creditor_that_asked(creditor, paid, asked):
    with acting_for(paid.pk):
        line = run_out(paid, 1)
    answer = creditor.post(creditor.at(f"remittances/{asked.format(line=line.uid)}"))
    with acting_for(paid.pk):
        job = Job.objects.latest("pk")
    assert (answer.headers["Location"], job.party_id) == (
        creditor.at(f"remittances/papers/{job.uid}/"), paid.creditor.party_id,
    )  # fmt: skip
    assert creditor.get(answer.headers["Location"]).status_code == 200


def test_the_advice_of_anothers_remittance_is_not_there(creditor, paid):
    with acting_for(paid.pk):
        line = run_out(replace(paid, claim=paid.others_claim), 1)
    assert creditor.post(creditor.at(f"remittances/{line.uid}/advice/")).status_code == 404

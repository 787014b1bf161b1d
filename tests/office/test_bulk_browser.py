"""In a browser, in French: an agent puts several files on hold at once, sees what it would do, and takes it back."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agencies.scope import acting_for
from amicable.tasks import act_on_many
from claims.models import Claim, Hold
from deploy.local.system import chromium
from jobs.models import Job
from tests.browsing import browser, fits
from tests.world import Side, claim, world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_commits,
    pytest.mark.skipif(not chromium(), reason="no chromium: this story was not told"),
]


@pytest.fixture
def side(transactional_db, monkeypatch) -> Side:
    """Our agency, with four open files and one that was paid."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread, beside our queries
    made, on = world().ours, timezone.localdate()
    with acting_for(made.pk):
        claim(made.contract)
        claim(made.contract)
        claim(made.contract, stage="closed", closed_on=on, closed_as="paid")
    return made


def ticked(page: Page, side: Side) -> None:
    """All files of the list are ticked, and what putting them on hold would do is shown."""
    page.goto(f"/{side.agency.slug}/office/claims/")
    page.locator("[data-select-all]").check()
    page.get_by_role("button", name="Suspendre").click()
    expect(page.locator(".consequences")).to_contain_text("4")
    expect(page.locator("table tbody tr")).to_contain_text("le dossier est clos")
    assert (resting(side), fits(page)) == (0, True)


def done(page: Page, side: Side) -> None:
    """The agent says why; a worker does it."""
    page.get_by_label("Motif").fill("Le créancier vérifie ses comptes.")
    page.get_by_role("button", name="Suspendre").click()
    expect(page.locator("h1")).to_be_visible()
    with acting_for(side.pk):
        job = Job.objects.get(kind="bulk")
        numbers = list(Claim.objects.order_by("number").values_list("number", flat=True))
    given = {"kind": "creditor_asked", "reason": "Le créancier vérifie ses comptes."}
    act_on_many(agency_id=side.pk, job_id=job.pk, act="hold", numbers=numbers, given=given)
    page.reload()
    expect(page.locator("main")).to_contain_text("Fait pour 4 dossiers.")
    assert (resting(side), fits(page)) == (4, True)


def resting(side: Side) -> int:
    with acting_for(side.pk):
        return Hold.objects.filter(ended_on=None).count()


def test_many_files_rest_at_once_and_go_on_again(live_server, side, french):
    with browser(live_server.url, side.agent) as page:
        ticked(page, side)
        done(page, side)
        page.get_by_role("button", name="Annuler").click()
        expect(page.locator(".toast").first).to_be_visible()
        assert resting(side) == 0

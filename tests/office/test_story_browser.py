"""In a real browser against a real server: an agent reviews a list that arrived and gives its letters to the post."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from agencies.scope import acting_for
from claims import tasks
from claims.models import Import
from claims.services import handing
from clients.services import grant_paynow
from creansys.tick import tick
from deploy.local.system import chromium
from messaging.models import Message
from tests.browsing import browser, fits
from tests.portal.test_story_browser import file
from tests.world import NOW, Side, terms, world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_commits,
    pytest.mark.skipif(not chromium(), reason="no chromium: this story was not told"),
]


@pytest.fixture
def side(transactional_db) -> Side:
    """Our agency; its creditor has signed a list with one good row and three bad ones, whose letter is printed."""
    made = world().ours
    with acting_for(made.pk, member_id=made.creditor_member.pk):
        terms(made.creditor)
        grant_paynow(party_id=made.creditor.party_id, quantity=3, source="test", at=NOW)
        kept = handing.receive(data=file(), name="liste.csv", party_id=made.creditor.party_id)
        job = handing.sign(file=kept, contract=made.contract, name="Anne Maes", at=timezone.now())
    ids = {"job_id": job.pk, "file_id": kept.pk, "contract_id": made.contract.pk}
    tasks.import_signed(agency_id=made.pk, name="Anne Maes", **ids)
    tick(made.pk, timezone.localdate())
    return made


@pytest.fixture
def page(live_server, side, monkeypatch):
    """A browser signed in as an agent, in French."""
    # the browser's loop runs in this thread, beside the tests' own queries
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with browser(live_server.url, side.agent) as opened:
        yield opened


def test_an_agent_reviews_a_list_and_hands_its_letters_to_the_post(page, side, french):
    page.goto(f"/{side.agency.slug}/office/")
    page.get_by_role("link", name="Listes").click()
    page.get_by_role("link", name="liste.csv").click()
    expect(page.locator("table tbody tr")).to_have_count(3)
    expect(page.locator("table")).to_contain_text("31/02/2026")
    assert fits(page)
    with page.expect_download() as come:
        page.get_by_role("link", name="Télécharger les lignes refusées").click()
    assert come.value.path().read_bytes().count(b"P-") == 3

    page.get_by_role("link", name="Lettres à poster").click()
    page.locator(".row-link").first.click()
    expect(page.locator("table").last).to_contain_text("Brasserie des Quais SRL")
    assert fits(page)
    page.get_by_role("link", name="Remettre à la poste").click()
    expect(page.locator(".consequences")).to_contain_text("1")
    page.get_by_role("button").last.click()
    expect(page.locator("h1")).to_contain_text("postée le")
    with acting_for(side.pk):
        assert list(Message.objects.filter(channel="letter").values_list("state", flat=True)) == ["sent"]
        assert Import.objects.latest("pk").refused == 3

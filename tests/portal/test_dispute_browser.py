"""In a browser, in French: an agent records a dispute, the creditor answers it, the agent decides and says why."""

import pytest
from playwright.sync_api import expect

from agencies.scope import acting_for
from amicable.models import Confirmation, Dispute
from claims.models import Hold
from deploy.local.system import chromium
from tests.browsing import browser, fits
from tests.world import Side, world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_commits,
    pytest.mark.skipif(not chromium(), reason="no chromium: this story was not told"),
]


@pytest.fixture
def side(transactional_db, monkeypatch) -> Side:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread, beside our queries
    return world().ours


def claim(side: Side, face: str) -> str:
    return f"/{side.agency.slug}/{face}/claims/{side.claim.number}/"


def recorded(page, side: Side) -> None:
    """The agent writes down what the debtor says."""
    page.goto(claim(side, "office"))
    page.get_by_role("link", name="Enregistrer une contestation").click()
    page.get_by_label("Dans les termes de qui conteste").fill("La machine fuit depuis le premier jour.")
    page.get_by_role("button", name="Enregistrer une contestation").click()
    expect(page.locator("#arranged")).to_contain_text("Contestation")
    assert fits(page)


def answered(page, side: Side) -> None:
    """The creditor finds the question on its home page and answers it."""
    page.goto(f"/{side.agency.slug}/portal/")
    expect(page.locator("main")).to_contain_text("1 question vous attend")
    page.get_by_role("link", name=str(side.claim.number), exact=True).first.click()
    expect(page.locator("main")).to_contain_text("La machine fuit")
    page.get_by_label("Le débiteur a tort").check()
    page.get_by_label("Vos motifs").fill("Le procès-verbal de réception est signé sans réserve.")
    page.get_by_role("button", name="Envoyer ma réponse").click()
    expect(page.locator("main")).to_contain_text("Le créancier a répondu à la contestation")
    assert fits(page)


def decided(page, side: Side) -> None:
    """The agent reads the answer on today's page, and decides."""
    page.goto(f"/{side.agency.slug}/office/")
    page.locator("#arranged").get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("signé sans réserve")
    page.get_by_label("Décision").select_option("rejected")
    page.get_by_label("Motifs").fill("La réception est signée sans réserve.")
    page.get_by_role("button", name="Décider").click()
    expect(page.locator("main")).to_contain_text("Contestation tranchée")


def test_a_dispute_goes_from_the_debtor_to_a_reasoned_decision(live_server, side, french):
    with browser(live_server.url, side.agent) as agent:
        recorded(agent, side)
    with browser(live_server.url, side.creditor_member) as creditor:
        answered(creditor, side)
    with browser(live_server.url, side.agent) as agent:
        decided(agent, side)
    with acting_for(side.pk):
        assert Dispute.objects.get().state == "rejected"
        assert not Hold.objects.filter(ended_on=None).exists()
        assert Confirmation.objects.filter(kind="dispute_decided").exists()

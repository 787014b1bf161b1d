"""In a browser, in French: a creditor writes, an agent finds it on today's page and answers, the creditor reads."""

from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Page, expect, sync_playwright

from agencies.models import Member
from deploy.local.system import chromium
from tests.world import Side, world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_commits,
    pytest.mark.skipif(not chromium(), reason="no chromium: this story was not told"),
]


@pytest.fixture
def side(transactional_db) -> Side:
    return world().ours


@pytest.fixture
def seat(live_server, side, monkeypatch) -> Iterator:
    """`seat(member)` is a page of a browser that this member is signed in with."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread, beside our queries
    with sync_playwright() as play:
        chrome = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])

        def signed_in(member: Member) -> Page:
            client = Client()
            client.force_login(member.user)
            context = chrome.new_context(
                base_url=live_server.url, locale="fr-BE", viewport={"width": 1280, "height": 900}
            )
            session = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
            return context.new_page()

        yield signed_in
        chrome.close()


def test_a_question_is_answered(seat, side, french):
    portal, office = (f"/{side.agency.slug}/{face}" for face in ("portal", "office"))
    creditor, agent = seat(side.creditor_member), seat(side.agent)

    creditor.goto(f"{portal}/claims/{side.claim.number}/")
    creditor.get_by_label("Votre message").fill("Le débiteur dit avoir payé hier. Que faire ?")
    creditor.get_by_role("button", name="Envoyer le message").click()
    expect(creditor.locator("#notes .said.mine")).to_contain_text("payé hier")

    agent.goto(f"{office}/")
    expect(agent.locator(".figure", has_text="Créanciers sans réponse")).to_contain_text("1")
    agent.locator("#notes").get_by_role("link").first.click()
    expect(agent.locator("#notes .said")).to_contain_text("nouveau")
    agent.get_by_label("Votre message").fill("Déclarez le paiement ici : nous arrêtons tout.")
    agent.get_by_role("button", name="Envoyer le message").click()
    expect(agent.locator("#notes .said.mine")).to_contain_text("nous arrêtons tout")
    agent.goto(f"{office}/")
    expect(agent.locator("#notes")).to_have_count(0)

    creditor.goto(f"{portal}/")
    expect(creditor.locator("main")).to_contain_text("1 nouveau message de l’agence")
    creditor.get_by_role("link", name=str(side.claim.number), exact=True).first.click()
    expect(creditor.locator("#notes .said").nth(1)).to_contain_text("nous arrêtons tout")
    assert creditor.evaluate("document.documentElement.scrollWidth <= innerWidth")

"""In a real browser: a creditor buys a pack, sees the price before, and the count change after."""

import pytest
from playwright.sync_api import expect

from agencies.scope import acting_for
from deploy.local.system import chromium
from tests.billing.make import tariff
from tests.browsing import browser, fits
from tests.world import Side, world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_commits,
    pytest.mark.skipif(not chromium(), reason="no chromium: this story was not told"),
]


@pytest.fixture
def side(transactional_db) -> Side:
    made = world().ours
    with acting_for(made.pk):
        tariff()
    return made


@pytest.fixture
def page(live_server, side, monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with browser(live_server.url, side.creditor_member) as opened:
        yield opened


def test_a_creditor_buys_a_pack_and_sees_the_count_change(page, side):
    page.goto(f"/{side.agency.slug}/portal/contract/")
    stock = page.locator(".figure", has_text="PAYNOW restants")
    expect(stock).to_contain_text("0")
    page.get_by_role("link", name="Forfait annuel de 25 PAYNOW").click()
    expect(page.locator("main")).to_contain_text("211,75")
    assert fits(page)
    page.get_by_label("Je commande ces PAYNOW").check()
    page.get_by_role("button", name="Commander").dblclick()
    expect(stock).to_contain_text("25")

"""In a real browser: a debtor on a telephone, in Dutch, pays with Bancontact at the provider's page and is back."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Page, expect

from agencies.scope import acting_for
from claims.models import Credit
from deploy.local import payments
from deploy.local.system import chromium
from funds.models import OnlinePayment
from tests.funds.online import providing
from tests.portal.test_debtor_browser import opened, page, side

__all__ = ["page", "side"]  # fixtures
pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_commits,
    pytest.mark.skipif(not chromium(), reason="no chromium: this story was not told"),
]
CALLS = payments._changed


@pytest.fixture
def there(settings, monkeypatch, tmp_path, live_server) -> Iterator[None]:
    """The provider, which calls the site as a real one does."""
    cache.clear()
    settings.PUBLIC_URL = live_server.url
    with providing(settings, monkeypatch, tmp_path):
        monkeypatch.setattr(payments, "_changed", CALLS)
        yield


def to_the_provider(page: Page, amount: str) -> None:
    page.get_by_role("link", name="Hoe betalen").click()
    page.get_by_label("Een ander bedrag").check()
    page.get_by_label("Het bedrag, als het een ander is").fill(amount)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert not found, [hit["id"] for hit in found]
    page.get_by_role("button", name="Betalen met Bancontact").click()
    expect(page.locator("h1")).to_have_text("Proefbetaling")


def test_a_debtor_pays_with_bancontact_in_dutch_on_a_telephone(there, page, side):
    opened(page, side)
    to_the_provider(page, "250,00")
    page.get_by_role("button", name="Betalen").click()
    expect(page.locator("h1")).to_have_text("Wij hebben uw betaling ontvangen")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with acting_for(side.pk):
        assert (OnlinePayment.objects.get().method, str(Credit.objects.get().amount)) == ("bancontact", "250.00")
    page.get_by_role("link", name="Terug naar mijn dossier").click()
    expect(page.locator("h1")).to_contain_text("Uw dossier")


def test_refused_nothing_was_taken_and_the_way_back_is_there(there, page, side):
    opened(page, side)
    to_the_provider(page, "100,00")
    page.get_by_role("button", name="Weigeren").click()
    expect(page.locator("h1")).to_have_text("Uw betaling is niet gelukt")
    page.get_by_role("link", name="Anders betalen").click()
    expect(page.get_by_role("button", name="Betalen met kaart")).to_be_visible()
    with acting_for(side.pk):
        assert not Credit.objects.exists()

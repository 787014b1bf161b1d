"""In a real browser: a debtor on a telephone, in Dutch, asks to pay in parts; axe finds nothing that hinders."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Page, expect, sync_playwright

from agencies.scope import acting_for
from amicable.models import Plan
from claims.models import Event
from deploy.local.system import chromium
from tests.portal.debtors import invoice_of, link_to
from tests.world import Side, terms, world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_commits,
    pytest.mark.skipif(not chromium(), reason="no chromium: this story was not told"),
]
PHONE = {"width": 320, "height": 640}
PAGES = (
    "",
    "why/",
    "pay/",
    "who/",
    "rights/",
    "object/",
    "paid/",
    "plan/",
    "papers/",
    "call/",
    "details/",
    "ways/",
    "done/plan/",
)


@pytest.fixture
def side(transactional_db) -> Side:
    cache.clear()
    made = world().ours
    with acting_for(made.pk):
        terms(made.creditor)
    return made


@pytest.fixture
def page(live_server, side, monkeypatch, french) -> Iterator[Page]:
    """A telephone that speaks Dutch."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as play:
        chrome = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        context = chrome.new_context(base_url=live_server.url, locale="nl-BE", viewport=PHONE)
        yield context.new_page()
        chrome.close()


def opened(page: Page, side: Side) -> None:
    page.goto(link_to(side))
    page.get_by_label("Factuurnummer of klantnummer").fill(invoice_of(side))
    page.get_by_role("button", name="Mijn dossier openen").click()


def test_a_debtor_asks_for_a_plan_in_dutch_on_a_telephone(page, side):
    opened(page, side)
    expect(page.locator("h1")).to_contain_text("Uw dossier")
    page.get_by_role("link", name="Ik wil in delen betalen").click()
    page.get_by_role("button", name="Verder").click()
    page.get_by_text("per maand, 4 keer").click()
    page.get_by_label("Iets wat wij moeten weten").fill("Ik ben mijn werk kwijt.")
    page.get_by_role("button", name="Dit plan vragen").click()
    expect(page.locator("h1")).to_have_text("Wij hebben uw vraag om in delen te betalen")
    with acting_for(side.pk):
        assert Plan.objects.get().said.endswith("Ik ben mijn werk kwijt.")
        assert Event.objects.filter(kind="acknowledged").count() == 1


def test_its_pages_fit_a_telephone_and_hinder_nobody(page, side):
    opened(page, side)
    home, wrong = page.url, []
    for one in (*(home + page for page in PAGES), link_to(side), link_to(side) + "code/"):
        page.goto(one)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), one
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        wrong += [f"{one} {hit['id']}: {hit['nodes'][0]['html'][:90]}" for hit in found]
    assert not wrong, "\n".join(wrong)

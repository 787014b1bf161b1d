"""In a real browser, without a server: the test client answers what the page asks for, policy header included."""

import mimetypes
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import sync_playwright

from deploy.local.system import chromium

SITE = "http://localhost"  # an origin browsers trust without TLS
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
GUIDE = ["/styleguide/", "/styleguide/portail/", "/styleguide/public/", "/styleguide/erreur/404/"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not chromium(), reason="no chromium: these pages were not looked at"),
]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as play:
        chrome = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield chrome
        chrome.close()


@pytest.fixture
def visit(browser, shown):
    """Open a path at a width; the page keeps what the browser complained about in `complaints`."""
    contexts = []

    def go(path, width=1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on(
            "console", lambda said: page.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.route("**/*", answer)
        page.goto(SITE + path)
        return page

    yield go
    for context in contexts:
        context.close()


def answer(route):
    path = route.request.url.removeprefix(SITE).split("?")[0]
    if path.startswith("/static/"):
        found = Path(finders.find(path.removeprefix("/static/")))
        kind = mimetypes.guess_type(found)[0].replace("application/javascript", "text/javascript")
        return route.fulfill(body=found.read_bytes(), content_type=kind)
    told = Client().get(path, SERVER_NAME="localhost")
    return route.fulfill(status=told.status_code, headers=dict(told.headers), body=told.content)


@pytest.mark.parametrize("width", [320, 768, 1440])
@pytest.mark.parametrize("path", GUIDE)
def test_nothing_overflows_and_the_policy_holds(visit, path, width):
    page = visit(path, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_device_chooses_and_the_reader_may_choose_otherwise(visit, scheme):
    page = visit("/styleguide/", color_scheme=scheme)
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == {"light": "rgb(251, 251, 249)", "dark": "rgb(18, 24, 26)"}[scheme]
    page.locator("details.menu.end summary").click()
    page.get_by_role("button", name="Sombre").click()
    page.reload()
    assert page.evaluate(paper) == "rgb(18, 24, 26)"


def test_the_keys_lead_where_the_help_says(visit):
    page = visit("/styleguide/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.locator("h1").first.click()
    page.keyboard.press("?")
    assert page.locator("#keyboard").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.type("gf")
    assert page.evaluate("location.hash") == "#fonds"


def test_numbers_are_tidied_and_checked_when_left(visit):
    page = visit("/styleguide/")
    for field, typed in {"amount": "1234567,5", "iban": "be71096123456769", "vat": "0403170701"}.items():
        page.fill(f"#id_{field}", typed)
    page.focus("#id_creditor")
    values = [page.input_value(f"#id_{field}") for field in ("amount", "iban", "vat")]
    assert values == ["1\u202f234\u202f567,50", "BE71 0961 2345 6769", "BE 0403.170.701"]
    page.fill("#id_iban", "BE71096123456768")
    page.focus("#id_creditor")
    assert "IBAN" in page.locator("[data-said-here]").inner_text()


def test_rows_ticked_are_counted(visit):
    page = visit("/styleguide/")
    assert page.locator(".bulk").is_hidden()
    page.locator("input[name=row]").first.check()
    assert page.locator("[data-select-count]").inner_text() == "1 ligne choisie"
    page.locator("[data-select-all]").check()
    assert page.locator("[data-select-count]").inner_text() == "5 lignes choisies"


def test_the_dialog_opens_over_the_page_and_gives_the_focus_back(visit):
    page = visit("/styleguide/")
    opener = page.locator("#dossier a[data-dialog]")
    opener.click()
    assert page.locator("#confirmer-envoi:modal").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#confirmer-envoi").is_hidden()
    assert page.evaluate("document.activeElement.hash") == "#confirmer-envoi"


def test_without_scripts_the_dialog_is_a_section_and_lists_still_act(visit):
    page = visit("/styleguide/#confirmer-envoi", java_script_enabled=False)
    assert page.locator("#confirmer-envoi").is_visible()
    assert page.locator(".bulk").is_visible()
    assert page.locator("[data-density]").is_hidden()


def test_on_a_phone_each_figure_keeps_its_name(visit):
    page = visit("/styleguide/", 320)
    cell = page.locator("td[data-label='Reste dû']").first
    assert page.locator(".ledger.cards").first.evaluate("table => getComputedStyle(table).display") == "block"
    assert cell.evaluate("td => getComputedStyle(td, '::before').content") == '"Reste dû"'

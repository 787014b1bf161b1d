"""In a browser: the accountant numbers an account and downloads the entries; a manager agrees on another order."""

from decimal import Decimal as D
from pathlib import Path

import pytest
from playwright.sync_api import expect

from agencies.scope import acting_for
from claims.services.lifecycle import credit
from deploy.local.system import chromium
from formats.belgian_entries import read_entries
from tests.browsing import browser, fits
from tests.funds.make import receipt
from tests.world import DAY, NOW, member, world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_commits,
    pytest.mark.skipif(not chromium(), reason="no chromium: this story was not told"),
]


@pytest.fixture
def side(transactional_db, monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread, beside our queries
    return world().ours


def test_the_accountant_numbers_an_account_and_downloads_the_entries(live_server, side, french):
    with acting_for(side.pk):
        receipt(side.entity, "80.00")
        accountant = member("accountant")
    with browser(live_server.url, accountant) as page:
        page.goto(f"/{side.agency.slug}/office/money/books/")
        page.get_by_role("link", name="Plan comptable").click()
        page.get_by_role("link", name="Tiers · À attribuer").click()
        page.get_by_label("Numéro de compte").fill("499777")
        page.get_by_role("button", name="Enregistrer ce numéro").click()
        expect(page.get_by_role("row", name="Tiers · À attribuer")).to_contain_text("499777")
        assert fits(page)
        page.get_by_label("Dès le").fill("2026-03-01")
        page.get_by_label("Jusqu’au (inclus)").fill("2026-03-31")
        with page.expect_download() as coming:
            page.get_by_role("button", name="Télécharger les écritures").click()
        rows = read_entries(Path(coming.value.path()).read_bytes())
    assert [(row["Account"], row["Debit"], row["Credit"]) for row in rows] == [
        ("550100", "80,00", "0,00"),
        ("499777", "0,00", "80,00"),
    ]


def test_a_manager_shares_a_payment_out_as_agreed(live_server, side, french):
    with acting_for(side.pk):
        given = {"kind": "payment", "value_on": DAY, "amount": D("500.00"), "source": "t", "at": NOW}
        credit(claim_id=side.claim.pk, **given)
    with browser(live_server.url, side.manager) as page:
        page.goto(f"/{side.agency.slug}/office/claims/{side.claim.number}/")
        page.get_by_role("link", name="Imputation des paiements").click()
        assert fits(page)
        page.locator(".row-link").first.click()
        page.get_by_label("Principal, intérêts, clause pénale").check()
        page.get_by_label("Pourquoi").fill("Courrier du créancier")
        assert fits(page)
        page.get_by_role("button", name="Imputer dans cet ordre").click()
        expect(page.locator("table").first).to_contain_text("Principal, intérêts, clause pénale")

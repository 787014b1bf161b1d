"""In a browser, in French: an accountant opens a month, takes its papers home, and closes it for good."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from agencies.models import Member
from agencies.scope import acting_for
from deploy.local.system import chromium
from funds.models import ClosedMonth
from jobs.models import Job
from reports.models import Closing
from reports.tasks import keep_month, write_month
from tests.browsing import browser, fits
from tests.funds.make import receipt
from tests.world import Side, member, world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_commits,
    pytest.mark.skipif(not chromium(), reason="no chromium: this story was not told"),
]


@pytest.fixture
def side(transactional_db, monkeypatch) -> Side:
    """Our agency, in whose trust 80.00 came in March."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread, beside our queries
    made = world().ours
    with acting_for(made.pk):
        receipt(made.entity, "80.00", on=date(2026, 3, 5))
    return made


@pytest.fixture
def accountant(side) -> Member:
    with acting_for(side.pk):
        return member("accountant")


def received(data: bytes) -> Decimal:
    """What the sheet of receipts adds up to."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        book = load_workbook(io.BytesIO(archive.read("2026-03-mois.xlsx")))
    return sum(
        (Decimal(str(row[-1])) for row in book["Encaissements"].iter_rows(min_row=2, values_only=True)), Decimal(0)
    )


def downloaded(page: Page) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Télécharger les pièces").click()
    return waiting.value.path().read_bytes()


def opened(page: Page, side: Side) -> None:
    """From the navigation to the list, from there to the month."""
    page.goto(f"/{side.agency.slug}/office/")
    page.get_by_role("link", name="Mois comptables").first.click()
    page.goto(f"{page.url}?year=2026")
    assert fits(page)
    page.get_by_role("link", name="Mars 2026").click()
    expect(page.locator(".figures-row")).to_contain_text("80,00")
    assert fits(page)


def taken_home(page: Page, side: Side) -> None:
    """The papers are asked for, written by a worker, and say what the page says."""
    page.get_by_role("button", name="Pièces en l’état").click()
    expect(page.locator("h1")).to_contain_text("Pièces du mois")
    with acting_for(side.pk):
        job = Job.objects.get(kind="month")
    write_month(agency_id=side.pk, job_id=job.pk, entity_id=side.entity.pk, month="2026-03")
    page.reload()
    assert (received(downloaded(page)), fits(page)) == (Decimal(80), True)


def closed(page: Page, side: Side) -> None:
    """The consequences are told first; then the month is closed, once."""
    page.goto(f"/{side.agency.slug}/office/money/months/{side.entity.pk}/2026-03/close/")
    expect(page.locator(".consequences")).to_contain_text("Encaissements à attribuer")
    assert fits(page)
    second = page.context.new_page()
    second.goto(page.url)
    page.get_by_role("button", name="Clôturer définitivement").click()
    expect(page.locator(".toast").first).to_contain_text("clôturé")
    second.get_by_role("button", name="Clôturer définitivement").click()
    expect(second.locator("main")).to_contain_text("Ce mois est déjà clôturé.")
    second.close()


def test_a_month_is_taken_home_and_closed(live_server, side, accountant, french):
    with browser(live_server.url, accountant) as page:
        opened(page, side)
        taken_home(page, side)
        closed(page, side)
        with acting_for(side.pk):
            assert ClosedMonth.objects.count() == 1
            key = Closing.objects.get().pk
        keep_month(agency_id=side.pk, closing_id=key)
        page.reload()
        assert (received(downloaded(page)), fits(page)) == (Decimal(80), True)

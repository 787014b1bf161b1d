"""In a browser, in French: an agent prints the route sheet of a day, and enters a result on a telephone at the door."""

import io

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from agencies.scope import acting_for
from amicable.models import Action
from amicable.services import touring
from claims.models import Claim, Debtor, Document, Event
from deploy.local.system import chromium
from jobs.models import Job
from tests.browsing import browser, fits
from tests.world import Side, world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_commits,
    pytest.mark.skipif(not chromium(), reason="no chromium: this story was not told"),
]


@pytest.fixture
def side(transactional_db, monkeypatch) -> Side:
    """Our agency, with two visits due that the guard allows: a consumer in Brussels, a business in Mons."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread, beside our queries
    monkeypatch.setattr(touring.guard, "ask", lambda *_args, **_given: None)
    made, now, on = world().ours, timezone.now(), timezone.localdate()
    with acting_for(made.pk):
        Claim.objects.filter(pk=made.claim.pk).update(debtor_kind="consumer", stage="amicable")
        Debtor.objects.filter(pk=made.others_claim.debtor_id).update(postcode="7000", city="Mons")
        for one in (made.others_claim, made.claim):
            given = {"act": "visit", "planned_on": on, "on": on, "made_at": now, "debtor_id": one.debtor_id}
            Action.objects.create(claim=one, party_id=one.party_id, **given)
    return made


def printed(page: Page, side: Side) -> list[str]:
    """The agent asks for the sheet, a worker writes it, the agent opens it: what each page of it says."""
    page.goto(f"/{side.agency.slug}/office/visits/")
    expect(page.locator("table caption").first).to_contain_text("1000 Bruxelles")
    assert fits(page)
    page.get_by_role("link", name="Imprimer une feuille de route").click()
    page.get_by_role("button", name="La rédiger").click()
    expect(page.locator("h1")).to_contain_text("Feuille de route")
    with acting_for(side.pk):
        job = Job.objects.get(kind="tour")
        touring.draw(job=job, on=timezone.localdate(), of_id=side.agent.pk, language="fr", at=timezone.now())
    page.reload()
    assert fits(page)
    told = page.request.get(page.get_by_role("link", name="Ouvrir la feuille de route (PDF)").get_attribute("href"))
    paper = PdfReader(io.BytesIO(told.body()))
    return [" ".join(one.extract_text().split()) for one in paper.pages]


def entered(page: Page, side: Side) -> None:
    """At the door, on a telephone."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"/{side.agency.slug}/office/visits/")
    page.locator(".row-link").first.click()
    expect(page.locator("main")).to_contain_text("document à remettre à la porte")
    page.get_by_label("refuse de payer").check()
    page.get_by_label("Le document a été remis avant toute chose").check()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Noter la visite").click()
    expect(page.locator(".toast").first).to_contain_text("La visite est notée")


def test_a_route_sheet_is_printed_and_the_visit_told_from_the_door(live_server, side, french):
    with browser(live_server.url, side.agent) as page:
        sheet, document = printed(page, side)
        assert sheet.index("1000 Bruxelles") < sheet.index("7000 Mons")
        assert "Ceci est une démarche de recouvrement amiable" in document
        entered(page, side)
    with acting_for(side.pk):
        assert Action.objects.get(claim=side.claim).outcome == "refuses"
        assert Document.objects.filter(claim=side.claim).count() == 1
        assert set(Event.objects.filter(claim=side.claim).values_list("kind", flat=True)) >= {"visited", "handed"}

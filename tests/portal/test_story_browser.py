"""In a real browser against a real server: from a file with three mistakes to the letter that it became."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect, sync_playwright

from agencies.scope import acting_for
from claims import tasks
from clients.models import Contract
from clients.services import grant_paynow
from creansys.tick import tick
from deploy.local.system import chromium
from jobs.models import Job
from tests.world import NOW, Side, terms, world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_commits,
    pytest.mark.skipif(not chromium(), reason="no chromium: this story was not told"),
]
HEAD = "N° facture;Client;N° entreprise;Rue;Code postal;Ville;Pays;Date facture;Échéance;Solde dû"


def file() -> bytes:
    """One good row; a date that does not exist, a debtor without a name, an amount in words."""
    today = timezone.localdate()
    issued, due = (f"{today - timedelta(days=days):%d/%m/%Y}" for days in (90, 60))
    rows = [
        f"P-1;Brasserie des Quais SRL;0403170701;Quai 4;7500;Tournai;Belgique;{issued};{due};250,00",
        f"P-2;Café du Marché;;Rue 1;7000;Mons;Belgique;{issued};31/02/2026;90,00",
        f"P-3;;;Rue 2;7000;Mons;Belgique;{issued};{due};40,00",
        f"P-4;Taverne;;Rue 3;7000;Mons;Belgique;{issued};{due};cent euros",
    ]
    return "\n".join([HEAD, *rows]).encode()


@pytest.fixture
def side(transactional_db) -> Side:
    made = world().ours
    with acting_for(made.pk):
        terms(made.creditor)
        grant_paynow(party_id=made.creditor.party_id, quantity=3, source="test", at=NOW)
    return made


@pytest.fixture
def page(live_server, side, monkeypatch):
    """A browser signed in as our creditor, in French."""
    monkeypatch.setenv(
        "DJANGO_ALLOW_ASYNC_UNSAFE", "1"
    )  # the browser's loop runs in this thread, beside the tests' own queries
    client = Client()
    client.force_login(side.creditor_member.user)
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    with sync_playwright() as play:
        chrome = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        context = chrome.new_context(base_url=live_server.url, locale="fr-BE")
        context.add_cookies([session])
        yield context.new_page()
        chrome.close()


def test_from_a_file_with_mistakes_to_the_letter(page, side, french):
    page.goto(f"/{side.agency.slug}/portal/")
    page.get_by_role("link", name="Confier des factures").click()
    page.set_input_files("input[type=file]", {"name": "liste.csv", "mimeType": "text/csv", "buffer": file()})
    page.get_by_role("button", name="Vérifier le fichier").click()

    expect(page.locator("#rows tbody tr")).to_have_count(3)
    expect(page.locator("#rows")).to_contain_text("31/02/2026")
    page.get_by_label("Prénom et nom du signataire").fill("Anne Maes")
    page.get_by_label("Je donne l’ordre").check()
    page.get_by_role("button", name="Signer et confier").click()
    page.wait_for_url("**/jobs/**")

    work(side)
    page.wait_for_url("**/lists/**")
    expect(page.locator(".figure").first).to_contain_text("1")
    page.locator("a.figure").first.click()
    page.get_by_role("link", name="20", exact=False).first.click()

    expect(page.locator("h1")).to_contain_text("Brasserie des Quais SRL")
    page.get_by_text("Intérêts de retard").click()
    expect(page.locator(".because .source").first).to_be_visible()
    letter = page.get_by_role("link", name="PAYNOW (PDF)").get_attribute("href")
    assert page.request.get(letter).body().startswith(b"%PDF")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def work(side: Side) -> None:
    """What the workers do meanwhile: load the list, write the letter."""
    with acting_for(side.pk):
        job = Job.objects.exclude(pk=side.job.pk).get()
        contract = Contract.objects.get(pk=side.contract.pk)
    file_id = int(job.kind.partition(":")[2])
    tasks.import_signed(agency_id=side.pk, job_id=job.pk, file_id=file_id, contract_id=contract.pk, name="Anne Maes")
    tick(side.pk, timezone.localdate())

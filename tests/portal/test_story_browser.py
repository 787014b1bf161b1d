"""In a real browser against a real server: from a file with three mistakes to the letter that it became."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from agencies.scope import acting_for
from claims import tasks
from clients.models import Contract
from clients.services import grant_paynow
from creansys.tick import tick
from deploy.local.system import chromium
from jobs.models import Job
from messaging.models import PrintRun
from messaging.services import hand_over
from tests.browsing import browser, fits
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
    # the browser's loop runs in this thread, beside the tests' own queries
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with browser(live_server.url, side.creditor_member) as opened:
        yield opened


def upload(page, name: str, data: bytes) -> None:
    page.get_by_role("link", name="Confier des factures").click()
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": data})
    page.get_by_role("button", name="Vérifier le fichier").click()


def mended(data: bytes) -> bytes:
    """The rows that came back, each mistake put right; the column of reasons is left where it is."""
    due = f"{timezone.localdate() - timedelta(days=60):%d/%m/%Y}"
    text = data.decode("utf-8-sig")
    for wrong, right in (("31/02/2026", due), ("cent euros", "100,00"), ("P-3;;;", "P-3;Buvette;;")):
        assert wrong in text
        text = text.replace(wrong, right)
    return text.encode()


def test_three_mistakes_are_shown_with_their_cure_mended_and_handed_over_again(page, side, french):
    page.goto(f"/{side.agency.slug}/portal/")
    upload(page, "liste.csv", file())
    rows = page.locator("#rows tbody tr")
    expect(rows).to_have_count(3)
    for at, said in enumerate(("31/02/2026", "Nom du débiteur", "cent euros")):
        expect(rows.nth(at)).to_contain_text(said)
    assert fits(page)
    with page.expect_download() as come:
        page.get_by_role("link", name="Télécharger les lignes refusées").click()
    mine = come.value.path().read_bytes()
    assert mine.count(b"P-") == 3

    page.get_by_role("link", name="Mes listes").click()
    upload(page, "corrige.csv", mended(mine))
    expect(page.locator(".figure .value").first).to_have_text("3")
    expect(page.locator("#rows tbody tr")).to_have_count(0)
    expect(page.locator(".consequences")).to_contain_text("PAYNOW")


def test_from_the_signature_to_the_decision(page, side, french):
    page.goto(f"/{side.agency.slug}/portal/")
    upload(page, "liste.csv", file())
    sign(page)
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
    assert fits(page)

    until_decision(side)
    page.get_by_role("link", name="Accueil").click()
    page.locator("a[href$='/decide/']").first.click()
    page.get_by_label("Je garde le dossier").check()
    page.get_by_role("button", name="Confirmer mon choix").click()
    expect(page.locator("h1")).to_contain_text("Clôturé")
    assert fits(page)


def sign(page) -> None:
    page.get_by_label("Prénom et nom du signataire").fill("Anne Maes")
    page.get_by_label("Je donne l’ordre").check()
    page.get_by_role("button", name="Signer et confier").click()
    page.wait_for_url("**/jobs/**")


def until_decision(side: Side) -> None:
    """The letter is posted, its deadline passes, the question is asked."""
    today = timezone.localdate()
    with acting_for(side.pk):
        hand_over(print_run=PrintRun.objects.get(), on=today, at=timezone.now())
    done = [tick(side.pk, today + timedelta(days=days))["decisions"] for days in range(1, 15)]
    assert sum(done) == 1


def work(side: Side) -> None:
    """What the workers do meanwhile: load the list, write the letter."""
    with acting_for(side.pk):
        job = Job.objects.exclude(pk=side.job.pk).get()
        contract = Contract.objects.get(pk=side.contract.pk)
    file_id = int(job.kind.partition(":")[2])
    tasks.import_signed(agency_id=side.pk, job_id=job.pk, file_id=file_id, contract_id=contract.pk, name="Anne Maes")
    tick(side.pk, timezone.localdate())

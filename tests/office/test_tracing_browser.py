"""In a real browser: a letter comes back and an address is found; a firm goes bankrupt and its files stop."""

import pytest
from playwright.sync_api import expect

from agencies.scope import acting_for
from amicable.models import Tracing
from claims.models import ClaimMessage, Debtor, Halt
from deploy.local.system import chromium
from messaging.models import Message
from tests.browsing import browser, fits
from tests.world import DAY, NOW, world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_commits,
    pytest.mark.skipif(not chromium(), reason="no chromium: this story was not told"),
]


@pytest.fixture
def side(transactional_db):
    """Our agency, which has posted a letter about its first file."""
    made = world().ours
    with acting_for(made.pk):
        left = {"state": "sent", "sent_on": DAY, "settled_at": NOW, "queued_at": NOW, "not_before": NOW}
        about = {"channel": "letter", "kind": "paynow.paynow", "recipient": f"debtor:{made.claim.debtor_id}"}
        sent = Message.objects.create(dedupe_key="l", address="Rue 1", party_id=made.claim.party_id, **left, **about)
        ClaimMessage.objects.create(claim=made.claim, message=sent, party_id=made.claim.party_id)
    return made


def test_a_returned_letter_ends_with_another_address(live_server, side, monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with browser(live_server.url, side.agent) as page:
        page.goto("/ours/office/tracing/letters/")
        page.get_by_label("Lettres").fill(f"{side.claim.number}\n999999")
        page.get_by_role("button", name="Afficher les lettres").click()
        expect(page.get_by_text("aucun dossier ni lettre")).to_be_visible()
        page.get_by_role("button", name="Les enregistrer").click()
        assert fits(page)
        page.locator("tbody tr").first.click()
        page.get_by_label("Coût, pour l’agence").fill("4,50")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_text("4,50 €").first).to_be_visible()
        assert fits(page)
        page.set_viewport_size({"width": 320, "height": 800})
        assert fits(page)
        page.get_by_role("link", name="Une adresse est trouvée").click()
        for label, text in (("Rue et numéro", "Rue Neuve 2"), ("Code postal", "7000"), ("Localité", "Mons")):
            page.get_by_label(label).fill(text)
        page.get_by_role("button", name="Garder cette adresse").click()
        page.wait_for_url("**/claims/*/")
    with acting_for(side.pk):
        assert Debtor.objects.get(pk=side.claim.debtor_id).city == "Mons"
        assert Tracing.objects.get().state == "found"


def test_a_bankruptcy_stops_the_file_and_a_reason_lifts_it(live_server, side, monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with browser(live_server.url, side.agent) as page:
        page.goto(f"/ours/office/claims/{side.claim.number}/halt/")
        assert fits(page)
        page.get_by_label("Depuis").fill("2026-02-27")
        page.get_by_label("Qui le dit").fill("Moniteur belge")
        page.get_by_role("button", name="Arrêter les dossiers").click()
        expect(page.get_by_text("Suspendu : insolvabilité").first).to_be_visible()
        page.set_viewport_size({"width": 320, "height": 800})
        assert fits(page)
        page.get_by_role("link", name="Lever la suspension").click()
        page.get_by_label("Motif").fill("Clôture")
        page.get_by_role("button", name="Reprendre les dossiers").click()
        expect(page.get_by_text("Cela ne vaut plus").or_(page.get_by_text("Ne vaut plus")).first).to_be_visible()
    with acting_for(side.pk):
        assert Halt.objects.get().lifted_why == "Clôture"

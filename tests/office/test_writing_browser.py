"""In a browser, in French: an agent writes to a debtor from the page of its file, and the law answers first."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agencies.models import Entity
from agencies.scope import acting_for
from claims.models import Claim, Debtor, EventDetail, Import
from deploy.local.system import chromium
from messaging.models import Message
from tests.browsing import browser, fits
from tests.messaging.phones import ACCOUNT
from tests.world import NOW, Side, world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_commits,
    pytest.mark.skipif(not chromium(), reason="no chromium: this story was not told"),
]
MORNING = datetime(2026, 3, 3, 8, 15, tzinfo=ZoneInfo("Europe/Brussels"))
EARLY = MORNING.replace(hour=7)


@pytest.fixture
def side(transactional_db, settings, monkeypatch) -> Side:
    """Our agency on a Tuesday morning; the list with our file is signed, its debtor has a mobile telephone."""
    for name, value in ACCOUNT.items():
        setattr(settings, name, value)
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread, beside our queries
    monkeypatch.setattr(timezone, "now", lambda: MORNING)
    made = world().ours
    with acting_for(made.pk):
        Import.objects.filter(pk=made.handed.pk).update(accepted_at=NOW)
        Claim.objects.filter(pk=made.claim.pk).update(source=made.handed)
        Debtor.objects.filter(pk=made.claim.debtor_id).update(phone="+32470123456")
        Entity.objects.update(insured_until="2999-12-31")
    return made


def begun(page: Page, side: Side, way: str) -> None:
    page.goto(f"/{side.agency.slug}/office/claims/{side.claim.number}/")
    page.get_by_role("link", name=way).first.click()
    expect(page.locator("h1")).to_contain_text(way)


def sent(side: Side) -> list[str]:
    with acting_for(side.pk):
        return list(Message.objects.filter(kind="amicable.hand").order_by("pk").values_list("channel", flat=True))


def test_an_email_whose_words_warn_leaves_once_the_agent_stands_by_them(live_server, side, french):
    with browser(live_server.url, side.agent) as page:
        begun(page, side, "Écrire un e-mail")
        page.get_by_label("Message", exact=True).fill("Sans paiement, votre employeur sera prévenu.")
        page.get_by_role("button", name="Envoyer maintenant").click()
        expect(page.get_by_role("alert")).to_contain_text("« employeur »")
        assert (sent(side), fits(page)) == ([], True)
        page.get_by_label("J’ai relu ces mots et je les maintiens").check()
        page.get_by_role("button", name="Envoyer maintenant").click()
        expect(page.locator(".toast").first).to_be_visible()
    assert sent(side) == ["email"]
    with acting_for(side.pk):
        told = EventDetail.objects.get(event__kind="hand_written").detail
    assert json.loads(told)["confirmed"] == ["employeur"]


def test_an_sms_leaves_by_day_and_waits_before_eight(live_server, side, french, monkeypatch):
    with browser(live_server.url, side.agent) as page:
        monkeypatch.setattr(timezone, "now", lambda: EARLY)
        begun(page, side, "Écrire un SMS")
        expect(page.locator(".refusal, .banner").first).to_contain_text("08:00")
        page.get_by_label("Message", exact=True).fill("Pouvez-vous m’appeler ?")
        page.get_by_role("button", name="Envoyer maintenant").click()
        expect(page.get_by_label("Message", exact=True)).to_have_value("Pouvez-vous m’appeler ?")
        assert (sent(side), fits(page)) == ([], True)
        monkeypatch.setattr(timezone, "now", lambda: MORNING)
        page.get_by_role("button", name="Envoyer maintenant").click()
        expect(page.locator(".toast").first).to_be_visible()
    assert sent(side) == ["sms"]

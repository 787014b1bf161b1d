"""In a real browser against a real server: an agent works ten files and never touches the mouse."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from agencies.scope import acting_for
from amicable.models import Action, Dispute, Promise, QueueEntry
from amicable.services.queueing import refresh
from claims.models import Hold
from deploy.local.system import chromium
from tests.browsing import browser, fits
from tests.world import Side, claim, world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_commits,
    pytest.mark.skipif(not chromium(), reason="no chromium: this story was not told"),
]


@pytest.fixture
def side(transactional_db) -> Side:
    """Our agency, with ten files of which the debtor is to be called."""
    made, now, on = world().ours, timezone.now(), timezone.localdate()
    with acting_for(made.pk):
        for one in [claim(made.contract) for _ in range(10)]:
            given = {"act": "call", "planned_on": on, "on": on, "made_at": now, "debtor_id": one.debtor_id}
            Action.objects.create(claim=one, party_id=one.party_id, **given)
            refresh(one.pk, at=now)
    return made


@pytest.fixture
def page(live_server, side, monkeypatch):
    """A browser signed in as an agent, in French."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with browser(live_server.url, side.agent) as opened:
        yield opened


def press(page: Page, *keys: str) -> None:
    """Keys one after the other; a word is typed."""
    for key in keys:
        page.keyboard.press(key) if len(key) == 1 or key in ("Enter", "Tab", "Escape") else page.keyboard.type(key)


def acted(page: Page, *keys: str) -> None:
    """Keys that end in an act, and the file that shows again."""
    press(page, *keys)
    page.wait_for_load_state()
    expect(page.locator(".toast").first).to_be_visible()


def test_an_agent_works_ten_files_with_the_keyboard_alone(page, side, french):
    page.goto(f"/{side.agency.slug}/office/")
    press(page, "g", "q")
    expect(page.locator("table tbody tr")).to_have_count(10)
    soon = f"{timezone.localdate() + timedelta(days=5):%m%d%Y}"  # as this browser, an American one, asks for a date
    for keys in (["1"], ["2"], ["7"], ["8"], ["5"], ["1"]):
        _next(page)
        acted(page, *keys, "Enter")
    _next(page)
    acted(page, "4", "Tab", "100,00", "Tab", soon, "Enter")
    _next(page)
    acted(page, "6", "Tab", "d", "Tab", "La machine fuit depuis lundi.", "Enter")
    _next(page)
    press(page, "h")
    expect(page.locator("form[data-first] select")).to_be_focused()
    acted(page, "Tab", "Attend sa banque", "Enter")
    _next(page)
    assert fits(page)
    press(page, "?")
    expect(page.locator("#keyboard")).to_be_visible()
    press(page, "Escape")
    acted(page, "2", "Enter")
    press(page, "n")
    expect(page.locator("h1")).to_contain_text("File de travail")
    with acting_for(side.pk):
        assert not QueueEntry.objects.filter(is_ready=True, look_on__gt=timezone.localdate()).exists()
        assert (Promise.objects.count(), Dispute.objects.count()) == (1, 1)
        assert Hold.objects.filter(ended_on=None).count() == 4  # promise, dispute, paid already, by hand
        assert Action.objects.filter(outcome="no_answer").count() == 2


def _next(page: Page) -> None:
    press(page, "n")
    expect(page.locator("#place h3")).to_contain_text("Ouvert chez vous")

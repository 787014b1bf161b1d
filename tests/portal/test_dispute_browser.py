"""In a browser, in French: an agent records a dispute, the creditor answers it, the agent decides and says why."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from agencies.scope import acting_for
from amicable.models import Confirmation, Dispute, PolicyVersion, Run
from amicable.rules.steps import Step
from amicable.services.confirming import confirm
from amicable.services.policies import Wanted, install
from claims.models import Hold
from deploy.local.system import chromium
from messaging.models import Message
from tests.browsing import browser, fits
from tests.world import NOW, Side, world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_commits,
    pytest.mark.skipif(not chromium(), reason="no chromium: this story was not told"),
]


@pytest.fixture
def side(transactional_db, monkeypatch) -> Side:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs in this thread, beside our queries
    return world().ours


def claim(side: Side, face: str) -> str:
    return f"/{side.agency.slug}/{face}/claims/{side.claim.number}/"


def cycle() -> PolicyVersion:
    """A cycle of one call."""
    [version] = install(cycles=[Wanted(code="c", name="C", steps=(Step(key="a", day=9, act="call"),))], at=NOW)
    return version


def recorded(page, side: Side) -> None:
    """The agent writes down what the debtor says."""
    page.goto(claim(side, "office"))
    page.get_by_role("link", name="Enregistrer une contestation").click()
    page.get_by_label("Dans les termes de qui conteste").fill("La machine fuit depuis le premier jour.")
    page.get_by_role("button", name="Enregistrer une contestation").click()
    expect(page.locator("#arranged")).to_contain_text("Contestation")
    assert fits(page)


def answered(page, side: Side, position: str = "Le débiteur a tort") -> None:
    """The creditor finds the question on its home page and answers it."""
    page.goto(f"/{side.agency.slug}/portal/")
    expect(page.locator("main")).to_contain_text("1 question vous attend")
    page.get_by_role("link", name=str(side.claim.number), exact=True).first.click()
    expect(page.locator("main")).to_contain_text("La machine fuit")
    page.get_by_label(position).check()
    page.get_by_label("Vos motifs").fill("Le procès-verbal de réception est signé sans réserve.")
    page.get_by_role("button", name="Envoyer ma réponse").click()
    expect(page.locator("main")).to_contain_text("Le créancier a répondu à la contestation")
    assert fits(page)


def decided(page, side: Side, outcome: str = "rejected", reduced: str = "") -> None:
    """The agent reads the answer on today's page, and decides."""
    page.goto(f"/{side.agency.slug}/office/")
    page.locator("#arranged").get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("signé sans réserve")
    page.get_by_label("Décision").select_option(outcome)
    page.get_by_label("Déduit de ce qui est dû").fill(reduced)
    page.get_by_label("Motifs").fill("La réception est signée sans réserve.")
    page.get_by_role("button", name="Décider").click()
    expect(page.locator("main")).to_contain_text("Contestation tranchée")


def test_a_dispute_goes_from_the_debtor_to_a_reasoned_decision(live_server, side, french):
    with browser(live_server.url, side.agent) as agent:
        recorded(agent, side)
    with browser(live_server.url, side.creditor_member) as creditor:
        answered(creditor, side)
    with browser(live_server.url, side.agent) as agent:
        decided(agent, side)
    with acting_for(side.pk):
        assert Dispute.objects.get().state == "rejected"
        assert not Hold.objects.filter(ended_on=None).exists()
        assert Confirmation.objects.filter(kind="dispute_decided").exists()


def test_a_debtor_right_in_part_owes_less_and_is_told_while_the_cycle_goes_on(live_server, side, french):
    with acting_for(side.pk):
        given = {"claim": side.claim, "party_id": side.claim.party_id, "debtor_id": side.claim.debtor_id}
        days = dict.fromkeys(("starts_on", "base_on", "started_on", "next_on"), timezone.localdate())
        Run.objects.create(**given, **days, version=cycle())
    with browser(live_server.url, side.agent) as agent:
        recorded(agent, side)
    with browser(live_server.url, side.creditor_member) as creditor:
        answered(creditor, side, "Le débiteur a raison en partie")
    with browser(live_server.url, side.agent) as agent:
        decided(agent, side, "partly", "200,00")
    with acting_for(side.pk):
        confirm(confirmation_id=Confirmation.objects.get(kind="dispute_decided").pk, at=timezone.now())
        told = Message.objects.get(kind="amicable.dispute_decided")
        assert "fondée en partie" in told.text
        assert (Run.objects.get().rests_since, Run.objects.get().ended_on) == (None, None)

"""Every page is given to axe in a real browser: nothing that hinders a reader gravely may be found on it."""

import mimetypes
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import sync_playwright

from agencies.models import Member, User
from agencies.scope import acting_for
from clients.services import grant_paynow
from deploy.local.system import chromium
from tests.office import test_pages as office
from tests.operators.conftest import GOOD, SECRET, enter
from tests.portal import test_pages as portal
from tests.world import NOW, Side, terms, world

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium(), reason="no chromium: axe saw no page")]
SITE = "http://localhost"  # an origin browsers trust without TLS
GRAVE = ("serious", "critical")
ROWS = 3
MODES = {"light": {"resultTypes": ["violations"]}, "dark": {"runOnly": ["color-contrast"]}}  # what differs between them
ACTS = [  # forms about one claim, creditor or member
    *(f"claims/{{claim.number}}/{act}/" for act in ("write/email", "write/sms", "visit/plan", "escalate", "received")),
    "creditors/{creditor.number}/insurance/", "creditors/{creditor.number}/insurance/new/", "settings/cycles/new/",
    "settings/cycles/{policy}/copy/", "settings/cycles/{policy}/name/", "settings/tariffs/new/", "money/bank/new/",
]  # fmt: skip
OPEN = ["/accounts/login/", "/accounts/password/reset/", "/styleguide/", "/styleguide/portail/", "/styleguide/public/"]


@pytest.fixture
def ours(db, settings, french) -> Side:
    """Our agency, with terms and a stock."""
    settings.DEMO = True
    cache.clear()
    made = world().ours
    with acting_for(made.pk):
        terms(made.creditor)
        grant_paynow(party_id=made.creditor.party_id, quantity=3, source="test", at=NOW)
    return made


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


def hindrances(addresses: list[str], client: Client | None = None) -> list[str]:
    """What axe holds against these pages, in both modes. All are fetched first: the browser's loop has another
    connection to the database."""
    client = client or Client()
    answers = {address: client.get(address) for address in addresses}
    assert {address: told.status_code for address, told in answers.items() if told.status_code != 200} == {}
    with sync_playwright() as play:
        chrome = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = chrome.new_page()
        page.route("**/*", lambda route: _answer(route, answers))
        return [wrong for mode in MODES for address in answers for wrong in _seen(page, address, mode)]


def _seen(page, address: str, mode: str) -> list[str]:
    page.emulate_media(color_scheme=mode)
    page.goto(SITE + address)
    wrong = [one for one in Axe().run(page, options=MODES[mode]).response["violations"] if one["impact"] in GRAVE]
    return [f"{address} {mode} {one['id']}: {node['html'][:160]}" for one in wrong for node in one["nodes"]]


def _answer(route, answers) -> None:
    address = route.request.url.removeprefix(SITE)
    if address in answers:
        return route.fulfill(headers=dict(answers[address].headers), body=answers[address].content)
    path = address.split("?")[0]
    place = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
    if place is None:
        return route.fulfill(status=404)
    kind = mimetypes.guess_type(place)[0].replace("application/javascript", "text/javascript")
    return route.fulfill(body=Path(place).read_bytes(), content_type=kind)


def test_axe_sees_what_is_wrong(ours, monkeypatch):
    pale = "<p style='color:#eee;background:#fff'>pale words</p>"
    page = f"<html lang=fr><title>x</title><main><h1>x</h1><img src=x>{pale}</main>"
    monkeypatch.setattr(Client, "get", lambda *_: HttpResponse(page))
    found = " ".join(hindrances(["/"]))
    expected = ["light image-alt", "light color-contrast", "dark color-contrast"]
    assert [rule for rule in expected if rule not in found] == []


def test_nothing_hinders_whoever_is_not_signed_in(ours):
    assert hindrances(OPEN) == []


def test_nothing_hinders_creditors(ours):
    portal.fill(ours, ROWS)
    named = portal.named(ours, ROWS)
    paths = [*portal.PAGES.values(), "insurance/policies/new/", "claims/{claim.number}/insurance/"]
    pages = [f"/{ours.agency.slug}/portal/{path.format(**named)}" for path in paths]
    assert hindrances(pages, signed_in(ours.creditor_member)) == []


def test_nothing_hinders_the_agency_s_staff(ours):
    named = office.named(ours, office.fill(ours, ROWS))
    paths = [*office.PAGES.values(), *ACTS]
    pages = [f"/{ours.agency.slug}/office/{path.format(**named)}" for path in paths]
    assert hindrances(pages, signed_in(ours.manager)) == []


def test_nothing_hinders_whoever_looks_after_the_own_account(ours):
    me, client = User.objects.create_user("eve@example.test", password=GOOD), Client()
    client.post("/accounts/login/", {"login": me.email, "password": GOOD})
    places = ("2fa/", "sessions/", "password/change/", "reauthenticate/")
    assert hindrances([f"/accounts/{place}" for place in places], client) == []


def test_nothing_hinders_the_operators_of_the_platform(ours, client):
    ada = User.objects.create_user("ada@example.test", password=GOOD, is_staff=True)
    TOTP.activate(ada, SECRET)
    client.force_login(ada)
    slug = ours.agency.slug
    door = hindrances(["/operators/enter/"], client)
    enter(client)
    paths = ("", "health/", "log/", "agencies/new/", f"agencies/{slug}/", f"agencies/{slug}/suspend/")
    assert door + hindrances([f"/operators/{path}" for path in paths], client) == []

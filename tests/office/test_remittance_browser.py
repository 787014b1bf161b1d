"""In real browsers: one member proposes a run, others approve it, twice and at once, and the bank is told once."""

from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from lxml import etree
from playwright.sync_api import expect

from agencies.scope import acting_for
from files.models import File
from files.rules import XML
from funds.models import Entry, Remittance
from funds.rules.ledger import Kind
from funds.services.attributing import Wanted, allocate
from tests.browsing import browsers, fits
from tests.funds.make import receipt
from tests.world import DAY, NOW, Side, member, world

pytestmark = pytest.mark.real_commits


@pytest.fixture
def side(transactional_db) -> Side:
    """What debtors paid, held for two creditors."""
    made = world().ours
    with acting_for(made.pk):
        for claim in (made.claim, made.claim, made.others_claim):
            got = receipt(made.entity, "60.00")
            allocate(receipt_id=got.pk, parts=[Wanted(claim.pk, got.amount)], on=DAY, at=NOW)
    return made


@pytest.fixture
def people(side):
    """An accountant and two managers."""
    with acting_for(side.pk):
        return member("accountant"), side.manager, member("manager")


@pytest.fixture
def pages(live_server, people, monkeypatch):
    """A browser for each of them, in French."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # the browser's loop runs beside the tests' own queries
    with browsers(live_server.url, *people) as opened:
        yield opened


def out(side, rest=""):
    return f"/{side.agency.slug}/office/money/out/{rest}"


def proposed(side, page):
    """The accountant proposes the run of the day; its address."""
    page.goto(out(side))
    page.get_by_role("link", name="Proposer un reversement").click()
    expect(page.locator(".consequences")).to_contain_text("180,00")
    assert fits(page)
    page.get_by_role("button", name="Proposer ce reversement").click()
    expect(page.locator("h1")).to_contain_text("Reversement du")
    return page.url


def paid_once(side):
    """One run with one order to the bank, each creditor's line booked once, and nothing held any more."""
    with acting_for(side.pk):
        run = Remittance.objects.get()
        lines = [f"remittance:{line.pk}:{Kind.REMITTED.value}" for line in run.lines.order_by("pk")]
        booked = Entry.objects.filter(kind=Kind.REMITTED).order_by("pk").values_list("source", flat=True)
        assert (run.state, len(lines), list(booked)) == ("approved", 2, lines)
        assert list(File.objects.filter(mime=XML.mime)) == [run.file]
    return run


@pytest.mark.browser
def test_whoever_proposed_a_run_is_not_the_one_who_approves_it(pages, side, french):
    accountant, manager, _other = pages
    address = proposed(side, accountant)
    expect(accountant.locator("main")).to_contain_text("Un collègue approuve ce reversement")
    expect(accountant.get_by_role("link", name="Approuver")).to_have_count(0)
    accountant.goto(f"{address}approve/")
    accountant.get_by_role("button", name="Approuver").click()
    expect(accountant.locator("main")).to_contain_text("Demandez à un collègue")
    manager.goto(address)
    manager.get_by_role("link", name="Approuver").click()
    assert fits(manager)
    manager.get_by_role("button", name="Approuver").click()
    expect(manager.locator(".page-head .badge")).to_have_text("approuvé")
    paid_once(side)


@pytest.mark.browser
def test_a_double_click_pays_once_and_the_order_is_what_banks_take(pages, side, french):
    accountant, manager, _other = pages
    manager.goto(proposed(side, accountant) + "approve/")
    manager.get_by_role("button", name="Approuver").dblclick()
    expect(manager.get_by_role("link", name="Ordre de paiement")).to_be_visible()
    paid_once(side)
    with manager.expect_download() as come:
        manager.get_by_role("link", name="Ordre de paiement").click()
    order = etree.parse(come.value.path())
    schema = resources.files("sepaxml").joinpath("schemas", "pain.001.001.09.xsd")
    assert etree.XMLSchema(etree.fromstring(schema.read_bytes())).validate(order)
    assert order.findtext(".//{*}PmtInf/{*}CtrlSum") == "180.00"


@pytest.mark.browser
def test_two_who_approve_at_once_pay_once(pages, side, french):
    accountant, *managers = pages
    address = proposed(side, accountant)
    for page in managers:
        page.goto(f"{address}approve/")
    for page in managers:
        page.get_by_role("button", name="Approuver").click(no_wait_after=True)
    for page in managers:
        expect(page.get_by_role("link", name="Ordre de paiement")).to_be_visible()
    paid_once(side)


def test_six_approvals_at_the_same_moment_pay_once(side, people):
    accountant, *managers = people
    start = Barrier(6)
    _post(accountant, out(side, f"new/{side.entity.pk}/"))
    with acting_for(side.pk):
        run = Remittance.objects.get()

    def click(who):
        start.wait()
        return _post(who, out(side, f"{run.uid}/approve/"))

    with ThreadPoolExecutor(6) as all_of_them:
        told = list(all_of_them.map(click, managers * 3))
    assert told == [(302, out(side, f"{run.uid}/"))] * 6
    paid_once(side)


def _post(who, address):
    """What a browser of this member is answered; it has a connection of its own to the database."""
    client = Client()
    try:
        client.force_login(who.user)
        answer = client.post(address)
        return answer.status_code, answer.headers.get("Location")
    finally:
        connection.close()

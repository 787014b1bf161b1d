"""Money out in the office: proposed by one, approved by another, once; a changed account confirmed by a second."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agencies.scope import acting_for
from clients.services import change_account
from files.services import read
from funds.models import Remittance
from funds.services.attributing import Wanted, allocate
from tests.funds.make import receipt
from tests.world import DAY, NOW, member

IBAN = "BE62510007547061"


@pytest.fixture
def held(ours):
    """What a debtor paid, held for its creditor."""
    with acting_for(ours.pk):
        got = receipt(ours.entity)
        allocate(receipt_id=got.pk, parts=[Wanted(ours.claim.pk, got.amount)], on=DAY, at=NOW)
    return ours


@pytest.fixture
def accountant(held):
    browser = Client()
    with acting_for(held.pk):
        browser.force_login(member("accountant").user)
    return browser


def run_of(side):
    with acting_for(side.pk):
        return Remittance.objects.select_related("file").latest("pk")


def out(side, rest=""):
    return f"/{side.agency.slug}/office/money/out/{rest}"


def test_one_proposes_and_another_approves(accountant, manager, held):
    accountant.post(out(held, f"new/{held.entity.pk}/"))
    run = run_of(held)
    own = accountant.get(out(held, f"{run.uid}/"))
    assert "Un collègue approuve ce reversement" in own.content.decode()
    assert accountant.post(out(held, f"{run.uid}/approve/")).status_code == 409
    assert run_of(held).state == "proposed"
    manager.post(out(held, f"{run.uid}/approve/"))
    manager.post(out(held, f"{run.uid}/approve/"))
    approved = run_of(held)
    with acting_for(held.pk):
        assert (approved.state, b"100.00" in read(approved.file)) == ("approved", True)


def test_an_approved_run_is_handed_over(accountant, manager, held):
    accountant.post(out(held, f"new/{held.entity.pk}/"))
    run = run_of(held)
    manager.post(out(held, f"{run.uid}/approve/"))
    order = manager.get(out(held, f"{run.uid}/")).context["others"][0]
    assert manager.get(order.url).headers["Content-Type"] == "application/xml"
    accountant.post(out(held, f"{run.uid}/hand-over/"))
    assert run_of(held).state == "handed_over"


def test_a_withdrawn_run_moves_nothing(accountant, manager, held):
    accountant.post(out(held, f"new/{held.entity.pk}/"))
    run = run_of(held)
    manager.post(out(held, f"{run.uid}/withdraw/"), {"note": "Trop tôt"})
    assert (run_of(held).state, run_of(held).note) == ("withdrawn", "Trop tôt")
    manager.post(out(held, f"{run.uid}/approve/"))
    assert run_of(held).state == "withdrawn"


def test_an_answer_that_is_none_is_refused(accountant, manager, held):
    accountant.post(out(held, f"new/{held.entity.pk}/"))
    run = run_of(held)
    manager.post(out(held, f"{run.uid}/approve/"))
    told = manager.post(out(held, f"{run.uid}/status/"), {"file": SimpleUploadedFile("a.xml", b"<no/>")})
    assert (told.status_code, run_of(held).state) == (409, "approved")


def test_the_page_says_why_a_creditor_is_not_paid_until_a_manager_confirmed(manager, held):
    with acting_for(held.pk, member_id=held.agent.pk):
        change = change_account(creditor=held.creditor, iban=IBAN, bic="", reason="Mail", on=DAY, at=NOW)
    assert "compte modifié : à confirmer" in manager.get(out(held)).content.decode()
    given = {"channel": "call", "reason": "Mme Lambert, au 065 00 00 00"}
    assert manager.post(out(held, f"accounts/{change.pk}/"), given).status_code == 302
    assert "à confirmer" not in manager.get(out(held)).content.decode()


def test_an_agent_sees_runs_and_does_nothing(agent, held):
    assert agent.get(out(held)).context["main"] is None
    assert agent.post(out(held, f"new/{held.entity.pk}/")).status_code == 403
    with acting_for(held.pk):
        assert not Remittance.objects.exists()


def test_the_home_says_what_waits(accountant, manager, held):
    accountant.post(out(held, f"new/{held.entity.pk}/"))
    figures = {one.label: one.value for one in manager.get(manager.at()).context["figures"]}
    assert figures["Reversements à approuver"] == "1"
    assert figures["Paiements à reverser, en retard"] == "1"

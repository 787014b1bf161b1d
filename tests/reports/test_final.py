"""The final report: once, when the contract has ended; files that go on are told of as before."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from agencies.scope import acting_for
from claims.services.lifecycle import credit
from clients.models import Creditor
from clients.services import end_contract
from messaging.models import Message
from reports.models import Report
from reports.queries.due import to_draw
from reports.services.activity import draw_all
from tests.world import DAY, NOW, world

APRIL = datetime(2026, 4, 1, 9, tzinfo=ZoneInfo("Europe/Brussels"))


@pytest.fixture
def ours(db):
    made = world().ours
    with acting_for(made.pk):
        Creditor.objects.filter(pk=made.creditor.pk).update(email="compta@creancier.example")
        draw_all(contract_id=made.contract.pk, at=NOW)
        credit(claim_id=made.claim.pk, kind="payment", value_on=DAY, amount=Decimal(250), source="test:1", at=NOW)
        end_contract(contract=made.contract, on=date(2026, 3, 20), reason="Written notice", at=NOW)
        yield made


def test_it_is_due_from_the_day_on_which_the_contract_ends(ours):
    assert ours.contract.pk not in to_draw(date(2026, 3, 19))
    assert ours.contract.pk in to_draw(date(2026, 3, 20))


def test_it_tells_the_whole_life(ours):
    draw_all(contract_id=ours.contract.pk, at=APRIL)
    report = Report.objects.get(final=True)
    assert (report.first, report.last) == (ours.contract.signed_on, date(2026, 4, 1))
    assert (report.facts["received"], report.facts["left"]) == ("250.00", "750.00")
    assert report.facts["life"] == {"ends": [], "fees": "0.00", "unpaid": "0.00"}


def test_it_is_drawn_once_and_mailed(ours):
    for _again in range(2):
        draw_all(contract_id=ours.contract.pk, at=APRIL)
    report = Report.objects.get(final=True)
    assert Message.objects.filter(dedupe_key=f"report:{report.pk}").count() == 1


def test_files_that_go_on_are_told_of_as_before(ours):
    draw_all(contract_id=ours.contract.pk, at=APRIL)
    assert Report.objects.filter(final=False).count() == 1
    assert ours.contract.pk in to_draw(date(2026, 5, 1))


@pytest.mark.parametrize(
    ("language", "title"), [("nl", "Eindverslag"), ("de", "Schlussbericht"), ("en", "Final report")]
)
def test_it_speaks_the_creditors_language(ours, language, title):
    Creditor.objects.filter(pk=ours.creditor.pk).update(language=language)
    draw_all(contract_id=ours.contract.pk, at=APRIL)
    report = Report.objects.get(final=True)
    assert report.language == language
    assert Message.objects.get(dedupe_key=f"report:{report.pk}").subject.startswith(title)

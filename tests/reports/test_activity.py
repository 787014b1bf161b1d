"""The activity report: drawn when it is due, once, with what happened and nothing of anybody else's."""

import io
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from agencies.scope import acting_for
from claims.models import Claim
from claims.services.lifecycle import ask_decision, credit
from clients.models import Contract, Creditor
from files.services import read
from messaging.models import Message
from reports.models import Report, Schedule
from reports.queries.due import to_draw
from reports.services.activity import draw
from tests.world import DAY, NOW, claim, world

APRIL = datetime(2026, 4, 1, 9, tzinfo=ZoneInfo("Europe/Brussels"))


@pytest.fixture
def ours(db):
    made = world().ours
    with acting_for(made.pk):
        Creditor.objects.filter(pk=made.creditor.pk).update(email="compta@creancier.example")
        draw(contract_id=made.contract.pk, at=NOW)
        yield made


def drawn(ours, at=APRIL) -> Report | None:
    return draw(contract_id=ours.contract.pk, at=at)


def test_a_contract_gets_its_day_and_is_left_alone_until_then(ours):
    schedule = Schedule.objects.get(contract=ours.contract)
    assert (schedule.since, schedule.due_on) == (date(2026, 3, 1), date(2026, 4, 1))
    assert ours.contract.pk not in to_draw(date(2026, 3, 31))
    assert ours.contract.pk in to_draw(date(2026, 4, 1))


def test_a_report_tells_what_was_paid(ours):
    credit(claim_id=ours.claim.pk, kind="payment", value_on=DAY, amount=Decimal("250.00"), source="test:1", at=NOW)
    report = drawn(ours)
    assert (report.first, report.last) == (date(2026, 3, 1), date(2026, 3, 31))
    assert report.facts["received"] == "250.00"
    assert report.facts["left"] == "750.00"


def test_drawing_twice_makes_one(ours):
    assert drawn(ours)
    assert drawn(ours) is None
    assert Report.objects.count() == 1


def test_a_service_that_slept_draws_one_report(ours):
    report = drawn(ours, datetime(2026, 7, 6, 9, tzinfo=ZoneInfo("Europe/Brussels")))
    assert (report.first, report.last) == (date(2026, 3, 1), date(2026, 6, 30))
    assert Report.objects.count() == 1


def test_the_report_goes_by_mail_with_both_papers(ours):
    report = drawn(ours)
    mail = Message.objects.get(dedupe_key=f"report:{report.pk}")
    assert mail.address == "compta@creancier.example"
    assert f"/portal/reports/{report.uid}/" in mail.text
    assert {file.file.mime for file in mail.files.all()} == {report.pdf.mime, report.xlsx.mime}


def test_the_workbook_lists_the_files_of_this_creditor_alone(ours):
    other = claim(ours.contract)
    book = load_workbook(io.BytesIO(read(drawn(ours).xlsx)))
    numbers = {row[0] for row in book.worksheets[-1].iter_rows(min_row=2, values_only=True)}
    assert numbers == {str(ours.claim.number), str(other.number)}


def test_another_rhythm_counts_from_what_was_told(ours):
    Contract.objects.filter(pk=ours.contract.pk).update(report_rhythm="weekly")
    assert ours.contract.pk in to_draw(DAY)
    assert drawn(ours, NOW).last == date(2026, 3, 1)
    assert Schedule.objects.get(contract=ours.contract).due_on == date(2026, 3, 9)


def test_nothing_to_tell_is_not_told(ours):
    ended = {"stage": "closed", "closed_on": date(2026, 2, 1), "opened_on": date(2026, 1, 2)}
    Claim.objects.filter(pk=ours.claim.pk).update(**ended)
    assert drawn(ours) is None
    assert Schedule.objects.get(contract=ours.contract).since == date(2026, 4, 1)


def test_kept_figures_hold_no_name(ours):
    ask_decision(ours.claim, on=DAY, at=NOW)
    assert ours.claim.debtor.name not in str(drawn(ours).facts)

"""Reports of a creditor's own: PREMIUM alone, each change a version, each report with the version it was drawn with."""

import io
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from agencies.scope import acting_for
from clients.models import Contract
from core.errors import Stale
from files.services import read
from law.refusals import Refusal
from messaging.models import Message
from reports.models import Report, Setting
from reports.queries.due import to_draw
from reports.queries.settings import running
from reports.rules.choosing import Choice
from reports.services.activity import draw_all
from reports.services.settings import end, save
from tests.world import DAY, NOW, claim, debtor, world

MONDAY = datetime(2026, 3, 9, 9, tzinfo=ZoneInfo("Europe/Brussels"))
WEEKLY = {"rhythm": "weekly", "at": NOW}


@pytest.fixture
def ours(db):
    made = world().ours
    with acting_for(made.pk):
        Contract.objects.filter(pk=made.contract.pk).update(programme="premium")
        made.contract.refresh_from_db()
        yield made


def kept(ours, name="Grands comptes", **choice) -> Setting:
    made = save(contract=ours.contract, setting=None, name=name, choice=Choice(**choice), **WEEKLY)
    assert isinstance(made, Setting)
    return made


def drawn(ours) -> Report:
    return next(one for one in draw_all(contract_id=ours.contract.pk, at=MONDAY) if one.version_id)


def rows_of(report: Report) -> list[tuple]:
    return list(load_workbook(io.BytesIO(read(report.xlsx))).worksheets[-1].iter_rows(min_row=2, values_only=True))


def test_access_has_the_fixed_report(ours):
    Contract.objects.filter(pk=ours.contract.pk).update(programme="access")
    refused = save(contract=ours.contract, setting=None, name="Mine", choice=Choice(), **WEEKLY)
    assert isinstance(refused, Refusal)
    assert not Setting.objects.exists()


def test_two_reports_of_a_contract_have_two_names(ours):
    kept(ours)
    refused = save(contract=ours.contract, setting=None, name="Grands comptes", choice=Choice(), **WEEKLY)
    assert refused.rule == "report-name"


def test_a_change_is_a_version_more_and_no_change_is_none(ours):
    setting = kept(ours)
    for columns in (("number",), ("number",), ("number", "left")):
        save(contract=ours.contract, setting=setting, name="Mine", choice=Choice(columns=columns), **WEEKLY)
    assert [one.number for one in setting.versions.order_by("number")] == [1, 2, 3]
    assert running(ours.contract)[0].content["columns"] == ["number", "left"]


def test_a_report_of_its_own_is_due_at_its_own_rhythm(ours):
    setting = kept(ours)
    draw_all(contract_id=ours.contract.pk, at=NOW)
    assert ours.contract.pk not in to_draw(date(2026, 3, 8))
    assert ours.contract.pk in to_draw(date(2026, 3, 9))
    report = drawn(ours)
    assert (report.version.setting, report.version.number) == (setting, 1)
    assert (report.first, report.last) == (date(2026, 3, 2), date(2026, 3, 8))


def test_it_lists_what_was_chosen_in_the_columns_chosen(ours):
    small = claim(ours.contract, principal=Decimal("99.99"))
    kept(ours, columns=("principal", "number"), most=Decimal("99.99"))
    assert rows_of(drawn(ours)) == [(99.99, str(small.number))]


def test_it_knows_files_by_age_and_by_the_creditors_own_number(ours):
    who = debtor(ours.creditor, customer_number="ab-17")
    old = claim(ours.contract, debtor=who, oldest_due_on=date(2025, 1, 31))
    claim(ours.contract, oldest_due_on=date(2025, 1, 31))
    kept(ours, columns=("number", "age"), youngest=100, customer="AB-")
    assert rows_of(drawn(ours)) == [(str(old.number), (date(2026, 3, 8) - date(2025, 1, 31)).days)]


def test_a_part_has_a_sheet_of_its_own_and_a_sum(ours):
    claim(ours.contract, debtor_kind="consumer", principal=Decimal("50.00"))
    kept(ours, grouping="kind", sections=())
    book = load_workbook(io.BytesIO(read(drawn(ours).xlsx)))
    assert len(book.sheetnames) == 3
    assert [row[2] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)] == [50, 1000, 1050]


def test_the_mail_carries_its_name(ours):
    kept(ours)
    ours.creditor.email = "compta@creancier.example"
    ours.creditor.save()
    assert "Grands comptes" in Message.objects.get(dedupe_key=f"report:{drawn(ours).pk}").subject


def test_a_report_that_was_ended_is_not_drawn_again(ours):
    setting = kept(ours)
    end(setting=setting, on=DAY, at=NOW)
    assert not [one for one in draw_all(contract_id=ours.contract.pk, at=MONDAY) if one.version_id]
    with pytest.raises(Stale):
        save(contract=ours.contract, setting=setting, name="Mine", choice=Choice(), **WEEKLY)


def test_drawn_early_the_next_one_goes_on_from_there(ours):
    kept(ours)
    wednesday = datetime(2026, 3, 4, 9, tzinfo=ZoneInfo("Europe/Brussels"))
    early = next(one for one in draw_all(contract_id=ours.contract.pk, at=wednesday, early=True) if one.version_id)
    assert (early.first, early.last) == (date(2026, 3, 2), date(2026, 3, 3))
    assert drawn(ours).first == date(2026, 3, 4)

"""The manager's figures: narrowed, explained, kept as the same rows; nobody else's."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from agencies.scope import acting_for
from claims.services.lifecycle import credit
from office.views import figures
from reports.services.figures import refresh
from tests.world import DAY, NOW, claim, contract, creditor, member

LOOKED = {"first": "2026-01-01", "last": "2026-06-01"}


@pytest.fixture(autouse=True)
def _in_june(monkeypatch):
    monkeypatch.setattr(figures.timezone, "localdate", lambda: date(2026, 6, 15))


@pytest.fixture
def counted(ours):
    """Two creditors; the second one's file is a consumer's, and paid half."""
    with acting_for(ours.pk):
        other = claim(contract(creditor(name="Autre SA")), debtor_kind="consumer")
        for one, amount in ((ours.claim, "250.00"), (other, "500.00")):
            given = {"kind": "payment", "value_on": DAY, "amount": Decimal(amount), "source": f"t:{one.pk}"}
            credit(claim_id=one.pk, at=NOW, **given)
        refresh(at=NOW)
    return ours


def page(manager, **asked):
    answer = manager.get(manager.at("figures/"), LOOKED | asked)
    assert answer.status_code == 200
    return answer


def rows(answer, key: str) -> list[list]:
    return next(list(map(list, shown.rows)) for shown, _table in answer.context["tables"] if shown.key == key)


def test_received_adds_up_over_what_narrows_it(manager, counted):
    for asked, amount in (({}, 750), ({"kind": "consumer"}, 500), ({"kind": "business"}, 250)):
        assert rows(page(manager, **asked), "stages")[0][2] == Decimal(amount)


@pytest.mark.parametrize("asked", [{"entity": "0"}, {"creditor": "none"}, {"first": "1999-01-01"}, {"kind": "<x>"}])
def test_what_nobody_offered_narrows_nothing(manager, counted, asked):
    assert rows(page(manager, **asked), "stages")[0][2] == Decimal(750)


def test_months_outside_are_left_out(manager, counted):
    answer = page(manager, first="2026-04-01")
    assert rows(answer, "stages") == []
    assert "Nothing was counted" in answer.content.decode() or "Rien" in answer.content.decode()


def test_a_vintage_tells_what_came_after_so_many_months(manager, counted, monkeypatch):
    with acting_for(counted.pk):
        refresh(at=NOW.replace(month=6))
    line = rows(page(manager), "vintages")[0]
    assert line[1:5] == [3, Decimal(3000), Decimal("750.00"), Decimal("25.0")]
    assert line[5:] == [Decimal("25.0"), Decimal("25.0")]


def test_both_exports_hold_the_rows_of_the_page(manager, counted):
    shown = {one.title: one for one, _table in page(manager).context["tables"]}
    book = load_workbook(io.BytesIO(manager.get(manager.at("figures/figures.xlsx"), LOOKED).content))
    assert {sheet.title: sheet.max_row - 1 for sheet in book} == {t[:31]: len(one.rows) for t, one in shown.items()}
    told = manager.get(manager.at("figures/figures.csv"), LOOKED).content.decode("utf-8-sig")
    values = list(csv.reader(io.StringIO(told), delimiter=";"))[1:]
    assert len(values) == sum(len(one.rows) * (len(one.columns) - 1) for one in shown.values())


def test_an_agency_without_files_is_told_so(manager, ours):
    answer = page(manager)
    assert not answer.context["counted"]
    assert "banner" in answer.content.decode()


@pytest.mark.parametrize("address", ["figures/", "figures/figures.csv"])
def test_only_managers_enter(client, counted, address):
    with acting_for(counted.pk):
        seats = [counted.agent, member("accountant"), counted.creditor_member]
    for seat, status in zip(seats, (403, 403, 404), strict=True):
        client.force_login(seat.user)
        assert client.get(f"/{counted.agency.slug}/office/{address}").status_code == status


def test_another_kind_of_file_is_missing(manager, counted):
    assert manager.get(manager.at("figures/figures.pdf")).status_code == 404


def test_another_agency_s_files_are_not_in_it(client, made, counted):
    client.force_login(made.theirs.manager.user)
    with acting_for(made.theirs.pk):
        refresh(at=NOW)
    answer = client.get(f"/{made.theirs.agency.slug}/office/figures/", LOOKED)
    assert rows(answer, "stages") == []

"""The entries of an entity as its accountant reads them: numbered, balanced, the same as the ledger to the cent."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agencies.models import Entity
from agencies.scope import acting_for
from core.money import ZERO
from formats.belgian_entries import read_entries
from formats.fec import read_fec
from formats.fec_check import check_fec
from funds.models import Entry
from funds.queries.ledger import balances
from funds.rules.ledger import Account, Kind, Share, between, invoiced
from funds.services.attributing import Wanted, allocate
from funds.services.ledger import post
from reports.models import ChartAccount
from reports.queries.entries import chart_of, entries, unbooked
from reports.services.entries import files_of
from tests import world
from tests.billing.make import invoice
from tests.funds.make import receipt

NOW, ON, YEAR = world.NOW, world.DAY, (date(2026, 1, 1), date(2026, 12, 31))

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    side = world.side("ours")
    with acting_for(side.pk):
        yield side


def money(side, on=ON, amount="100.00"):
    """A payment that comes, is attributed and remitted."""
    got = receipt(side.entity, amount, on)
    [part] = allocate(receipt_id=got.pk, parts=[Wanted(side.claim.pk, D(amount))], on=on, at=NOW)
    share = Share(part.pk, part.party_id, held=part.held)
    lines = between(Account.BANK, Account.HELD, part.held, part.receipt_id, target_of=share)
    post(entity_id=side.entity.pk, on=on, kind=Kind.REMITTED, source=f"remit:{part.pk}", lines=lines)


def sold(side, on=ON, sign=1, **fields):
    """An invoice, or a credit note, as it is issued."""
    made = invoice(side.contract, issued_on=on, **fields)
    lines = invoiced(made.party_id, sign * made.net, sign * made.vat)
    post(entity_id=side.entity.pk, on=on, kind=Kind.INVOICED, source=f"invoice:{made.pk}", lines=lines)
    return made


def french(side):
    Entity.objects.filter(pk=side.entity.pk).update(country="FR", enterprise_number="999000003")
    side.entity.refresh_from_db()


def test_every_entry_is_numbered_in_its_order_and_balances(ours):
    money(ours, ON + timedelta(days=3))
    money(ours)
    sold(ours)
    found = list(entries(ours.entity, *YEAR))
    assert [one.number for one in found] == [str(n) for n in range(1, Entry.objects.count() + 1)]
    assert [one.on for one in found] == sorted(one.on for one in found)
    assert all(sum(x.debit - x.credit for x in one.lines) == ZERO for one in found)
    assert [one.journal.code for one in found] == ["BT", "OD", "BT", "VE", "BT", "OD", "BT"]


def test_the_sums_are_those_of_the_ledger(ours):
    money(ours)
    sold(ours)
    sums = {}
    for line in (line for one in entries(ours.entity, *YEAR) for line in one.lines):
        sums[Account(line.account)] = sums.get(Account(line.account), ZERO) + line.debit - line.credit
    assert sums == balances(ours.entity.pk, YEAR[1])


def test_an_entry_names_its_piece_its_creditor_and_its_file(ours):
    money(ours)
    made = sold(ours)
    _in, attributed, _out, sale = entries(ours.entity, *YEAR)
    assert attributed.label == f"Fonds attribués, dossier {ours.claim.number}"
    held = next(line for line in attributed.lines if line.account == "trust.held")
    assert (held.number, held.creditor, held.creditor_name) == ("489100", ours.creditor.number, ours.creditor.name)
    assert (sale.piece, sale.piece_on, sale.vat_category, sale.vat_rate) == (made.label, ON, "S", D(21))


def test_a_month_goes_on_with_the_numbers_of_the_year(ours):
    money(ours, date(2026, 1, 15))
    money(ours, date(2026, 2, 2))
    [first, *_] = entries(ours.entity, date(2026, 2, 1), date(2026, 2, 28))
    assert (first.number, first.on) == ("4", date(2026, 2, 2))


def test_a_new_year_begins_with_what_the_old_one_left(ours):
    receipt(ours.entity, "80.00", date(2025, 12, 30))
    sold(ours, date(2025, 12, 31), year=2025)
    money(ours)
    opening, first, *_ = entries(ours.entity, *YEAR)
    assert (opening.number, opening.journal.code, first.number) == ("AN1", "AN", "1")
    told = {line.account: line.debit - line.credit for line in opening.lines}
    assert told == {
        "trust.bank": D("80.00"),
        "trust.unmatched": D("-80.00"),
        "own.invoices": D("60.50"),
        "own.vat": D("-10.50"),
        "carried": D("-50.00"),
    }


def test_days_of_two_years_are_refused(ours):
    with pytest.raises(ValueError, match="not within a year"):
        list(entries(ours.entity, date(2025, 12, 1), ON))


def test_an_invoice_that_the_ledger_does_not_know_is_told(ours):
    sold(ours)
    missing = invoice(ours.contract)
    assert unbooked(ours.entity, *YEAR) == [missing.label]


@pytest.mark.parametrize("rows", [2, 12])
def test_a_fixed_number_of_queries(ours, rows):
    for _n in range(rows):
        sold(ours)
    with CaptureQueriesContext(connection) as asked:
        list(entries(ours.entity, *YEAR))
    assert len(asked) == 7


def test_the_french_file_keeps_every_rule(ours):
    french(ours)
    receipt(ours.entity, "80.00", date(2025, 12, 30))
    money(ours)
    sold(ours)
    sold(ours, sign=-1, kind="credit_note")
    [piece] = files_of(entity=ours.entity, first=YEAR[0], last=YEAR[1])
    assert piece.name == "999000003FEC20261231.txt"
    assert not check_fec(piece.data.decode("iso8859-15").splitlines(), first=YEAR[0], last=YEAR[1])
    rows = read_fec(piece.data)
    assert {row["JournalCode"] for row in rows} == {"AN", "BT", "OD", "VE", "NC"}
    assert sum(euros(row["Debit"]) - euros(row["Credit"]) for row in rows) == ZERO


def euros(text):
    return D(text.replace(",", "."))


def test_the_belgian_file_says_which_box_of_the_return(ours):
    sold(ours)
    sold(ours, vat_category="AE", vat_rate=0, vat=ZERO, total=D(50))
    [piece] = files_of(entity=ours.entity, first=YEAR[0], last=YEAR[1])
    told = [(row["Account"], row["VATCode"], row["VATGrid"], row["Credit"]) for row in read_entries(piece.data)]
    assert [one for one in told if one[1]] == [
        ("700000", "S 21.00", "03", "50,00"),
        ("451000", "S 21.00", "54", "10,50"),
        ("700000", "AE", "44", "50,00"),
    ]


def test_the_same_entries_make_the_same_bytes(ours):
    money(ours)
    [once], [again] = (files_of(entity=ours.entity, first=YEAR[0], last=YEAR[1]) for _n in range(2))
    assert (once.data, once.lines) == (again.data, 6)


def test_an_entity_keeps_its_own_numbers(ours):
    ChartAccount.objects.create(entity=ours.entity, account="trust.held", number="489777", label="Tiers", set_at=NOW)
    assert chart_of(ours.entity)["trust.held"].number == "489777"
    money(ours)
    assert "489777" in {line.number for one in entries(ours.entity, *YEAR) for line in one.lines}


def test_another_agency_has_none_of_it():
    ours, theirs = world.side("ours"), world.side("theirs")
    with acting_for(ours.pk):
        money(ours)
        assert list(entries(ours.entity, *YEAR))
    with acting_for(theirs.pk):
        assert not list(entries(ours.entity, *YEAR))

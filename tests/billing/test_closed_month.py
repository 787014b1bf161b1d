"""A month as an accountant lives it: closed, then a fee corrected and a payment returned in the next: both tie."""

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from agencies.models import Entity
from agencies.scope import acting_for
from billing.services.drawing import credit_in_full
from files.services import read
from funds.models import Receipt
from funds.rules.ledger import Account
from reports.models import Closing
from reports.queries.month import Month, month_of
from reports.services.month import ANOTHER_FIRST, CLOSED, NOT_OVER, close
from reports.services.month_papers import papers
from tests.billing.conftest import Books, noon
from tests.billing.house import House, opened
from tests.funds.make import line

pytestmark = pytest.mark.real_commits
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 4)
SIGNED, PAID, SENT, DEBITED = date(2026, 3, 2), date(2026, 3, 10), date(2026, 3, 11), date(2026, 3, 12)
CLOSED_ON, RETURNED, CREDITED = date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 7)


@dataclass
class Story:
    """March with a payment and its remittance; what the bank debited is told too."""

    house: House
    got: Receipt = field(init=False)

    def __post_init__(self) -> None:
        books = self.house.books
        claim = books.claim(books.sign(on=SIGNED), on=SIGNED)
        books.day(SIGNED)
        self.got = self.house.debtor_pays(claim, "1000.00", PAID)
        self.house.remits(SENT)
        self.house.bank(line("-1000.00", "Reversement", DEBITED, ref="X", iban=books.creditor(claim.contract).iban))

    def month(self, month: date) -> Month:
        with acting_for(self.house.books.agency.pk):
            return month_of(Entity.objects.get(pk=self.house.entity.pk), month)

    def closes(self, month: date, on: date) -> object:
        with acting_for(self.house.books.agency.pk):
            return close(entity=self.house.entity, month=month, on=on, at=noon(on))

    def file_of(self, month: date) -> bytes:
        with acting_for(self.house.books.agency.pk):
            row = Closing.objects.select_related("file").get(month=month)
            assert row.file
            assert row.sha256 == row.file.sha256
            return read(row.file)

    def april(self) -> None:
        """The payment of March is taken back, a file of March comes late, the invoice of March is credited."""
        back = {"ref": self.got.end_to_end[:-1], "iban": self.got.payer_iban, "back": "AC04"}
        self.house.bank(line("-1000.00", "Retour", RETURNED, **back))
        self.house.bank(line("70.00", "unknown", date(2026, 3, 30)))
        books: Books = self.house.books
        with acting_for(books.agency.pk):
            credit_in_full(invoice=books.invoices()[0], reason="Error", at=noon(CREDITED))
        books.day(CREDITED)


@pytest.fixture
def story(books: Books) -> Story:
    return Story(opened(books))


def sheets(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    """The rows of each worksheet of the workbook in a ZIP, without their headings."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        book = load_workbook(io.BytesIO(archive.read(next(n for n in archive.namelist() if n.endswith(".xlsx")))))
    return {sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book.worksheets}


def total(rows: list[tuple[object, ...]], column: int) -> Decimal:
    return sum((Decimal(str(row[column])) for row in rows if row[column] is not None), Decimal(0))


def test_every_check_of_a_month_ties(story):
    told = story.month(MARCH)
    assert [check.code for check in told.checks if not check.ties] == []
    assert (told.received, told.remitted, told.balance(Account.HELD)) == (Decimal(1000), Decimal(1000), Decimal(0))
    assert (told.fees.earned, told.net, told.tax) == (Decimal("150.00"), Decimal("50.00"), Decimal("10.50"))


def test_a_closed_month_and_the_next_both_tie(story):
    assert isinstance(story.closes(MARCH, CLOSED_ON), Closing)
    story.april()
    april = story.month(APRIL)
    assert [check.code for check in april.checks if not check.ties] == []
    # the return, and the 70.00 of 30 March that came late; the credit note takes back 50.00, the success fee 100.00
    assert (april.taken_back, april.received) == (Decimal(1000), Decimal(70))
    assert isinstance(story.closes(APRIL, MAY), Closing)


def test_what_comes_later_changes_nothing_of_a_closed_month(story):
    before = story.month(MARCH)
    story.closes(MARCH, CLOSED_ON)
    story.house.books.day(CLOSED_ON)
    kept = story.file_of(MARCH)
    story.april()
    after = story.month(MARCH)
    assert (after.accounts, after.fees, after.vat) == (before.accounts, before.fees, before.vat)
    assert story.file_of(MARCH) == kept
    with acting_for(story.house.books.agency.pk):
        assert papers(after) == kept


def test_the_sums_of_the_sheets_are_those_of_the_month(story):
    story.closes(MARCH, CLOSED_ON)
    story.house.books.day(CLOSED_ON)
    told, found = story.month(MARCH), sheets(story.file_of(MARCH))
    assert total(found["Comptes de tiers"], 9) == total(found["Comptes de tiers"], 10) > 0
    assert total(found["Comptes propres"], 9) == total(found["Comptes propres"], 10) > 0
    assert total(found["Journal des honoraires"], 10) == told.fees.earned
    assert total(found["Journal des honoraires"], 11) == total(found["Factures"], 10) == told.net
    assert total(found["TVA"], 6) == total(found["Factures"], 11) == told.tax
    assert total(found["Encaissements"], 9) == told.received - told.taken_back
    assert total(found["Reversements"], 6) == told.remitted + told.withheld
    assert total(found["Détenu pour les créanciers"], 4) == told.balance(Account.HELD)
    assert total(found["À attribuer"], 8) == told.balance(Account.UNMATCHED)
    assert total(found["Balances"], 5) == 0


def test_a_month_is_closed_once_in_its_order_and_not_before_its_end(story):
    assert story.closes(MARCH, date(2026, 3, 31)) == NOT_OVER
    assert story.closes(APRIL, MAY) == ANOTHER_FIRST
    assert isinstance(story.closes(MARCH, CLOSED_ON), Closing)
    assert story.closes(MARCH, CLOSED_ON) == CLOSED
    assert story.closes(date(2026, 2, 1), CLOSED_ON) == CLOSED


def test_what_is_still_open_is_kept_with_the_closing(story):
    story.house.bank(line("70.00", "unknown", date(2026, 3, 30)))
    made = story.closes(MARCH, CLOSED_ON)
    assert ["trust.unmatched", 1, "70.00"] in made.warnings
    assert "untold" in {code for code, _count, _amount in made.warnings}

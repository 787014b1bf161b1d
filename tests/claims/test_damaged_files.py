"""Damaged files through the whole intake: each makes all of its claims, or leaves nothing at all."""

import csv
import io
import random

import pytest
from django.db import transaction

from agencies.scope import acting_for
from claims.models import Claim, ClaimItem, Debtor, Event, Import, ImportRow
from claims.services.intake import Refused, import_file
from tests import world
from tests.claims.make import ON, row, sheet
from tests.formats.make import xlsx_file
from tests.formats.make_ubl import ubl
from tests.formats.test_fuzz import TOKENS, damaged, damaged_inside

FILES = 40  # of each kind: every one is a whole import
ROWS = [row(number=f"F{n}", name=f"Client {n}", customer=f"C{n}") for n in range(6)]
CSV = sheet(*ROWS)
XLSX = xlsx_file(list(csv.reader(io.StringIO(CSV.decode()))))
TABLES = (Claim, ClaimItem, Debtor, Event, Import, ImportRow)


def rows_kept():
    return {table.__name__: table.objects.count() for table in TABLES}


def check(data, contract):
    """One file is taken whole, or nothing is kept of it."""
    before = rows_kept()
    made = import_file(data=data, name="f", contract=contract, on=ON, at=world.NOW)
    after = rows_kept()
    if isinstance(made, Refused):
        assert after == before
        return "refused"
    assert after["Claim"] - before["Claim"] == made.claims == after["Event"] - before["Event"]
    assert after["ClaimItem"] - before["ClaimItem"] == made.ready + made.warned
    assert made.rows == made.ready + made.warned + made.refused
    return "taken"


MAKERS = {
    "csv": lambda dice: damaged(CSV, TOKENS["csv"], dice),
    "xlsx": lambda dice: damaged_inside(XLSX, dice),
    "ubl": lambda dice: damaged(ubl(), TOKENS["xlsx"], dice) if dice.random() < 0.8 else ubl(ID=str(dice.random())),
}


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.django_db
def test_a_damaged_file_is_taken_whole_or_leaves_nothing(kind):
    ours, dice, found = world.world().ours, random.Random(20260302), set()
    for _ in range(FILES):
        data = MAKERS[kind](dice)
        with acting_for(ours.agency.pk), transaction.atomic():
            found.add(check(data, ours.contract))
            transaction.set_rollback(True)
    assert found == {"refused", "taken"}

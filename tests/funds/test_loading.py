"""A statement booked together is, row for row, what its receipts would be one by one; the queries do not grow."""

import re
from decimal import Decimal as D

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from agencies.scope import acting_for
from funds.models import Entry, Line, Movement, Receipt
from funds.services.importing import import_bank
from funds.services.receiving import Incoming, receive
from jobs.models import Clock
from tests import world
from tests.funds.make import camt, line

NOW = world.NOW
OWN = ("id", "uid", "source", "movement", "subject", "receipt", "entry")

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    side = world.side("ours")
    with acting_for(side.pk):
        yield side


def booked(*lines, **given):
    return import_bank(data=camt(*lines, **given), name="camt.xml", at=NOW)


def told(row):
    """What a row says, but for which one it is."""
    return {name: value for name, value in model_to_dict(row).items() if name not in OWN} | {"agency": row.agency_id}


def rows_of(receipt):
    """The receipt, its entry, the lines of this and its clock."""
    entry = Entry.objects.get(source=f"receipt:{receipt.pk}")
    lines = Line.objects.filter(entry=entry, receipt=receipt).order_by("pk")
    clock = Clock.objects.get(subject=f"receipt:{receipt.pk}")
    return [told(row) for row in (receipt, entry, *lines, clock)]


def test_what_is_loaded_is_what_would_be_received_one_by_one(ours):
    booked(line("60.00", "thanks", name="Jean"), line("5.00"), line("-2.00"))
    loaded = Receipt.objects.order_by("pk").first()
    given = {"way": "bank", "source": "test:one", "booked_on": loaded.booked_on, "value_on": loaded.value_on}
    said = {name: getattr(loaded, name) for name in ("payer", "payer_iban", "reference", "end_to_end", "text")}
    one = receive(incoming=Incoming(entity=ours.entity, amount=loaded.amount, told=said, **given), at=NOW)
    assert rows_of(loaded) == rows_of(Receipt.objects.get(pk=one.pk))
    assert (loaded.unmatched, loaded.source) == (loaded.amount, f"movement:{loaded.movement_id}")


PART = """<TxDtls><AmtDtls><TxAmt><Amt Ccy="EUR">{0}</Amt></TxAmt></AmtDtls><RltdPties><Dbtr><Nm>Payer {0}</Nm></Dbtr>
</RltdPties></TxDtls>"""


def test_the_payments_of_a_batch_are_receipts_of_one_movement(ours):
    parts = "".join(PART.format(amount) for amount in ("10.00", "20.00"))
    data = re.sub("<TxDtls>.*</TxDtls>", parts, camt(line("30.00")).decode(), flags=re.DOTALL)
    import_bank(data=data.encode(), name="camt.xml", at=NOW)
    movement = Movement.objects.get()
    found = Receipt.objects.order_by("pk").values_list("amount", "payer", "source")
    named = [(D(amount), f"Payer {amount}") for amount in ("10.00", "20.00")]
    assert list(found) == [(*one, f"movement:{movement.pk}:{n}") for n, one in enumerate(named)]


@pytest.mark.parametrize("text", ['a "quoted" one', "semi;colon, comma", "two\nlines", "back\\slash", "\\N", "NULL"])
def test_the_words_of_the_bank_are_kept_as_they_are(ours, text):
    booked(line("5.00", name=text))
    assert Receipt.objects.get().payer == text


def test_a_long_statement_takes_as_many_queries_as_a_short_one(ours):
    counts = []
    for n, size in enumerate((1, 2, 40)):
        with CaptureQueriesContext(connection) as seen:
            booked(*[line("5.00", f"no {n}") for _ in range(size)], number=n + 1, opening=f"{5 * n * (n + 1) // 2}.00")
        counts.append(len(seen))
    assert counts[1] == counts[2]  # the first asks for the options of the agency besides

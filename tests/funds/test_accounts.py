"""A creditor's account with the trust: every line explained, and the sums those of the ledger."""

import io
from datetime import date
from decimal import Decimal as D

import pytest
from pypdf import PdfReader

from agencies.scope import acting_for
from files.models import File
from files.services import read
from funds.models import RemittanceLine
from funds.queries.accounts import statement
from funds.queries.ledger import account_of, held_for
from funds.rules.ledger import Kind
from funds.services.accounts import own_statement
from funds.services.attributing import Wanted, allocate
from funds.services.papers import account_paper, draw_advice
from funds.services.returning import return_payment
from jobs.models import Job
from tests.funds.make import receipt
from tests.funds.paying import NEXT, NOW, ON, approved, made
from web.formatting import money

pytestmark = pytest.mark.django_db
LONG = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def office():
    """Two creditors paid out, then one more payment for the first, and one that the bank takes back."""
    told = made()
    approved(told)
    with acting_for(told.side.pk):
        for amount in ("40.00", "15.00"):
            got = receipt(told.side.entity, amount, on=NEXT)
            allocate(receipt_id=got.pk, parts=[Wanted(told.side.claim.pk, D(amount))], on=NEXT, at=NOW)
        return_payment(receipt_id=got.pk, on=NEXT, at=NOW, reason="AM04")
    return told


def of(office, *days):
    party = office.side.claim.party_id
    with acting_for(office.side.pk):
        return statement(party, *(days or LONG))


def test_each_line_says_what_came_and_left_and_what_was_then_held(office):
    lines = [(one.kind, one.amount, one.balance, one.payments) for one in of(office).lines]
    assert lines == [
        (Kind.ATTRIBUTED, D("100.00"), D("100.00"), 1),
        (Kind.ATTRIBUTED, D("50.00"), D("150.00"), 1),
        (Kind.REMITTED, D("-150.00"), D("0.00"), 2),
        (Kind.ATTRIBUTED, D("40.00"), D("40.00"), 1),
        (Kind.ATTRIBUTED, D("15.00"), D("55.00"), 1),
        (Kind.RETURNED, D("-15.00"), D("40.00"), 1),
    ]


def test_its_sums_are_those_of_the_ledger(office):
    found, party = of(office), office.side.claim.party_id
    with acting_for(office.side.pk):
        opening, held = account_of(party, *LONG)
        assert (found.opening, found.closing) == (opening, held[-1].balance)
        assert found.closing == held_for(LONG[1], party_id=party)[party]
    assert (found.came, found.left) == (D("205.00"), D("165.00"))


def test_a_later_period_opens_with_what_the_one_before_closed_with(office):
    assert of(office, ON, ON).closing == of(office, NEXT, NEXT).opening


def test_a_long_account_is_cut_and_says_so(office):
    with acting_for(office.side.pk):
        found = statement(office.side.claim.party_id, *LONG, most=2)
    assert (len(found.lines), found.is_cut, found.closing) == (2, True, D("40.00"))


def test_a_creditor_is_told_of_its_own_money_alone(office):
    party = office.side.claim.party_id
    with acting_for(office.side.pk, party_id=party):
        found = own_statement(party_id=party, first=LONG[0], last=LONG[1])
    assert found == of(office)
    assert office.side.others_claim.number not in [one.claim for one in found.lines]


def test_the_paper_of_an_account_has_its_lines_and_sums(office):
    with acting_for(office.side.pk):
        paper = account_paper(office.side.claim.party_id, first=LONG[0], last=LONG[1])
    assert (len(paper.rows), paper.creditor) == (6, office.side.creditor)
    assert [text for text, _kind in paper.rows[0]][2:] == [money(D("100.00")), "", money(D("100.00"))]


def test_an_advice_names_every_payment_and_is_kept_for_its_creditor(office):
    with acting_for(office.side.pk):
        line = RemittanceLine.objects.get(party_id=office.side.claim.party_id)
        job = Job.objects.create(kind="export", party_id=line.party_id, asked_at=NOW)
        draw_advice(job=job, line_id=line.pk, language="fr", at=NOW)
        job.refresh_from_db()
        file = File.objects.get(uid=job.result["file"])
        text = PdfReader(io.BytesIO(read(file))).pages[0].extract_text()
    assert (file.party_id, job.result["rows"]) == (line.party_id, 2)
    assert text.count(str(office.side.claim.number)) >= 2
    assert line.end_to_end in text

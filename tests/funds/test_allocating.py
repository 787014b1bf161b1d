"""Receipts booked together: on each claim the same as one by one, and none keeps another from being booked."""

import pytest
from django.forms.models import model_to_dict

from agencies.scope import acting_for
from amicable.models import Confirmation, QueueEntry
from claims.letters.parts import printed_reference
from claims.models import Claim, Credit, Event
from claims.queries.statement import statement_of
from funds.models import Entry, Line, Receipt, ReceiptPart
from funds.services.allocating import allocate_all
from funds.services.attributing import Order, Wanted
from funds.services.importing import import_bank
from funds.services.matching import match, match_file
from funds.services.returning import return_payment
from tests import world
from tests.funds.make import camt, fresh, line, receipt

NOW, ON, D = world.NOW, world.DAY, world.Decimal
SUMS = ("40.00", "60.00", "5.00")

pytestmark = pytest.mark.django_db


def contract(slug):
    """An agency with one contract."""
    agency = world.agency(slug)
    with acting_for(agency.pk):
        signed = world.contract(world.creditor(), paynow_from_stock=False)
        world.terms(signed.creditor)
        signed.entity.trust_iban = world.TRUST_IBAN
        signed.entity.save()
    return agency, signed


def paid(signed, *lines):
    """A file with these lines, and with a payment for each of some new claims, one paid in full."""
    claims = [world.claim(signed) for _ in SUMS] + [world.claim(signed, stage="amicable")]
    sums = [*SUMS, str(statement_of(Claim.objects.get(pk=claims[-1].pk), ON).total)]
    named = [line(amount, printed_reference(one.reference)) for one, amount in zip(claims, sums, strict=True)]
    return claims, import_bank(data=camt(*named, *lines), name="camt.xml", at=NOW)


def said(claim):
    """All that a payment leaves behind on a claim, but for keys and what is drawn by lot."""
    claim = Claim.objects.get(pk=claim.pk)
    part = ReceiptPart.objects.get(claim=claim)
    lines = Line.objects.filter(entry=Entry.objects.get(source=f"part:{part.pk}")).order_by("pk")
    kept = model_to_dict(part, exclude=["id", "receipt", "claim", "credit", "party"])
    return (
        kept, [(one.account, one.amount) for one in lines], claim.stage, claim.closed_as, statement_of(claim, ON).total,
        list(Event.objects.filter(claim=claim).order_by("seq").values_list("seq", "kind", "actor")),
        list(Credit.objects.filter(claim=claim).order_by("pk").values_list("kind", "amount", "value_on", "note")),
        list(Confirmation.objects.filter(claim=claim).order_by("kind").values_list("kind", "due_on")),
        list(QueueEntry.objects.filter(claim=claim).values_list("look_on", "language")),
        (part.receipt.amount - part.receipt.unmatched),
    )  # fmt: skip


def test_together_is_as_one_by_one():
    told = []
    for slug in ("single", "together"):
        agency, signed = contract(slug)
        with acting_for(agency.pk):
            claims, file = paid(signed)
            if slug == "together":
                assert match_file(bank_file=file, on=ON, at=NOW) == len(claims)
            else:
                assert all(match(receipt_id=row.pk, on=ON, at=NOW) for row in Receipt.objects.order_by("pk"))
            told.append([said(claim) for claim in claims])
    assert told[0] == told[1]
    assert told[0][-1][2] == "closed"


@pytest.fixture
def ours():
    side = world.side("ours")
    with acting_for(side.pk):
        yield side


def test_what_is_refused_keeps_nothing_else_from_being_booked(ours):
    other = world.claim(ours.contract)
    bad, good = receipt(ours.entity, "10.00"), receipt(ours.entity, "10.00")
    orders = [Order(bad.pk, (Wanted(ours.claim.pk, D("10.01")),)), Order(good.pk, (Wanted(other.pk, D("4.00")),))]
    assert allocate_all(orders=orders, on=ON, at=NOW) == [good.pk]
    assert (fresh(bad).unmatched, fresh(good).unmatched) == (D("10.00"), D("6.00"))


def test_what_the_bank_took_back_is_left(ours):
    back = receipt(ours.entity, "10.00")
    return_payment(receipt_id=back.pk, on=ON, at=NOW)
    assert allocate_all(orders=[Order(back.pk, (Wanted(ours.claim.pk, D("10.00")),))], on=ON, at=NOW) == []


def test_a_claim_is_named_once(ours):
    orders = [Order(receipt(ours.entity).pk, (Wanted(ours.claim.pk, D(1)),)) for _ in range(2)]
    with pytest.raises(ValueError, match="two receipts"):
        allocate_all(orders=orders, on=ON, at=NOW)


def test_the_second_payment_of_a_file_sees_what_the_first_one_paid(ours):
    owed = statement_of(fresh(ours.claim), ON).total
    named = printed_reference(ours.claim.reference)
    made = import_bank(data=camt(line(str(owed - 1), named), line("5.00", named)), name="camt.xml", at=NOW)
    assert match_file(bank_file=made, on=ON, at=NOW) >= 1
    assert list(ReceiptPart.objects.order_by("pk").values_list("amount", flat=True)) == [owed - 1, D("1.00")]
    assert statement_of(fresh(ours.claim), ON).total == 0


def test_one_sum_pays_several_claims_of_which_another_sum_pays_none(ours):
    claims = [world.claim(ours.contract) for _ in range(2)]
    owed = sum(statement_of(fresh(one), ON).total for one in claims)
    text = " ".join(printed_reference(one.reference) for one in claims)
    made = import_bank(data=camt(line(str(owed), text), line("3.00", "thanks")), name="camt.xml", at=NOW)
    assert match_file(bank_file=made, on=ON, at=NOW) == 1
    assert {part.claim_id for part in ReceiptPart.objects.all()} == {one.pk for one in claims}

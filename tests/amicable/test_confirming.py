"""What debtors are written to as an answer: in their language, on paper or by e-mail, once; and all by `tick`."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from agencies.scope import acting_for
from amicable.answering import written
from amicable.models import Confirmation
from amicable.rules.plans import Wish
from amicable.services import disputing, planning, promising
from amicable.services.confirming import confirm
from amicable.speaking.answers import ANSWERS, KINDS
from claims.models import Claim, Debtor, Event, Representative
from claims.services.lifecycle import credit
from creansys.tick import tick
from files.services import read
from funds.services.attributing import Wanted, allocate
from funds.services.returning import return_payment
from messaging.models import Message, MessageFile
from tests import world
from tests.funds.make import receipt

ON = date(2026, 3, 2)
pytestmark = pytest.mark.django_db


def at(on=ON):
    return datetime(on.year, on.month, on.day, 9, tzinfo=UTC)


@pytest.fixture
def ours():
    side = world.side("ours")
    with acting_for(side.pk):
        yield side


def agreed(ours, number=3):
    plan = planning.ask_plan(claim_id=ours.claim.pk, by="debtor", way="email", on=ON, at=at())
    return planning.agree(plan_id=plan.pk, wish=Wish(first_on=date(2026, 3, 16), number=number), on=ON, at=at())


def confirmed(kind="plan_agreed"):
    made = Confirmation.objects.get(kind=kind)
    return confirm(confirmation_id=made.pk, at=at())


def debtor(ours, **columns):
    Debtor.objects.filter(pk=ours.claim.debtor_id).update(**columns)


def pdf(message):
    file = MessageFile.objects.filter(message=message).order_by("position").first().file
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(read(file))).pages)


def test_a_plan_is_confirmed_by_e_mail_with_a_pdf_that_lists_each_instalment(ours):
    plan = agreed(ours)
    message = confirmed().message
    assert (message.channel, message.recipient) == ("email", f"debtor:{ours.claim.debtor_id}")
    text = pdf(message)
    for part in plan.instalments.all():
        assert f"{part.due_on:%d/%m/%Y}" in text
    assert "gratuit" in message.text
    assert confirm(confirmation_id=Confirmation.objects.get().pk, at=at()) is None


def test_without_an_e_mail_address_it_goes_by_post(ours):
    debtor(ours, email="")
    agreed(ours)
    message = confirmed().message
    assert (message.channel, message.posting_on) == ("letter", ON)


def test_without_any_address_it_is_left_out_and_told(ours):
    debtor(ours, email="", street="")
    agreed(ours)
    assert confirmed().left_out == "no-address"
    assert Event.objects.filter(kind="not_confirmed").exists()
    assert not Message.objects.exists()


def test_whoever_is_represented_is_written_to_through_the_representative(ours):
    given = {"party_id": ours.claim.party_id, "debtor": ours.claim.debtor, "kind": "lawyer", "name": "Me Roux"}
    one = Representative.objects.create(**given, email="roux@example.test", since=ON, proof=world.file())
    agreed(ours)
    message = confirmed().message
    assert (message.recipient, message.address) == (f"representative:{one.pk}", "roux@example.test")


@pytest.mark.parametrize("language", [*ANSWERS])
@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_is_said_in_every_language_with_nothing_left_to_fill_in(ours, kind, language):
    debtor(ours, language=language)
    plan = agreed(ours)
    dispute = disputing.raise_dispute(claim_id=ours.claim.pk, by="agent", ground="other", said="x", on=ON, at=at())
    dispute.reasons, dispute.state = "Vu la facture.", "rejected"
    made = Confirmation(claim=Claim.objects.get(pk=ours.claim.pk), kind=kind, plan=plan, dispute=dispute, position=1)
    said = written(made, ON)
    assert said.heading == ANSWERS[language].by_kind[kind].heading
    assert "{" not in said.text
    assert said.heading in said.page


def test_a_debtor_who_settled_is_told_that_the_debt_is_extinguished(ours):
    Claim.objects.filter(pk=ours.claim.pk).update(notified_on=ON)
    owed = Decimal("9999.00")
    credit(claim_id=ours.claim.pk, kind="payment", value_on=ON, amount=owed, source="declared:1", at=at())
    assert "éteinte" in confirmed("extinguished").message.subject


def test_a_debtor_never_written_to_is_not_told(ours):
    credit(claim_id=ours.claim.pk, kind="payment", value_on=ON, amount=Decimal(9999), source="declared:1", at=at())
    assert not Confirmation.objects.exists()


def test_every_payment_received_gets_its_receipt_once(ours):
    debtor(ours, email="x@example.test")
    got = receipt(ours.entity, "40.00")
    [part] = allocate(receipt_id=got.pk, parts=[Wanted(ours.claim.pk, got.amount)], on=ON, at=at())
    message = confirmed("payment_received").message
    assert (message.kind, message.recipient) == ("amicable.payment_received", f"debtor:{ours.claim.debtor_id}")
    assert "40,00" in message.text
    assert "40,00" in pdf(message)
    assert Confirmation.objects.get().subject == f"part:{part.pk}"


def test_a_payment_that_came_back_before_gets_none(ours):
    got = receipt(ours.entity, "40.00")
    allocate(receipt_id=got.pk, parts=[Wanted(ours.claim.pk, got.amount)], on=ON, at=at())
    return_payment(receipt_id=got.pk, on=ON, at=at())
    assert confirmed("payment_received").left_out == "no-longer"


@pytest.mark.real_commits
def test_tick_does_all_of_it_by_date_and_nothing_twice():
    side = world.side("ours")
    with acting_for(side.pk):
        due = {"amount": Decimal(100), "due_on": ON + timedelta(days=2), "way": "call", "on": ON, "at": at()}
        promising.promise(claim_id=side.claim.pk, **due)
    broken = tick(side.pk, ON + timedelta(days=6))
    assert (broken["arranged"], broken["failed"]) == (1, 0)
    with acting_for(side.pk):
        agreed(side)
    first, again = tick(side.pk, ON + timedelta(days=10)), tick(side.pk, ON + timedelta(days=10))
    assert (first["confirmed"], first["failed"]) == (2, 0)  # the plan, and a reminder of its first instalment
    assert not any(again.values())

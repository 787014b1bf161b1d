"""Money out: what is proposed, who approves it, that it is paid once whatever happens, and what the bank answers."""

from datetime import date
from decimal import Decimal as D

import pytest
from django.db import IntegrityError, transaction
from lxml import etree

from agencies.models import Member
from agencies.scope import acting_for
from clients.models import AccountChange, Contract, Creditor
from clients.services import OWN_CHANGE, change_account, confirm_account
from core.errors import Stale
from core.money import ZERO
from files.services import read
from funds.models import Receipt, Remittance
from funds.queries.ledger import held_for, where_is
from funds.queries.paying import late, waiting
from funds.rules.remitting import Deduction, Why
from funds.services import answered, remitting
from funds.services.importing import import_bank
from funds.services.remitting import CHANGED, NOTHING, SAME_PERSON, WAITING, approve, hand_over, withdraw
from funds.services.returning import return_payment
from jobs.models import Clock
from messaging.models import Message
from tests import world
from tests.funds.make import camt, fresh, line
from tests.funds.paying import NEXT, NOW, ON, approved, lines_of, made, proposed, told

pytestmark = pytest.mark.django_db
OLD_IBAN, NEW_IBAN = world.CREDITOR_IBAN, "BE62510007547061"


@pytest.fixture
def office():
    return made()


def test_a_run_has_a_line_for_each_creditor_and_moves_nothing(office):
    run = proposed(office)
    with acting_for(office.side.pk):
        assert [(one.gross, one.iban, one.state) for one in lines_of(run)] == [
            (D("150.00"), OLD_IBAN, "planned"),
            (D("70.00"), OLD_IBAN, "planned"),
        ]
    assert told(office) == {"bank": D("220.00"), "held": D("-220.00")}
    assert proposed(office) == WAITING


def test_nobody_approves_what_they_proposed(office):
    run = proposed(office)
    with office.as_(office.one):
        assert approve(remittance_id=run.pk, on=ON, at=NOW) == SAME_PERSON
        with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
            Remittance.objects.filter(pk=run.pk).update(state="approved", approved_by=office.one, approved_at=NOW)


def test_two_seats_of_a_person_are_one_pair_of_eyes(office):
    run = proposed(office)
    with acting_for(office.side.pk):
        Member.objects.filter(pk=office.one.pk).update(ended_on=ON)
        again = world.member("manager", of=office.one.user)
    with office.as_(again):
        assert approve(remittance_id=run.pk, on=ON, at=NOW) == SAME_PERSON


def test_an_approved_run_has_left_the_books_and_has_its_order(office):
    run = approved(office)
    assert told(office) == {}
    with acting_for(office.side.pk):
        order = etree.fromstring(read(run.file))
        ids = [one.text for one in order.iter("{*}EndToEndId")]
        assert ids == [one.end_to_end for one in lines_of(run)]
        assert next(one.text for one in order.iter("{*}CtrlSum")) == "220.00"
        assert (run.state, run.sha256) == ("approved", run.file.sha256)
        assert where_is(Receipt.objects.earliest("pk").pk) == {"remitted": D("100.00")}


def test_a_second_click_pays_nothing_more(office):
    run = approved(office)
    assert approved(office, run).file == run.file
    assert told(office) == {}
    assert proposed(office) == NOTHING


def test_a_run_is_withdrawn_and_its_money_is_proposed_again(office):
    run = proposed(office)
    with office.as_(office.two):
        withdraw(remittance_id=run.pk, on=ON, at=NOW, note="Too early")
        with pytest.raises(Stale):
            approve(remittance_id=run.pk, on=ON, at=NOW)
    assert isinstance(proposed(office), Remittance)


def test_a_payment_taken_back_before_the_approval_stops_the_run(office):
    run = proposed(office)
    with acting_for(office.side.pk):
        return_payment(receipt_id=Receipt.objects.earliest("pk").pk, on=ON, at=NOW)
    assert approved(office, run) == CHANGED
    assert told(office) == {"bank": D("120.00"), "held": D("-120.00")}


def test_what_is_not_yet_good_waits(office):
    with acting_for(office.side.pk):
        Receipt.objects.filter(amount=D("100.00")).update(due_at=None)  # a cheque that may still come back
    run = proposed(office)
    with acting_for(office.side.pk):
        assert [one.gross for one in lines_of(run)] == [D("50.00"), D("70.00")]


def test_the_promise_is_kept_when_the_order_is_with_the_bank(office):
    run = approved(office)
    with office.as_(office.one):
        assert not Clock.objects.filter(met_at=NOW).exists()
        assert hand_over(remittance_id=run.pk, at=NOW).state == "handed_over"
        assert Clock.objects.filter(kind=remitting.CLOCK, met_at=NOW).count() == 3


def test_its_creditor_is_told_once_of_each_payment(office):
    with acting_for(office.side.pk):
        Creditor.objects.filter(pk=office.side.creditor.pk).update(email="compta@creditor.example")
    run = approved(office)
    with office.as_(office.one):
        assert not Message.objects.filter(kind="creditor.remittance").exists()
        for _n in range(2):
            hand_over(remittance_id=run.pk, at=NOW)
        mail = Message.objects.get(kind="creditor.remittance")
    assert (mail.address, mail.text.count("\n- ")) == ("compta@creditor.example", 2)
    assert OLD_IBAN not in mail.text


def test_money_left_behind_is_late_once_its_hours_are_over(office):
    with acting_for(office.side.pk):
        due = Receipt.objects.earliest("pk").due_at
        assert (late(NOW).count(), late(due).count()) == (0, 3)


def test_an_approved_run_alone_is_handed_over(office):
    run = proposed(office)
    with office.as_(office.one):
        assert hand_over(remittance_id=run.pk, at=NOW) == remitting.NOT_APPROVED


# An account that was changed


def changed(office, member=None):
    with office.as_(member or office.one):
        given = {"iban": NEW_IBAN, "bic": "", "reason": "Mail", "on": ON, "at": NOW}
        return change_account(creditor=office.side.creditor, **given)


def confirmed(office, change, member=None):
    with office.as_(member or office.two):
        return confirm_account(change=change, channel="call", reason="Called her", on=ON, at=NOW)


def whys(office, on):
    with acting_for(office.side.pk):
        return {one.payee.name: (one.payee.why, one.payee.from_) for one in waiting(office.side.entity, on)}


def test_money_goes_to_a_changed_account_once_confirmed_and_after_three_working_days(office):
    change, name = changed(office), office.side.creditor.name
    after = date(2026, 3, 5)
    assert whys(office, after)[name] == (Why.UNCONFIRMED, after)
    confirmed(office, change)
    assert whys(office, date(2026, 3, 4))[name] == (Why.COOLING, after)
    assert whys(office, after)[name] == (None, None)


def test_a_run_leaves_out_whose_account_is_not_sure(office):
    changed(office)
    with acting_for(office.side.pk):
        assert [one.name for one in lines_of(proposed(office))] == [office.side.other.name]


def test_nobody_confirms_their_own_change(office):
    change = changed(office)
    assert isinstance(change, AccountChange)
    assert confirmed(office, change, office.one) == OWN_CHANGE


def test_an_account_changed_after_the_proposal_stops_the_run(office):
    run = proposed(office)
    changed(office)
    assert approved(office, run) == CHANGED


# Invoices set off


def owed(office, amount="30.00"):
    return [Deduction(office.side.creditor.party_id, "2026-7", D(amount))]


def test_invoices_are_taken_only_where_the_contract_says_so(office):
    with acting_for(office.side.pk):
        assert [one.withheld for one in lines_of(proposed(office, deductions=owed(office)))] == [ZERO, ZERO]


def test_what_is_set_off_is_withheld_and_the_rest_paid(office, monkeypatch):
    monkeypatch.setattr(remitting, "publish", lambda _event: None)  # no such invoice for billing to see paid
    with acting_for(office.side.pk):
        Contract.objects.filter(creditor=office.side.creditor).update(set_off=True)
    run = approved(office, proposed(office, deductions=owed(office)))
    assert told(office) == {"bank": D("30.00"), "withheld": D("-30.00")}
    with acting_for(office.side.pk):
        first = lines_of(run)[0]
        assert (first.amount, first.deductions) == (D("120.00"), [{"reference": "2026-7", "amount": "30.00"}])


def test_no_more_is_set_off_than_is_held(office, monkeypatch):
    monkeypatch.setattr(remitting, "publish", lambda _event: None)  # no such invoice for billing to see paid
    with acting_for(office.side.pk):
        Contract.objects.filter(creditor=office.side.creditor).update(set_off=True)
    run = approved(office, proposed(office, deductions=owed(office, "999.00")))
    assert told(office) == {"bank": D("150.00"), "withheld": D("-150.00")}
    with acting_for(office.side.pk):
        assert [(one.amount, one.state) for one in lines_of(run)] == [(ZERO, "paid"), (D("70.00"), "ordered")]


# What the bank answers


def load(office, *lines, opening="220.00"):
    with acting_for(office.side.pk):
        return import_bank(data=camt(*lines, opening=opening), name="camt.xml", at=NOW)


def test_the_debit_of_a_whole_run_settles_it(office):
    run = approved(office)
    assert load(office, line("-220.00", on=NEXT)).state == "booked"
    with acting_for(office.side.pk):
        assert fresh(run).state == "done"
        assert {one.state for one in lines_of(run)} == {"paid"}
    assert told(office) == {}


def test_a_debit_named_as_one_line_settles_that_line(office):
    run = approved(office)
    with acting_for(office.side.pk):
        first = lines_of(run)[0]
        args = {"amount": D("150.00"), "end_to_end": first.end_to_end, "iban": "", "on": NEXT, "at": NOW}
        assert answered.debited(entity=office.side.entity, **args)
        assert [one.state for one in lines_of(run)] == ["paid", "ordered"]
        assert fresh(run).state == "handed_over"
        assert not answered.debited(entity=office.side.entity, **args)


STATUS = """<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt><GrpHdr><MsgId>B1</MsgId>
<CreDtTm>2026-03-03T09:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>{order}</OrgnlMsgId>
<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts><OrgnlPmtInfAndSts>
<OrgnlPmtInfId>{order}</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>{line}</OrgnlEndToEndId><TxSts>RJCT</TxSts>
<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"""


def refused(office, run, order=""):
    first = lines_of(run)[0]
    data = STATUS.format(order=order or remitting.message_id(run), line=first.end_to_end).encode()
    return answered.read_status(remittance_id=run.pk, data=data, on=NEXT, at=NOW)


def test_a_line_that_the_bank_refuses_is_held_again(office):
    run = approved(office)
    with office.as_(office.one):
        assert refused(office, run) == answered.Told(paid=0, refused=1)
        assert refused(office, run) == answered.Told(paid=0, refused=0)
        assert [(one.state, one.reason) for one in lines_of(run)] == [("refused", "AC04"), ("ordered", "")]
        assert held_for(NEXT) == {office.side.creditor.party_id: D("150.00")}
    assert told(office) == {"bank": D("150.00"), "held": D("-150.00")}


def test_an_answer_about_another_order_is_not_taken(office):
    run = approved(office)
    with office.as_(office.one):
        assert refused(office, run, order="CREANSYS-9-9") == answered.ANOTHER


def test_a_refused_line_of_a_payment_taken_back_covers_what_the_entity_owed(office):
    run = approved(office)
    with office.as_(office.one):
        return_payment(receipt_id=Receipt.objects.earliest("pk").pk, on=ON, at=NOW)
        assert told(office)["receivable"] == D("100.00")
        refused(office, run)
        assert where_is(Receipt.objects.earliest("pk").pk) == {"returned": D("100.00")}
    assert told(office) == {"bank": D("50.00"), "held": D("-50.00")}


def test_money_that_a_creditors_bank_sends_back_is_held_again(office):
    run = approved(office)
    load(office, line("-220.00", on=NEXT))
    with acting_for(office.side.pk):
        first = lines_of(run)[0]
        given = {"end_to_end": first.end_to_end, "on": NEXT, "reason": "AC04", "at": NOW}
        assert not answered.came_back(amount=D("149.00"), **given)
        assert answered.came_back(amount=D("150.00"), **given)
        assert not answered.came_back(amount=D("150.00"), **given)
        assert held_for(NEXT) == {office.side.creditor.party_id: D("150.00")}

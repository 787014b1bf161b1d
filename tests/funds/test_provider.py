"""Paid through the provider: booked once, with the provider until it pays out, its fee the entity's, never lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal as D
from threading import Barrier

import pytest
from django.db import connection

from agencies.scope import acting_for
from claims.models import Credit
from claims.queries.statement import statement_of
from claims.rules import ClosedAs, HoldKind
from claims.services import lifecycle
from core.dates import add_days
from creansys.tick import tick
from deploy.local import payments
from funds.models import Entry, OnlinePayment, Receipt, ReceiptPart, Settlement
from funds.provider import Failed
from funds.queries.ledger import where_is
from funds.queries.provider import NOT_HERE, STOPPED, to_look, to_read
from funds.services import provider, provider_settling
from funds.services.attributing import MORE_THAN_OWED
from funds.services.importing import import_bank
from funds.services.matching import match_file
from funds.services.provider import TOO_LITTLE
from funds.services.remitting import approve, propose
from tests import world
from tests.funds.make import camt, line
from tests.funds.online import again, at_page, begun, looked, paid, providing, receipt_of, told

NOW, ON = world.NOW, world.DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(db):
    return world.side("ours")


@pytest.fixture
def there(settings, monkeypatch, tmp_path):
    with providing(settings, monkeypatch, tmp_path) as provider_:
        yield provider_


def credited(side, claim=None):
    with acting_for(side.pk):
        return [row.amount for row in Credit.objects.filter(claim=claim or side.claim).order_by("pk")]


def paid_out(side, more=()):
    """The provider pays out, the bank books it, and we read what it is made of; the settlement."""
    [made] = payments.settle()
    with acting_for(side.pk):
        file = import_bank(data=camt(line(made["net"], f"Versement {made['number']}"), *more), name="camt", at=NOW)
        match_file(bank_file=file, on=ON, at=NOW)
        assert provider_settling.spot(at=NOW) == 1
        [pk] = to_read(NOW)
    assert provider_settling.read(agency_id=side.pk, settlement_id=pk, at=NOW)
    with acting_for(side.pk):
        return Settlement.objects.get(pk=pk)


def test_a_payment_is_on_the_claim_at_once_and_with_the_provider(ours, there):
    made = paid(ours, there)
    brought = receipt_of(ours, made)
    assert (made.state, brought.way, brought.due_at) == ("paid", "online", None)
    assert credited(ours) == [D("100.00")]
    assert told(ours) == {"trust.at_provider": D("100.00"), "trust.held": D("-100.00")}


def test_nothing_is_believed_that_the_provider_does_not_confirm(ours, there):
    made = at_page(ours)
    assert not looked(ours, made)
    assert (again(ours, made).state, told(ours), credited(ours)) == ("open", {}, [])


@pytest.mark.parametrize("act", ["refuse", "leave"])
def test_refused_or_given_up_nothing_was_taken(ours, there, act):
    made = at_page(ours)
    there.press(f"/pay/{made.reference}/{act}")
    assert looked(ours, made)
    assert (again(ours, made).state, told(ours)) == ("failed", {})


def test_heard_of_ten_times_it_is_booked_once(ours, there):
    made = paid(ours, there)
    assert not any(looked(ours, made) for _ in range(10))
    assert credited(ours) == [D("100.00")]


def test_another_sum_than_was_asked_for_books_nothing(ours, there):
    made = at_page(ours)
    payments._write(payments._read(made.reference) | {"state": "paid", "amount": "1.00"})
    assert not looked(ours, made)
    assert (again(ours, made).detail, told(ours)) == (provider.ELSEWHERE, {})


def test_a_page_elsewhere_leads_nobody_there(ours, there, settings):
    settings.PAYMENTS_PAGES = "https://pay.example"
    made = begun(ours)
    page = {"agency_id": ours.pk, "claim_id": ours.claim.pk, "uid": made.uid, "back": "/", "at": NOW}
    assert provider.page_of(**page) == ""
    assert again(ours, made).detail


def test_the_same_form_twice_is_one_payment(ours, there):
    assert begun(ours) == begun(ours) == begun(ours, token="another press")
    assert at_page(ours).reference == at_page(ours).reference
    assert len(list(payments._payments())) == 1


def test_what_may_be_paid_here_has_bounds(ours, there):
    assert begun(ours, "4.99") == TOO_LITTLE
    assert begun(ours, "5000.00") == MORE_THAN_OWED
    with acting_for(ours.pk):
        lower = {"kind": Credit.Kind.PAYMENT, "value_on": ON, "source": "before", "at": NOW}
        lifecycle.credit(claim_id=ours.claim.pk, amount=statement_of(ours.claim, ON).total - 3, **lower)
    assert isinstance(begun(ours, "3.00"), OnlinePayment)  # all that is left


def world_claim(side, amount, **fields):
    with acting_for(side.pk):
        return world.claim(side.contract, principal=D(amount), **fields)


@pytest.mark.parametrize("kind", [HoldKind.INSOLVENCY, HoldKind.DEATH, HoldKind.WITHDRAWAL])
def test_nobody_pays_where_a_judge_decides_who_is_paid(ours, there, kind):
    with acting_for(ours.pk):
        lifecycle.hold(claim_id=ours.claim.pk, kind=kind, since=ON, reason="", at=NOW)
    assert begun(ours) == STOPPED


@pytest.mark.parametrize("without", ["provider", "account", "power"])
def test_not_where_the_agency_may_take_no_money(ours, there, settings, without):
    with acting_for(ours.pk):
        if without == "account":
            type(ours.entity).objects.filter(pk=ours.entity.pk).update(trust_iban="")
        if without == "power":
            type(ours.contract).objects.filter(pk=ours.contract.pk).update(power_to_receive=False)
    settings.PAYMENTS_URL = "" if without == "provider" else settings.PAYMENTS_URL
    assert begun(ours) == NOT_HERE


def test_paid_twice_what_is_too_much_waits_for_a_person(ours, there):
    small = world_claim(ours, "60.00")
    with acting_for(ours.pk):
        owed = statement_of(small, ON).total
    one, two = (at_page(ours, str(owed), claim_id=small.pk, token=way, method=way) for way in ("card", "bancontact"))
    for made in (one, two):
        there.press(f"/pay/{made.reference}/pay")
        looked(ours, made)
    assert credited(ours, small) == [owed]
    assert receipt_of(ours, two).unmatched == owed


def test_a_claim_closed_meanwhile_takes_nothing(ours, there):
    made = at_page(ours)
    with acting_for(ours.pk):
        lifecycle.close(lifecycle.locked(ours.claim.pk), ClosedAs.KEPT, on=ON, at=NOW)
    there.press(f"/pay/{made.reference}/pay")
    looked(ours, made)
    assert told(ours) == {"trust.at_provider": D("100.00"), "trust.unmatched": D("-100.00")}


def test_who_is_never_told_of_gives_up_after_days(ours, there):
    made = begun(ours)
    with acting_for(ours.pk):
        assert list(to_look(NOW + timedelta(minutes=2))) == [made.pk]
    assert provider.look(agency_id=ours.pk, payment_id=made.pk, at=NOW + timedelta(days=3))
    assert (again(ours, made).state, again(ours, made).due_at) == ("failed", None)


def test_paid_out_it_is_at_the_bank_and_the_fee_is_the_entity_s(ours, there):
    one, two = paid(ours, there), paid(ours, there, "50.00", method="bancontact")
    settled = paid_out(ours)
    assert settled.fee == D("2.00")  # 1.4 % and 0.25 of a card, 0.35 of Bancontact
    assert told(ours) == {
        "trust.bank": D("148.00"), "trust.cover": D("2.00"), "trust.held": D("-150.00"),
        "own.charges": D("2.00"), "own.owed_to_trust": D("-2.00"),
    }  # fmt: skip
    for made in (one, two):
        assert again(ours, made).settled_on == ON
        assert receipt_of(ours, made).due_at
    assert credited(ours) == [D("100.00"), D("50.00")]  # to the cent: the debtor's money is whole


def test_every_cent_of_it_is_in_one_place(ours, there):
    made = paid(ours, there)
    settled = paid_out(ours)
    with acting_for(ours.pk):
        assert where_is(made.receipt_id) == {"held": D("100.00")}
        assert where_is(settled.receipt_id) == {"settled": D("98.35")}


def test_a_settlement_read_twice_is_counted_once(ours, there):
    paid(ours, there)
    settled, before = paid_out(ours), told(ours)
    assert not provider_settling.read(agency_id=ours.pk, settlement_id=settled.pk, at=NOW)
    with acting_for(ours.pk):
        assert provider_settling.spot(at=NOW) == 0
    assert told(ours) == before


def test_the_same_settlement_on_a_second_sum_books_nothing(ours, there):
    paid(ours, there)
    settled = paid_out(ours)
    with acting_for(ours.pk):
        import_bank(data=camt(line("98.35", f"encore {settled.number}"), number=2), name="camt", at=NOW)
        provider_settling.spot(at=NOW)
        [pk] = to_read(NOW)
    assert not provider_settling.read(agency_id=ours.pk, settlement_id=pk, at=NOW)
    with acting_for(ours.pk):
        assert Settlement.objects.get(pk=pk).state == "differs"
    assert told(ours)["trust.unmatched"] == D("-98.35")


@pytest.mark.parametrize("wrong", [{"net": "98.34"}, {"payments": []}, {"number": "STL-OTHER1"}])
def test_what_does_not_agree_to_the_cent_books_nothing(ours, there, wrong):
    made = paid(ours, there)
    [report] = payments.settle()
    payments._write(report | wrong)
    with acting_for(ours.pk):
        import_bank(data=camt(line(report["net"], report["number"])), name="camt", at=NOW)
        provider_settling.spot(at=NOW)
        [pk] = to_read(NOW)
    assert not provider_settling.read(agency_id=ours.pk, settlement_id=pk, at=NOW)
    assert again(ours, made).settled_on is None
    assert told(ours)["trust.at_provider"] == D("100.00")


def test_a_payment_nobody_told_of_is_booked_when_it_is_paid_out(ours, there):
    made = at_page(ours)
    there.press(f"/pay/{made.reference}/pay")
    paid_out(ours)
    assert (again(ours, made).state, credited(ours)) == ("paid", [D("100.00")])


def test_charged_back_before_it_was_paid_out(ours, there):
    made = paid(ours, there)
    there.press(f"/return/{made.reference}")
    assert looked(ours, made)
    assert told(ours) == {}
    assert credited(ours) == [D("100.00"), D("-100.00")]


def test_charged_back_after_it_was_remitted_the_creditor_owes_it(ours, there):
    made = paid(ours, there)
    paid_out(ours)
    with acting_for(ours.pk, member_id=ours.agent.pk):
        run = propose(entity_id=ours.entity.pk, on=ON, at=NOW)
    with acting_for(ours.pk, member_id=ours.manager.pk):
        approve(remittance_id=run.pk, on=ON, at=NOW)
    there.press(f"/return/{made.reference}")
    assert looked(ours, made)
    assert told(ours) == {
        "trust.bank": D("-1.65"), "trust.at_provider": D("-100.00"), "trust.cover": D("101.65"),
        "own.receivable": D("100.00"), "own.charges": D("1.65"), "own.owed_to_trust": D("-101.65"),
    }  # fmt: skip


def test_what_was_charged_back_is_taken_off_the_next_settlement(ours, there):
    made = paid(ours, there)
    paid_out(ours)
    there.press(f"/return/{made.reference}")
    paid(ours, there, "300.00")
    paid_out(ours)
    assert (again(ours, made).state, again(ours, made).kept_by_id is not None) == ("back", True)
    found = told(ours)
    assert (found["trust.held"], found.get("trust.at_provider")) == (D("-300.00"), None)
    assert found["trust.bank"] + found["trust.cover"] == D("300.00")


@pytest.mark.real_commits
def test_heard_and_looked_up_at_once_it_is_booked_once(settings, monkeypatch, tmp_path):
    ours = world.side("ours")
    with providing(settings, monkeypatch, tmp_path) as there:
        made = at_page(ours)
        there.press(f"/pay/{made.reference}/pay")
        start = Barrier(4)

        def ask(_n):
            try:
                start.wait()
                return looked(ours, made)
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as people:
            assert sorted(people.map(ask, range(4))) == [False, False, False, True]
    with acting_for(ours.pk):
        assert (Receipt.objects.count(), ReceiptPart.objects.count(), Entry.objects.count()) == (1, 1, 2)


@pytest.mark.real_commits
def test_two_clicks_at_once_are_one_payment(settings, monkeypatch, tmp_path):
    ours, start = world.side("ours"), Barrier(4)
    with providing(settings, monkeypatch, tmp_path):

        def click(n):
            try:
                start.wait()
                return at_page(ours, token="one form" if n % 2 else f"form {n}").reference
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as people:
            assert len(set(people.map(click, range(4)))) == 1
        assert len(payments._payments()) == 1


def test_a_provider_that_is_down_is_asked_again(ours, there, settings):
    made = at_page(ours)
    settings.PAYMENTS_URL = "http://127.0.0.1:9"
    assert not looked(ours, made)
    kept = again(ours, made)
    assert (kept.state, kept.detail, kept.due_at > NOW) == ("open", "answer:ConnectionError", True)
    with acting_for(ours.pk):
        assert isinstance(provider._record(made.pk, Failed("x"), NOW), bool)


@pytest.mark.real_commits
def test_who_is_never_told_hears_by_the_tick_of_the_day(settings, monkeypatch, tmp_path):
    ours = world.side("ours")
    with providing(settings, monkeypatch, tmp_path) as there:
        made = at_page(ours)
        there.press(f"/pay/{made.reference}/pay")
        assert [tick(ours.pk, add_days(ON, 1))["online"] for _ in range(2)] == [1, 0]
    assert again(ours, made).state == "paid"


def test_the_stand_in_s_statement_is_one_that_is_booked(ours, there):
    paid(ours, there)
    [made] = payments.settle()
    statement = payments.show(f"/settlements/{made['number']}/statement.xml", {})
    with acting_for(ours.pk):
        file = import_bank(data=statement.body, name=statement.name, at=NOW)
        assert (file.state, Receipt.objects.get(way="bank").amount) == ("booked", D("98.35"))
        assert provider_settling.spot(at=NOW) == 1


def test_an_asker_without_the_token_makes_no_payment(ours, there, settings):
    settings.PAYMENTS_TOKEN = "another"
    made = begun(ours)
    page = {"agency_id": ours.pk, "claim_id": ours.claim.pk, "uid": made.uid, "back": "/", "at": NOW}
    assert (provider.page_of(**page), payments._payments()) == ("", [])


@pytest.mark.parametrize("others", ["claim", "agency"])
def test_a_payment_is_found_by_its_own_claim_alone(ours, there, others):
    made, theirs = begun(ours), world.side("theirs")
    place = {"agency_id": ours.pk, "claim_id": ours.others_claim.pk}
    if others == "agency":
        place = {"agency_id": theirs.pk, "claim_id": ours.claim.pk}
    assert provider.page_of(**place, uid=made.uid, back="/", at=NOW) == ""
    assert payments._payments() == []

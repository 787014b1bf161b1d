"""Money on the office's pages: a file is loaded, a sum finds its file, is set aside, undone; agents only look."""

from decimal import Decimal as D

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.scope import acting_for
from funds.models import BankFile, Movement, Receipt, ReceiptPart
from funds.queries.ledger import balances
from funds.rules.ledger import Account, reconciles
from tests.funds.make import camt, line, receipt
from tests.world import DAY

pytestmark = pytest.mark.django_db


def sent(manager, data, name="camt.xml"):
    return manager.post(manager.at("money/bank/new/"), {"file": SimpleUploadedFile(name, data)})


def row(side, made):
    with acting_for(side.pk):
        return Receipt.objects.get(pk=made.pk)


def came(side, amount="100.00", **told):
    with acting_for(side.pk):
        return receipt(side.entity, amount, told={"payer": "Jean Payeur", **told})


def books(side):
    with acting_for(side.pk):
        found = balances(side.entity.pk, DAY.replace(year=2999))
        assert reconciles(found)
        return found


def test_a_bank_file_is_loaded_and_shown(manager, ours):
    page = manager.get(sent(manager, camt(line("60.00", "thanks"), line("-5.00", iban=""))).url)
    assert [figure.value for figure in page.context["figures"]] == ["2", "0", "0", "0", "1", "1"]
    states = [cell.text for table_row in page.context["movements"].rows for cell in table_row.cells[2:3]]
    assert "attention" in states[0]
    assert "danger" in states[1]


def test_a_broken_bank_file_says_why_in_french(manager, ours):
    page = manager.get(sent(manager, camt(line("60.00"), closing="9.00")).url)
    assert "Rien de ce fichier" in page.content.decode()
    with acting_for(ours.pk):
        assert (BankFile.objects.get().state, Movement.objects.count()) == ("refused", 0)


def test_a_sum_finds_its_file(manager, ours):
    made = came(ours)
    given = {"number": ours.claim.number, "amount": "40,00", "note": "told by telephone"}
    assert manager.post(manager.at(f"money/{made.uid}/attribute/"), given).status_code == 302
    with acting_for(ours.pk):
        part = ReceiptPart.objects.get()
    assert (part.amount, part.note, row(ours, made).unmatched) == (D("40.00"), "told by telephone", D("60.00"))
    page = manager.get(manager.at(f"money/{made.uid}/"))
    assert [one["number"] for one in page.context["shares"]] == [ours.claim.number]


@pytest.mark.parametrize(
    ("number", "amount", "status"), [("999999", "10,00", 422), (None, "100,01", 422), ("x", "1", 422)]
)
def test_what_makes_no_sense_books_nothing(manager, ours, number, amount, status):
    made = came(ours)
    given = {"number": number or ours.claim.number, "amount": amount}
    assert manager.post(manager.at(f"money/{made.uid}/attribute/"), given).status_code == status
    assert row(ours, made).unmatched == D("100.00")


def test_more_than_owed_is_refused_with_the_reason(manager, ours):
    made = came(ours, "9000.00")
    given = {"number": ours.claim.number, "amount": "9000,00"}
    page = manager.post(manager.at(f"money/{made.uid}/attribute/"), given)
    assert page.status_code == 409
    assert "Une part dépasse" in page.content.decode()


def test_what_is_too_much_is_set_aside(manager, ours):
    made = came(ours)
    manager.post(manager.at(f"money/{made.uid}/set-aside/"), {"amount": "100,00"})
    assert row(ours, made).to_return == D("100.00")
    assert books(ours)[Account.TO_RETURN] == D("-100.00")


def test_a_payment_is_undone_and_moved(manager, ours):
    made = came(ours)
    given = {"number": ours.claim.number, "amount": "100,00"}
    manager.post(manager.at(f"money/{made.uid}/attribute/"), given)
    with acting_for(ours.pk):
        part = ReceiptPart.objects.get()
    address = manager.at(f"money/{made.uid}/parts/{part.pk}/")
    assert manager.get(address).status_code == 200
    manager.post(address, {"note": "wrong Payeur"})
    assert row(ours, made).unmatched == D("100.00")
    manager.post(manager.at(f"money/{made.uid}/returned/"), {"on": DAY.isoformat(), "note": "MD06"})
    assert row(ours, made).returned_on == DAY
    assert not any(books(ours).values())


def test_a_debit_is_explained_on_its_page(manager, ours):
    sent(manager, camt(line("60.00"), line("-60.00", iban="")))
    with acting_for(ours.pk):
        movement, paid = Movement.objects.get(amount__lt=0), Receipt.objects.get()
    address = manager.at(f"money/bank/movements/{movement.pk}/")
    assert manager.get(address).status_code == 200
    manager.post(address, {"receipt": paid.pk})
    assert row(ours, paid).returned_on == DAY
    assert manager.get(address).status_code == 404


def test_the_banks_charge_is_proposed_booked_and_asked_of_the_entity(manager, ours):
    sent(manager, camt(line("60.00"), line("-7.50", "Frais de compte", name="", iban="")))
    with acting_for(ours.pk):
        movement = Movement.objects.get(amount__lt=0)
    address = manager.at(f"money/bank/movements/{movement.pk}/")
    assert manager.get(address).context["form"].initial == {"receipt": "charge"}
    manager.post(address, {"receipt": "charge"})
    assert manager.get(address).status_code == 404
    assert books(ours)["own.charges"] == D("7.50")
    page = manager.get(manager.at("money/out/"))
    assert page.context["alarm"][0].startswith("7,50")


def test_somebody_takes_a_sum_to_look_into(manager, ours):
    made = came(ours)
    manager.post(manager.at(f"money/{made.uid}/take/"))
    assert row(ours, made).owner_id == ours.manager.pk
    manager.post(manager.at(f"money/{made.uid}/take/"))
    assert row(ours, made).owner_id is None


@pytest.mark.parametrize("act", ["attribute", "set-aside", "returned", "take"])
def test_an_agent_looks_and_changes_nothing(agent, ours, act):
    made = came(ours)
    assert agent.get(agent.at(f"money/{made.uid}/")).context["main"] is None
    given = {"number": ours.claim.number, "amount": "1,00", "on": DAY.isoformat()}
    assert agent.post(agent.at(f"money/{made.uid}/{act}/"), given).status_code == 403
    found = row(ours, made)
    assert (found.unmatched, found.returned_on, found.owner_id) == (D("100.00"), None, None)


@pytest.mark.parametrize(("asked", "found"), [("jean", 1), ("100", 1), ("100,01", 0), ("zoe", 0)])
def test_money_is_found_by_payer_and_amount(agent, ours, asked, found):
    came(ours)
    assert len(agent.get(agent.at("money/"), {"q": asked}).context["table"].rows) == found


def test_the_books_balance_on_a_day(manager, ours):
    came(ours)
    page = manager.get(manager.at("money/books/"), {"on": DAY.isoformat()})
    ledgers = page.context["tables"][-2:]
    assert all('value="0"' in table.rows[-1].cells[-1].text for table in ledgers)


def test_an_agent_takes_cash_and_the_deposit_is_counted(agent, ours, client):
    given = {"token": "1", "way": "cash", "amount": "30,00", "on": DAY.isoformat()}
    for _ in range(2):  # a double click
        assert agent.post(agent.at(f"claims/{ours.claim.number}/received/"), given).status_code == 302
    with acting_for(ours.pk):
        taken = Receipt.objects.get()
    client.force_login(ours.manager.user)
    made = came(ours, "30.00")
    address = f"/ours/office/money/{made.uid}/deposit/"
    assert taken.number in client.get(address).content.decode()
    assert client.post(address, {"taken": [taken.pk]}).status_code == 302
    assert row(ours, taken).deposited_on == DAY
    assert row(ours, made).unmatched == 0


def test_too_much_cash_is_refused_with_its_source(agent, ours):
    given = {"token": "1", "way": "cash", "amount": "9000,00", "on": DAY.isoformat()}
    page = agent.post(agent.at(f"claims/{ours.claim.number}/received/"), given)
    assert page.status_code == 409
    with acting_for(ours.pk):
        assert not Receipt.objects.exists()

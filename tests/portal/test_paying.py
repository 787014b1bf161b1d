"""A debtor pays by card or Bancontact: once, as the provider says and not the browser, never where nobody may."""

from decimal import Decimal as D

import pytest
from django.core.cache import cache
from django.utils.timezone import localdate, now

from agencies.scope import acting_for
from amicable.queries.plans import parts_of
from amicable.rules.plans import Wish
from amicable.services.planning import agree, ask_plan
from claims.models import Credit, Hold
from core.dates import add_days
from deploy.local import payments
from funds.models import OnlinePayment, Receipt
from tests.funds.online import providing
from tests.portal.debtors import entered


@pytest.fixture(autouse=True)
def _calm():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def there(settings, monkeypatch, tmp_path):
    with providing(settings, monkeypatch, tmp_path) as provider:
        yield provider


@pytest.fixture
def home(client, ours):
    return entered(client, ours)


def form_of(client, home):
    return client.get(f"{home}pay/").context["form"]


def sent(client, home, method="card", **given):
    """The form as a browser sends it."""
    form = form_of(client, home)
    said = {"token": form.initial["token"], "what": "other", "amount": "100,00", "method": method}
    return client.post(f"{home}pay/", said | given)


def payment(side):
    with acting_for(side.pk):
        return OnlinePayment.objects.get()


def at_page(client, side, home):
    """The debtor pressed the button, and is where it leads."""
    going = sent(client, home)
    page = client.get(going["Location"])["Location"]
    return page, payment(side)


def test_without_a_provider_a_transfer_alone(client, home):
    answer = client.get(f"{home}pay/")
    assert answer.context["form"] is None
    assert "form-action 'self'" in answer["Content-Security-Policy"].replace(";", " ")


def test_the_button_leads_to_the_provider_and_no_further(client, ours, there, home):
    page, row = at_page(client, ours, home)
    assert page == row.page == f"{there.url}/pay/{row.reference}"
    policy = client.get(f"{home}pay/")["Content-Security-Policy"]
    assert f"form-action 'self' {there.url}" in policy
    assert there.url not in client.get(home)["Content-Security-Policy"]


def test_the_provider_is_told_nothing_of_the_debtor(client, ours, there, home):
    _page, row = at_page(client, ours, home)
    said = str(there.says(row))
    assert "+++" in said
    for secret in (ours.claim.debtor.name, ours.creditor.name, ours.claim.debtor.email):
        assert secret not in said


def test_paid_it_says_so_and_the_claim_owes_less(client, ours, there, home):
    _page, row = at_page(client, ours, home)
    there.press(f"/pay/{row.reference}/pay")
    answer = client.get(f"{home}pay/{row.uid}/")
    assert (answer.context["state"], payment(ours).state) == ("paid", "paid")
    with acting_for(ours.pk):
        assert Credit.objects.get().amount == D("100.00")


@pytest.mark.parametrize(("act", "state"), [("refuse", "failed"), ("leave", "failed"), ("", "open")])
def test_not_paid_it_never_says_that_it_was(client, ours, there, home, act, state):
    _page, row = at_page(client, ours, home)
    there.press(f"/pay/{row.reference}/{act}")
    assert client.get(f"{home}pay/{row.uid}/").context["state"] == state
    with acting_for(ours.pk):
        assert not Receipt.objects.exists()


def test_a_provider_that_does_not_answer_takes_nothing(client, ours, there, home, settings):
    settings.PAYMENTS_URL = "http://127.0.0.1:9"
    going = sent(client, home)["Location"]
    back = client.get(going)["Location"]
    assert client.get(back).context["state"] == "away"


def test_the_same_form_twice_is_one_payment(client, ours, there, home):
    token = form_of(client, home).initial["token"]
    assert {sent(client, home, token=token)["Location"] for _ in range(3)} == {f"{home}pay/{payment(ours).uid}/go/"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "4,99"},
        {"amount": "99999"},
        {"amount": ""},
        {"amount": "-5"},
        {"what": "x"},
        {"what": "all"},
        {"method": "cash"},
    ],
)
def test_what_makes_no_sense_is_asked_again(client, ours, there, home, wrong):
    assert sent(client, home, **wrong).status_code in (200, 422)
    with acting_for(ours.pk):
        assert not OnlinePayment.objects.exists()


def test_all_of_it_closes_the_file_and_still_says_so(client, ours, there, home):
    sent(client, home, what="all", amount="")
    row = payment(ours)
    client.get(f"{home}pay/{row.uid}/go/")
    there.press(f"/pay/{payment(ours).reference}/pay")
    answer = client.get(f"{home}pay/{row.uid}/")
    assert (answer.status_code, answer.context["state"], answer.context["closed"]) == (200, "paid", True)
    assert client.get(home).status_code == 403


def test_the_next_instalment_comes_first(client, ours, there, home):
    on = localdate()
    first = add_days(on, 10)
    with acting_for(ours.pk, member_id=ours.manager.pk):
        asked = ask_plan(claim_id=ours.claim.pk, by="debtor", way="portal", on=on, at=now())
        agreed = agree(plan_id=asked.pk, wish=Wish(first_on=first, number=3), on=on, at=now())
        parts = parts_of(agreed)
    sums = form_of(client, home)._sums
    assert sums == {"part": parts[0].amount, "all": sum(part.amount for part in parts)}


@pytest.mark.parametrize("kind", ["insolvency", "death"])
def test_where_nobody_may_pay_the_page_offers_nothing(client, ours, there, home, kind):
    with acting_for(ours.pk):
        Hold.objects.create(claim=ours.claim, party_id=ours.claim.party_id, kind=kind, since=ours.claim.opened_on)
    answer = client.get(f"{home}pay/")
    assert (answer.context["form"], answer.context["qr_url"]) == (None, "")
    assert sent_raw(client, home).status_code == 200
    with acting_for(ours.pk):
        assert not OnlinePayment.objects.exists()


def sent_raw(client, home):
    return client.post(f"{home}pay/", {"token": "t", "what": "all", "method": "card"})


def test_a_payment_is_shown_to_its_own_debtor_alone(client, ours, there, home):
    _page, row = at_page(client, ours, home)
    with acting_for(ours.pk):
        OnlinePayment.objects.filter(pk=row.pk)
    assert client.get(f"{home}pay/{ours.claim.uid}/").status_code == 404
    client.post(f"{home}leave/")
    assert client.get(f"{home}pay/{row.uid}/").status_code == 403
    assert client.get(f"{home}pay/{row.uid}/go/").status_code == 403
    assert len(payments._payments()) == 1


@pytest.mark.parametrize("language", ["nl", "de", "en", "fr"])
def test_it_speaks_the_reader_s_language(client, ours, there, home, language):
    client.get(f"{home}?language={language}")
    words = {"nl": "Betalen met", "de": "Mit Bancontact", "en": "Pay with", "fr": "Payer par"}[language]
    assert words in client.get(f"{home}pay/").content.decode()
    _page, row = at_page(client, ours, home)
    assert there.says(row)["language"] == language

"""The provider calls: sealed, of this moment, about a payment of this agency; what it says is looked up, no more."""

import json
import time
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.urls import reverse

from agencies.models import Agency
from agencies.scope import acting_for
from deploy.local import payments
from funds import provider as seals
from funds import views
from funds.models import Receipt
from tests.funds.online import SECRET, again, at_page, paid, providing, told
from tests.world import NOW, world

pytestmark = pytest.mark.django_db
URL = "/hooks/ours/payments/"


@pytest.fixture
def made(db):
    return world()


@pytest.fixture
def there(settings, monkeypatch, tmp_path):
    cache.clear()
    with providing(settings, monkeypatch, tmp_path) as provider:
        yield provider
    cache.clear()


def call(client, payment, *, url=URL, secret=SECRET, at=None, body=None, seal=None):
    """The status that the provider gets."""
    body = json.dumps({"reference": str(getattr(payment, "uid", payment))}).encode() if body is None else body
    seal = seals.sealed(secret, int(at or time.time()), url, body) if seal is None else seal
    headers = {"Payment-Signature": seal}
    return client.post(url, body, content_type="application/json", headers=headers).status_code


@pytest.fixture
def queued(monkeypatch, django_capture_on_commit_callbacks):
    """The payments that a worker is asked to look up."""
    asked = []
    monkeypatch.setattr("funds.services.provider.later", lambda _task, payment_id, **_: asked.append(payment_id))
    return asked


def test_a_call_makes_us_look_and_answers_at_once(client, made, there, queued):
    payment = at_page(made.ours)
    there.press(f"/pay/{payment.reference}/pay")
    assert [call(client, payment), call(client, payment)] == [204, 204]
    assert queued == [payment.pk, payment.pk]
    assert told(made.ours) == {}  # not before it is looked up
    assert again(made.ours, payment).due_at > NOW


@pytest.mark.parametrize(
    "wrong",
    [{"secret": "another"}, {"seal": ""}, {"seal": "t=1,v1=00"}, {"at": time.time() - 301}, {"at": time.time() + 3000}],
)
def test_a_wrong_seal_or_an_old_one_does_nothing(client, made, there, queued, wrong):
    payment = at_page(made.ours)
    before = again(made.ours, payment).due_at
    assert call(client, payment, **wrong) == 403
    assert (queued, again(made.ours, payment).due_at) == ([], before)


def test_a_seal_is_for_one_agency(client, made, there, queued):
    payment, theirs = at_page(made.ours), "/hooks/theirs/payments/"
    body = json.dumps({"reference": str(payment.uid)}).encode()
    assert call(client, payment, url=theirs, seal=seals.sealed(SECRET, int(time.time()), URL, body)) == 403
    assert call(client, payment, url=theirs) == 404  # sealed for it, and not its payment
    assert queued == []


def test_without_a_secret_of_ours_nobody_is_heard(client, made, there, settings):
    settings.PAYMENTS_HOOK_SECRET = ""
    assert call(client, at_page(made.ours), secret="") == 403


@pytest.mark.parametrize(
    ("body", "status"), [(b"", 422), (b"[]", 422), (b'{"reference": 7}', 422), (b"\xff", 422), (b"x" * 10_001, 413)]
)
def test_what_cannot_be_read_is_nothing(client, made, there, body, status):
    assert call(client, None, body=body) == status


def test_of_payments_and_agencies_that_are_none_nothing_is_known(client, made, there):
    assert call(client, uuid4()) == call(client, uuid4(), url="/hooks/nobody/payments/") == 404
    assert client.get(URL).status_code == 405


def test_calls_are_counted(client, made, there, monkeypatch):
    monkeypatch.setattr(views, "MOST", 2)
    assert [call(client, uuid4()) for _ in range(3)] == [404, 404, 429]


def test_a_suspended_agency_hears_of_its_money(client, made, there, queued):
    payment = at_page(made.ours)
    with acting_for(made.ours.pk):
        Agency.objects.update(suspended_on=NOW.date())
    assert call(client, payment) == 204


def test_the_interface_asks_for_its_token(made, there, settings):
    payment = at_page(made.ours)
    settings.PAYMENTS_TOKEN = "another"
    assert seals.look(payment.reference).detail == "HTTP 401"


@pytest.mark.real_commits
def test_from_the_button_to_the_claim(live_server, settings, monkeypatch, tmp_path):
    settings.PUBLIC_URL = live_server.url
    ours = world().ours
    with providing(settings, monkeypatch, tmp_path) as there:
        payment = at_page(ours)
        assert there.says(payment)["notify_url"] == live_server.url + reverse(
            "funds:payment_told", kwargs={"agency": "ours"}
        )
        monkeypatch.setattr("funds.services.provider.later", lambda *_a, **_k: None)
        assert payments.call(payments._read(payment.reference)) == 204
        paid(ours, there)
    with acting_for(ours.pk):
        assert Receipt.objects.get().unmatched == 0

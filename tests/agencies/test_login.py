"""Signing in: what lets in, what keeps out, and that keeping one caller out keeps out no other."""

from ipaddress import ip_network

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from agencies.models import SignInFailure
from tests import world

pytestmark = pytest.mark.django_db
GOOD, BAD = "correct horse battery", "wrong horse battery"
HOME, ATTACKER = "192.0.2.10", "198.51.100.66"


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def ada():
    return world.user("ada@example.test", name="Ada", password=GOOD)


def sign_in(client: Client, password: str = GOOD, email: str = "ada@example.test", ip: str = HOME, **more):
    return client.post("/accounts/login/", {"login": email, "password": password}, REMOTE_ADDR=ip, **more)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_password_lets_in_and_leads_home(client, ada):
    assert sign_in(client)["Location"] == "/"
    assert is_in(client)


def test_the_address_may_be_typed_in_capitals(client, ada):
    sign_in(client, email="ADA@Example.test")
    assert is_in(client)


def test_signing_in_changes_the_session_key(client, ada):
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key
    sign_in(client)
    assert is_in(client)
    assert client.session.session_key != before


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client, ada, settings):
    settings.SESSION_COOKIE_SECURE = True
    cookie = sign_in(client, secure=True).cookies["sessionid"]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(client, ada):
    known = sign_in(client, BAD)
    unknown = sign_in(Client(), BAD, "nobody@example.test")
    assert known.status_code == unknown.status_code == 200
    assert known.context["form"].errors == unknown.context["form"].errors != {}


def test_a_failed_sign_in_is_remembered_without_password_or_address(client, ada):
    sign_in(client, BAD)
    sign_in(client, BAD, "nobody@example.test")
    known, unknown = SignInFailure.objects.order_by("id")
    assert (known.user_id, unknown.user_id, known.ip) == (ada.pk, None, HOME)
    assert not {"ada@example.test", BAD} & {str(value) for value in vars(known).values()}


def test_a_caller_that_keeps_failing_is_kept_out(client, ada):
    for _ in range(5):
        sign_in(client, BAD)
    sign_in(client)
    assert not is_in(client)


def test_while_an_attacker_hammers_the_owner_still_gets_in(client, ada):
    hammering = Client()
    for _ in range(40):
        sign_in(hammering, BAD, ip=ATTACKER)
    assert not is_in(hammering)
    sign_in(client, ip=HOME)
    assert is_in(client)


def test_an_attack_from_many_addresses_does_not_keep_the_owner_out(client, ada):
    for last in range(1, 61):
        sign_in(Client(), BAD, ip=f"198.51.100.{last}")
    sign_in(client, ip=HOME)
    assert is_in(client)


def test_one_caller_trying_many_accounts_is_kept_out_of_all(client, ada):
    for number in range(30):
        sign_in(client, BAD, f"person{number}@example.test", ATTACKER)
    sign_in(client, ip=ATTACKER)
    assert not is_in(client)


def test_too_many_posts_get_a_429_page(client, ada):
    answers = [sign_in(client, BAD, f"person{number}@example.test").status_code for number in range(61)]
    assert answers[:60] == [200] * 60
    assert answers[60] == 429


def test_an_inactive_account_stays_out(client, ada):
    ada.is_active = False
    ada.save()
    assert sign_in(client)["Location"] == "/accounts/inactive/"
    assert not is_in(client)


def test_nobody_signs_up(client):
    given = {"email": "new@example.test", "password1": GOOD, "password2": GOOD}
    client.post("/accounts/signup/", given)
    assert not is_in(client)
    assert not type(world.user()).objects.filter(email="new@example.test").exists()


def test_after_signing_in_pages_speak_the_users_language(client):
    world.user("jan@example.test", password=GOOD, language="nl")
    assert sign_in(client, email="jan@example.test").cookies[settings.LANGUAGE_COOKIE_NAME].value == "nl"


def test_a_forwarded_address_counts_only_from_a_trusted_proxy(client, ada, settings):
    sign_in(client, BAD, HTTP_X_FORWARDED_FOR=ATTACKER)
    settings.TRUSTED_PROXIES = [ip_network("192.0.2.0/24")]
    sign_in(client, BAD, HTTP_X_FORWARDED_FOR=f"10.0.0.1, {ATTACKER}")
    assert list(SignInFailure.objects.order_by("id").values_list("ip", flat=True)) == [HOME, ATTACKER]


def test_other_sessions_can_be_ended(client, ada):
    other = Client()
    sign_in(other, ip=ATTACKER)
    sign_in(client)
    assert ATTACKER in client.get("/accounts/sessions/").content.decode()
    client.post("/accounts/sessions/")
    assert other.get("/")["Location"].startswith("/accounts/login/")
    assert is_in(client)

"""After signing in: one place, several, none; and the second step that an agency may ask for."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from agencies import services
from agencies.scope import acting_for
from tests import world

pytestmark = pytest.mark.django_db
GOOD, SECRET = "correct horse battery", "JBSWY3DPEHPK3PXP"
SET_UP = "/accounts/2fa/totp/activate/"


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


@pytest.fixture
def ada():
    return world.user("ada@example.test", password=GOOD)


def seat(slug: str, user, role: str = "agent"):
    made = world.agency(slug)
    with acting_for(made.pk):
        world.member(role, of=user)
    return made


def ask_for_second_step(agency) -> None:
    now = timezone.now()
    with acting_for(agency.pk):
        services.set_option(key="security.require_totp", value=True, since=now.date() - timedelta(days=1), at=now)


def sign_in(client: Client):
    return client.post("/accounts/login/", {"login": "ada@example.test", "password": GOOD})


def code() -> str:
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


def test_whoever_is_not_signed_in_is_sent_to_sign_in(client):
    assert client.get("/")["Location"] == "/accounts/login/"


def test_one_seat_leads_straight_home(client, ada):
    seat("ours", ada)
    client.force_login(ada)
    assert client.get("/")["Location"] == "/ours/office/"


def test_several_seats_give_the_choice(client, ada):
    seat("ours", ada)
    seat("theirs", ada, "manager")
    client.force_login(ada)
    assert [place["url"] for place in client.get("/").context["places"]] == ["/ours/office/", "/theirs/office/"]


def test_no_seat_is_said_so(client, ada):
    client.force_login(ada)
    answer = client.get("/")
    assert (answer.status_code, answer.context["places"]) == (200, [])


def test_an_ended_seat_is_none(client, ada):
    made = world.agency("ours")
    with acting_for(made.pk):
        world.member(of=ada, ended_on=world.DAY)
    client.force_login(ada)
    assert client.get("/").context["places"] == []


@pytest.mark.parametrize(("role", "asked"), [("manager", True), ("accountant", True), ("agent", False)])
def test_an_agency_may_ask_managers_and_accountants_for_a_second_step(client, ada, role, asked):
    ask_for_second_step(seat("ours", ada, role))
    sign_in(client)
    assert (client.get("/ours/office/").headers.get("Location") == SET_UP) is asked


def test_without_the_option_nobody_is_asked(client, ada):
    seat("ours", ada, "manager")
    sign_in(client)
    assert client.get("/ours/office/").headers.get("Location") != SET_UP


def test_with_a_second_step_set_up_the_seat_opens(client, ada):
    ask_for_second_step(seat("ours", ada, "manager"))
    TOTP.activate(ada, SECRET)
    assert sign_in(client)["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    client.post("/accounts/2fa/authenticate/", {"code": code()})
    assert client.get("/ours/office/").headers.get("Location") != SET_UP


def test_a_recovery_code_stands_in_for_the_telephone_once(client, ada):
    TOTP.activate(ada, SECRET)
    spare = RecoveryCodes.activate(ada).get_unused_codes()[0]
    answers = []
    for browser in (client, Client()):
        sign_in(browser)
        answers.append(browser.post("/accounts/2fa/authenticate/", {"code": spare}).status_code)
    assert answers == [302, 200]


def test_setting_up_the_second_step_gives_recovery_codes(client, ada):
    sign_in(client)
    client.post("/accounts/reauthenticate/", {"password": GOOD})
    page = client.get(SET_UP)
    secret = page.context["form"].secret
    given = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post(SET_UP, {"code": given})["Location"] == "/accounts/2fa/recovery-codes/"
    assert {row.type for row in Authenticator.objects.filter(user=ada)} == {"totp", "recovery_codes"}

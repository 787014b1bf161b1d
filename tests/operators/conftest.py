"""An operator at the door and behind it, beside two agencies."""

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.urls import reverse

from agencies.models import User
from tests.world import World, user, world

SECRET, GOOD = "JBSWY3DPEHPK3PXP", "correct horse battery"


def code() -> str:
    """What the authenticator shows, for two seconds more at least."""
    left = 30 - time.time() % 30
    if left < 2:
        time.sleep(left)
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


def enter(client, **given):
    """Write password and code at the door."""
    return client.post(reverse("operators:enter"), {"password": GOOD, "code": code()} | given)


@pytest.fixture
def made(db) -> World:
    cache.clear()
    return world()


@pytest.fixture
def ada(db) -> User:
    """An operator with a second step; a client may be signed in as her without having entered."""
    cache.clear()
    found = user("ada@example.test", password=GOOD, is_staff=True)
    TOTP.activate(found, SECRET)
    return found


@pytest.fixture
def operator(client, ada):
    """The test client as an operator who has entered."""
    client.force_login(ada)
    assert enter(client).status_code == 302
    return client

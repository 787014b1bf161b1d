"""The client's own address: what a proxy wrote is believed, what a client wrote is not."""

from ipaddress import ip_network

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from agencies.callers import client_address
from creansys import env

PROXIES = [ip_network("10.0.0.0/8"), ip_network("2001:db8::/32")]
FAKE = st.text(st.characters(blacklist_characters=",", codec="ascii"), max_size=20)


@pytest.mark.parametrize(
    ("remote", "forwarded", "client"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ("10.0.0.2", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.2", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.2", "198.51.100.7, 10.0.0.9", "198.51.100.7"),
        ("10.0.0.2", "rubbish", "10.0.0.2"),
        ("2001:db8::1", "2001:0DC8::7", "2001:dc8::7"),
        ("::ffff:192.0.2.1", "", "192.0.2.1"),
        ("", "198.51.100.7", None),
    ],
)
def test_the_first_address_that_is_no_proxy_of_ours(remote, forwarded, client):
    assert client_address(remote, forwarded, PROXIES) == client


@given(st.lists(FAKE, max_size=4))
def test_nothing_a_client_writes_changes_its_address(written):
    forwarded = ",".join([*written, "198.51.100.7"])
    assert client_address("10.0.0.2", forwarded, PROXIES) == "198.51.100.7"


def test_a_network_that_is_none_stops_the_start(monkeypatch):
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.0/8, proxy")
    with pytest.raises(ImproperlyConfigured, match=r"TRUSTED_PROXIES.*proxy"):
        env.networks("TRUSTED_PROXIES")

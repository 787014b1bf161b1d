"""The client's own address: what a proxy wrote is believed, what a client wrote is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencies.callers import client_address, networks

PROXIES = networks(["10.0.0.0/8", "2001:db8::/32"])
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


def test_a_network_that_is_none_stops_the_start():
    with pytest.raises(ValueError, match="proxy"):
        networks(["proxy"])

"""Delivery status mails: what they say, and that a damaged one is refused, quickly."""

import random
import time

import pytest

from formats.bounces import read_bounce, read_notice
from formats.errors import Unreadable

BOUNCE = b"""From: MAILER-DAEMON@mx.example
To: bounces@creansys.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=utf-8

I am sorry.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Original-Recipient: rfc822;Durand@Exemple.be
Final-Recipient: rfc822; durand@mail.exemple.be
Action: failed
Status: 5.1.1 (bad mailbox)
Diagnostic-Code: smtp; 550 5.1.1 User
 unknown

--b1
Content-Type: %s

From: CREANSYS <no-reply@creansys.example>
Message-ID: <abc.ours@creansys.example>
Subject: Notice

Body
--b1--
"""
WHOLE, HEAD = BOUNCE % b"message/rfc822", BOUNCE % b"text/rfc822-headers"


@pytest.mark.parametrize("data", [WHOLE, HEAD, WHOLE.replace(b"\n", b"\r\n")])
def test_a_bounce_names_the_message_the_address_and_the_reason(data):
    found = read_bounce(data)
    [one] = found.recipients
    assert found.message_id == "<abc.ours@creansys.example>"
    assert (one.address, one.kind, one.status) == ("durand@exemple.be", "permanent", "5.1.1")
    assert one.detail == "550 5.1.1 User unknown"


@pytest.mark.parametrize(("action", "kind"), [(b"delayed", "temporary"), (b"relayed", "delivered")])
def test_what_is_not_a_failure_is_told_as_such(action, kind):
    assert read_bounce(WHOLE.replace(b"failed", action)).recipients[0].kind == kind


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_a_bounce"),
        (b"Subject: Hello\n\nDear all", "not_a_bounce"),
        (WHOLE.replace(b"Message-ID", b"X-ID"), "missing_field"),
        (WHOLE.replace(b"Action: failed", b"Action: perhaps"), "missing_field"),
        (b"x" * (10 * 2**20 + 1), "too_large"),
    ],
)
def test_another_mail_is_refused(data, code):
    with pytest.raises(Unreadable) as refused:
        read_bounce(data)
    assert refused.value.code == code


def test_parts_in_parts_without_end_are_refused():
    head = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3000))
    with pytest.raises(Unreadable):
        read_bounce(head)


def test_damaged_bounces_are_read_or_refused_quickly():
    dice, read = random.Random(20260302), 0
    started = time.perf_counter()
    for _ in range(1000):
        data = bytearray(dice.choice((WHOLE, HEAD)))
        for _cut in range(dice.randint(1, 6)):
            at = dice.randrange(len(data) + 1)
            data[at : at + dice.choice((0, 1, 4, 40))] = dice.choice(
                (b"\n", b"--b1", b"\x00", b"\xff", dice.randbytes(3))
            )
        try:
            read += len(read_bounce(bytes(data)).recipients)
        except Unreadable:
            continue
    assert read > 100
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"message_id": "x"}', b'{"kind": "permanent"}', b"[" * 100_000])
def test_a_notice_that_says_too_little_is_refused(data):
    with pytest.raises(Unreadable):
        read_notice(data)


def test_a_notice_is_read_whatever_its_brackets():
    found = read_notice(
        b'{"message_id": "a@b", "kind": "permanent", "status": "5.9x", "detail": "gone", "provider": "P"}'
    )
    assert (found.message_id, found.kind, found.status, found.detail) == ("<a@b>", "permanent", "", "P: gone")

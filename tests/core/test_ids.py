"""Uids keep the order of time; codes are long enough, readable, and their signs equally likely."""

from collections import Counter

from core.ids import ALPHABET, secret_code, uuid7


def test_uids_are_of_version_7_in_the_order_of_time_and_differ():
    made = [uuid7() for _ in range(1000)]
    assert {(uid.version, uid.variant) for uid in made} == {(7, "specified in RFC 4122")}
    assert len(set(made)) == 1000
    assert made[0].int >> 80 <= made[-1].int >> 80


def test_a_code_has_its_bits_in_signs_that_nobody_mistakes():
    assert len(secret_code()) == 17
    assert len(secret_code(bits=40)) == 9
    assert set("01ilo").isdisjoint("".join(secret_code() for _ in range(200)))


def test_every_sign_is_equally_likely():
    found = Counter("".join(secret_code() for _ in range(4000)))
    mean = 4000 * 17 / len(ALPHABET)
    assert set(found) == set(ALPHABET)
    assert all(abs(count - mean) < 6 * mean**0.5 for count in found.values())

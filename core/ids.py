"""Identifiers that leave the house: time-ordered uids, and codes that nobody can guess."""

import os
import time
import uuid

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0/o, 1/i/l: people read these aloud from paper
EVEN = 256 // len(ALPHABET) * len(ALPHABET)  # below it, each sign stands for equally many bytes
SIGNS = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))
UNEVEN = bytes(range(EVEN, 256))


def uuid7() -> uuid.UUID:
    """A version 7 UUID (RFC 9562): 48 bits of milliseconds, then 74 random bits."""
    value = (time.time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def secret_code(bits: int = 80) -> str:
    """A random code of at least `bits` bits in an alphabet without look-alikes."""
    length = -(-bits * 1000 // 4954)  # log2(31) = 4.954 bits a character
    signs = b""
    while len(signs) < length:
        signs += os.urandom(2 * length).translate(SIGNS, UNEVEN)
    return signs[:length].decode()

"""The numbers that posts give to registered letters, read from what a person typed or pasted."""

import re

NOISE = re.compile(r"[\s./-]+")
NUMBER = re.compile(r"[A-Z0-9]{10,40}")
UNIVERSAL = re.compile(r"[A-Z]{2}(\d{8})(\d)[A-Z]{2}")
WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)  # Universal Postal Union, standard S10
FEWEST_DIGITS = 8


def registered_number(text: str) -> str:
    """The number without blanks and in capitals; "" when no post gives such a number.

    A number in the form of UPU standard S10 (RR 123 456 785 BE) must have the right check digit; the national forms
    (24 digits in Belgium, 1A and eleven digits in France) have none that is published, and pass by their length.
    """
    number = NOISE.sub("", text).upper()
    if not NUMBER.fullmatch(number) or sum(sign.isdigit() for sign in number) < FEWEST_DIGITS:
        return ""
    universal = UNIVERSAL.fullmatch(number)
    return "" if universal and _check_digit(universal[1]) != int(universal[2]) else number


def _check_digit(serial: str) -> int:
    rest = 11 - sum(weight * int(digit) for weight, digit in zip(WEIGHTS, serial, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)

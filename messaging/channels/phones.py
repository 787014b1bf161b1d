"""Telephone numbers that an SMS reaches."""

import re

import phonenumbers

from formats.errors import BadValue
from formats.values import phone

E164 = re.compile(r"\+[1-9]\d{6,14}")
MOBILE = {"BE": re.compile(r"\+324\d{8}"), "FR": re.compile(r"\+33[67]\d{8}")}
LINES = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)


def mobile(written: str, country: str) -> str:
    """The number in E.164 when it is one of a mobile telephone, "" when not; read as one of `country`."""
    try:
        number = phone(written, country) if written else ""
    except BadValue:
        return ""
    if not E164.fullmatch(number):
        return ""
    known = next((pattern for pattern in MOBILE.values() if pattern.fullmatch(number)), None)
    return number if known or _is_mobile_elsewhere(number) else ""


def _is_mobile_elsewhere(number: str) -> bool:
    read = phonenumbers.parse(number)
    return read.country_code not in (32, 33) and phonenumbers.number_type(read) in LINES

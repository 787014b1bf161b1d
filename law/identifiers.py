"""Numbers of businesses and accounts, and structured references on payments."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from stdnum import iban, iso11649
from stdnum.be import ogm_vcs
from stdnum.be import vat as be_vat
from stdnum.exceptions import InvalidComponent, ValidationError
from stdnum.fr import siren, siret, tva

IdentifierKind = Literal["be-enterprise", "be-vat", "fr-siren", "fr-siret", "fr-vat", "iban", "ogm", "rf"]
IDENTIFIER_KINDS: tuple[str, ...] = get_args(IdentifierKind)
LARGEST_BASE = 9_999_999_999
NO_REMAINDER = 97


@dataclass(frozen=True)
class Identified:
    """Whether a number is valid; `normalised` is its compact form, empty when it is not."""

    valid: bool
    normalised: str


def _belgian(value: str) -> str:
    number = be_vat.validate(value)
    if number[0] not in "01":
        raise ValidationError
    return number


def _iban(value: str) -> str:
    """National check digits count, a bank missing from the library's list does not: lists of banks grow old."""
    try:
        return iban.validate(value)
    except InvalidComponent:
        return iban.validate(value, check_country=False)


VALIDATORS: dict[IdentifierKind, Callable[[str], str]] = {
    "be-enterprise": _belgian,
    "be-vat": lambda value: f"BE{_belgian(value)}",
    "fr-siren": siren.validate,
    "fr-siret": siret.validate,
    "fr-vat": lambda value: f"FR{tva.validate(value)}",
    "iban": _iban,
    "ogm": lambda value: _printed(ogm_vcs.validate(value)),
    "rf": iso11649.validate,
}


def identify(kind: IdentifierKind, value: str) -> Identified:
    """Check a number as it was typed, separators and prefix included or not."""
    try:
        return Identified(True, VALIDATORS[kind](value.upper()))
    except ValidationError:
        return Identified(False, "")


@dataclass(frozen=True)
class Firm:
    """A business by the number of its register: the BCE's ten digits, or a SIREN."""

    country: Literal["BE", "FR"]
    number: str

    @property
    def spellings(self) -> tuple[str, ...]:
        """How its numbers are written in capitals without signs; its SIRET are the SIREN and five digits more."""
        if self.country == "BE":
            return self.number, self.number.removeprefix("0"), f"BE{self.number}", f"BE{self.number.removeprefix('0')}"
        return self.number, f"FR{self.number}", french_vat(self.number)


def firms(value: str, country: str = "") -> tuple[Firm, ...]:
    """The firms that a number may stand for: BCE number, SIREN, SIRET or VAT number, separators and prefix or not.

    None when its check digits are wrong; two when nine digits are right in both countries and none is named.
    """
    found = (Firm("BE", identify("be-enterprise", value).normalised), Firm("FR", _siren(value)))
    return tuple(firm for firm in found if firm.number and country in ("", firm.country))


def _siren(value: str) -> str:
    if (vat := identify("fr-vat", value)).valid:
        return vat.normalised[-9:]
    return identify("fr-siren", value).normalised or identify("fr-siret", value).normalised[:9]


def french_vat(number: str) -> str:
    """The VAT number that goes with a SIREN. ValidationError when the SIREN is not one."""
    return f"FR{siren.to_tva(siren.validate(number)).replace(' ', '')}"


def structured_reference(base: int) -> str:
    """The Belgian structured communication of a base of 1 to 10 digits: `+++ddd/dddd/ddddd+++`."""
    if not 0 < base <= LARGEST_BASE:
        raise ValueError("a base has 1 to 10 digits and is not zero")
    return _printed(f"{base:010d}{base % NO_REMAINDER or NO_REMAINDER:02d}")


def creditor_reference(base: str) -> str:
    """The ISO 11649 reference `RF..` of up to 21 letters and digits."""
    if not re.fullmatch(r"[0-9A-Z]{1,21}", base):
        raise ValueError("a reference has 1 to 21 capital letters and digits")
    check = 98 - int("".join(str(int(sign, 36)) for sign in f"{base}RF00")) % 97
    return f"RF{check:02d}{base}"


def _printed(digits: str) -> str:
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"

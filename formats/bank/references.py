"""Structured references on payments: Belgian, ISO 11649, others; told apart, and their check digits judged."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from law.identifiers import identify

ReferenceKind = Literal["ogm", "rf", "other"]

_SEPARATORS = re.compile(r"[\s+*/.]")
_OGM = re.compile(r"[0-9]{12}", re.ASCII)
_RF = re.compile(r"RF[0-9]{2}[0-9A-Z]{1,21}", re.ASCII)
_OGM_IN_TEXT = re.compile(r"(?<![0-9])(?:[+*]{3} ?)?([0-9]{3}/[0-9]{4}/[0-9]{5})(?: ?[+*]{3})?(?![0-9/])", re.ASCII)
_PLAIN_OGM_IN_TEXT = re.compile(r"[+*]{3} ?([0-9]{12}) ?[+*]{3}", re.ASCII)
_RF_IN_TEXT = re.compile(r"\bRF[0-9]{2}[0-9A-Z ]{1,28}(?![0-9A-Z])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reference:
    """`written` as in the file. `compact` is what to compare: 12 digits of a Belgian one, RF… without spaces.

    `valid`: the check digits hold; of kind `other` nothing can be checked, so never.
    """

    written: str
    compact: str
    kind: ReferenceKind
    valid: bool


@lru_cache(maxsize=4096)
def structured(written: str) -> Reference:
    """A reference that stood in a field for structured ones."""
    compact = _SEPARATORS.sub("", written).upper()
    if _OGM.fullmatch(compact):
        return Reference(written, compact, "ogm", (int(compact[:10]) % 97 or 97) == int(compact[10:]))
    if _RF.fullmatch(compact):
        return Reference(written, compact, "rf", identify("rf", compact).valid)
    return Reference(written, compact, "other", False)


def in_text(text: str) -> tuple[Reference, ...]:
    """The references that free text carries, in its order: those only whose form and check digits leave no doubt."""
    if "/" not in text and "RF" not in text and "+++" not in text and "***" not in text:
        return ()  # most texts: spares three scans
    found = [(one.start(), one.group(1)) for p in (_OGM_IN_TEXT, _PLAIN_OGM_IN_TEXT) for one in p.finditer(text)]
    found += [(one.start(), _longest_rf(one.group())) for one in _RF_IN_TEXT.finditer(text)]
    judged = [structured(written) for _, written in sorted(found)]
    return tuple(reference for reference in judged if reference.valid)


def _longest_rf(words: str) -> str:
    """The most of these words that make a valid reference: it may be printed in groups, and other words may follow."""
    pieces = words.split(" ")
    candidates = (" ".join(pieces[:count]) for count in range(len(pieces), 0, -1))
    return next((one for one in candidates if structured(one).valid), "")
